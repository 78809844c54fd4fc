// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorityErrors} from "./IAuthorityErrors.sol";
import {IIntervalErrors} from "./IIntervalErrors.sol";

/// @title RecordRegistry: the root of each record map, and what it covers
/// @notice A domain's root moves by compare-and-set; each epoch's root is kept. Disputes are the region's arbiter's.
interface IRecordRegistry is IAuthorityErrors, IIntervalErrors {
    /// @notice What a root speaks about: absence is only said within `from` to `through`. `closedAt` is when the source
    /// was read, `vrfEpoch` the generation of the VRF key, `count` the number of records.
    struct Coverage {
        uint32 from;
        uint32 through;
        uint32 vrfEpoch;
        uint64 count;
        uint40 closedAt;
    }

    /// @notice A domain's newest root. Three storage slots, proven to verifiers (docs/contracts.md).
    struct Head {
        bytes32 root;
        uint32 from;
        uint32 through;
        uint32 vrfEpoch;
        uint64 count;
        uint40 closedAt;
        uint32 epoch;
        bytes18 department;
        uint40 time;
    }

    /// @notice A root was committed as the domain's epoch number `epoch`, the first being 1.
    event RecordsCommitted(
        bytes32 indexed domain,
        bytes18 indexed department,
        uint32 indexed epoch,
        bytes32 previousRoot,
        bytes32 newRoot,
        Coverage coverage
    );
    /// @notice The record is disputed. `reason` is a salted commitment.
    event DisputeRaised(bytes32 indexed domain, bytes32 indexed recordKey, bytes32 reason);
    /// @notice The dispute is settled. `reason` is a salted commitment.
    event DisputeCleared(bytes32 indexed domain, bytes32 indexed recordKey, bytes32 reason);

    /// @notice A map has a root, the empty map too.
    error ZeroRoot();
    /// @notice The domain moved on; read its head and build on that.
    error StaleRoot(bytes32 domain, bytes32 given, bytes32 current);
    /// @notice The coverage ends before it begins.
    error CoverageInverted(uint32 from, uint32 through);
    /// @notice The generation of VRF keys never goes back.
    error VrfEpochRegressed(uint32 given, uint32 current);
    /// @notice The source was read before the reading that is already on chain.
    error ClosingRegressed(uint40 given, uint40 current);
    /// @notice The zero key is no record.
    error ZeroRecordKey();
    /// @notice A dispute is raised and cleared with a reason.
    error ZeroReason();
    /// @notice The domain has no record map.
    error UnknownDomain(bytes32 domain);
    /// @notice The record is disputed already.
    error DisputeExists(bytes32 domain, bytes32 recordKey);
    /// @notice The record is not disputed.
    error NoDispute(bytes32 domain, bytes32 recordKey);

    /// @notice Moves the domain's root from `previousRoot` (0 for the first) to `newRoot`.
    /// @return epoch The new epoch.
    function commit(
        bytes32 domain,
        bytes32 previousRoot,
        bytes32 newRoot,
        Coverage calldata coverage
    ) external returns (uint32 epoch);

    /// @notice Flags a record as disputed. Arbiter only.
    function raiseDispute(bytes32 domain, bytes32 recordKey, bytes32 reason) external;

    /// @notice Takes the flag off. Arbiter only.
    function clearDispute(bytes32 domain, bytes32 recordKey, bytes32 reason) external;

    /// @notice The domain's head; zeros if nothing was committed.
    function headOf(bytes32 domain) external view returns (Head memory);

    /// @notice The root of one epoch, 0 if there is none.
    function rootAt(bytes32 domain, uint32 epoch) external view returns (bytes32);

    /// @notice When, under which epoch and by whom the record was put in dispute; zeros if it is not.
    function disputeOf(
        bytes32 domain,
        bytes32 recordKey
    ) external view returns (uint40 raisedAt, uint32 epoch, address arbiter);
}
