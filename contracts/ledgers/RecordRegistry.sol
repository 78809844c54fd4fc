// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Managed} from "../governance/Managed.sol";
import {IAuthorityRegistry} from "../interfaces/IAuthorityRegistry.sol";
import {IRecordRegistry} from "../interfaces/IRecordRegistry.sol";
import {Ledger} from "./Ledger.sol";

/// @title RecordRegistry
/// @notice See {IRecordRegistry}. Commits ask the AuthorityRegistry only; disputes go through the AccessManager.
contract RecordRegistry is Managed, Ledger, IRecordRegistry {
    // Storage layout, proven to verifiers; slot 0 is AccessManaged's. Pinned by test/unit/proof/storage-layout.test.ts.
    mapping(bytes32 domain => Head) private _heads;
    mapping(bytes32 domain => mapping(uint32 epoch => bytes32 root)) private _roots;
    /// @dev raisedAt u40, then epoch u32, then the arbiter's address; 0 is no dispute.
    mapping(bytes32 domain => mapping(bytes32 recordKey => uint256 packed)) private _disputes;

    /// @param manager The region's AccessManager.
    /// @param registry The region's AuthorityRegistry.
    constructor(address manager, IAuthorityRegistry registry) Managed(manager) Ledger(registry) {}

    /// @inheritdoc IRecordRegistry
    function commit(
        bytes32 domain,
        bytes32 previousRoot,
        bytes32 newRoot,
        Coverage calldata coverage
    ) external returns (uint32 epoch) {
        bytes18 department = REGISTRY.authorised(msg.sender, domain);
        if (newRoot == 0) revert ZeroRoot();
        Head storage head = _heads[domain];
        _checkInCharge(domain, head.department, department);
        bytes32 current = head.root;
        if (current != previousRoot) revert StaleRoot(domain, previousRoot, current);
        _checkCoverage(head, coverage);
        epoch = head.epoch + 1;
        _heads[domain] = Head({
            root: newRoot,
            from: coverage.from,
            through: coverage.through,
            vrfEpoch: coverage.vrfEpoch,
            count: coverage.count,
            closedAt: coverage.closedAt,
            epoch: epoch,
            department: department,
            time: uint40(block.timestamp)
        });
        _roots[domain][epoch] = newRoot;
        emit RecordsCommitted(domain, department, epoch, previousRoot, newRoot, coverage);
    }

    /// @inheritdoc IRecordRegistry
    function raiseDispute(bytes32 domain, bytes32 recordKey, bytes32 reason) external restricted {
        _checkDispute(recordKey, reason);
        uint32 epoch = _heads[domain].epoch;
        if (epoch == 0) revert UnknownDomain(domain);
        if (_disputes[domain][recordKey] != 0) revert DisputeExists(domain, recordKey);
        _disputes[domain][recordKey] =
            uint256(uint40(block.timestamp)) |
            (uint256(epoch) << 40) |
            (uint256(uint160(_msgSender())) << 72);
        emit DisputeRaised(domain, recordKey, reason);
    }

    /// @inheritdoc IRecordRegistry
    function clearDispute(bytes32 domain, bytes32 recordKey, bytes32 reason) external restricted {
        _checkDispute(recordKey, reason);
        if (_disputes[domain][recordKey] == 0) revert NoDispute(domain, recordKey);
        delete _disputes[domain][recordKey];
        emit DisputeCleared(domain, recordKey, reason);
    }

    /// @inheritdoc IRecordRegistry
    function headOf(bytes32 domain) external view returns (Head memory) {
        return _heads[domain];
    }

    /// @inheritdoc IRecordRegistry
    function rootAt(bytes32 domain, uint32 epoch) external view returns (bytes32) {
        return _roots[domain][epoch];
    }

    /// @inheritdoc IRecordRegistry
    function disputeOf(
        bytes32 domain,
        bytes32 recordKey
    ) external view returns (uint40 raisedAt, uint32 epoch, address arbiter) {
        uint256 packed = _disputes[domain][recordKey];
        return (uint40(packed), uint32(packed >> 40), address(uint160(packed >> 72)));
    }

    function _checkCoverage(Head storage head, Coverage calldata coverage) private view {
        if (coverage.from > coverage.through) revert CoverageInverted(coverage.from, coverage.through);
        if (coverage.closedAt > block.timestamp) revert TimeInFuture(coverage.closedAt, block.timestamp);
        uint32 vrfEpoch = head.vrfEpoch;
        uint40 closedAt = head.closedAt;
        if (coverage.vrfEpoch < vrfEpoch) revert VrfEpochRegressed(coverage.vrfEpoch, vrfEpoch);
        if (coverage.closedAt < closedAt) revert ClosingRegressed(coverage.closedAt, closedAt);
    }

    /// @dev A domain has one department in charge. Another takes over by succession, or once the accreditation of the
    /// one before has ended; accrediting a second department beside it gives nobody two masters.
    function _checkInCharge(bytes32 domain, bytes18 inCharge, bytes18 writer) private view {
        if (inCharge == 0 || inCharge == writer) return;
        uint32 current = uint32(block.timestamp);
        if (REGISTRY.isSuccessor(inCharge, writer, current)) return;
        if (REGISTRY.isAccredited(inCharge, domain, current)) revert NotInCharge(writer, inCharge);
    }

    function _checkDispute(bytes32 recordKey, bytes32 reason) private view {
        if (REGISTRY.paused()) revert WritesPaused();
        if (recordKey == 0) revert ZeroRecordKey();
        if (reason == 0) revert ZeroReason();
    }
}
