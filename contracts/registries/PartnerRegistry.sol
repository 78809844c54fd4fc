// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Managed} from "../governance/Managed.sol";
import {IPartnerRegistry} from "../interfaces/IPartnerRegistry.sol";

/// @title PartnerRegistry
/// @notice See {IPartnerRegistry}.
contract PartnerRegistry is Managed, IPartnerRegistry {
    uint256 private constant _MAX_ENTRY = 16_384;

    // Storage layout, proven to whoever asks whom this region believes: slot 0 is AccessManaged's.
    mapping(uint64 chainId => bytes32 digest) private _digests;

    /// @param manager The region's AccessManager.
    constructor(address manager) Managed(manager) {}

    /// @inheritdoc IPartnerRegistry
    function admit(uint64 chainId, bytes calldata entry) external restricted {
        if (chainId == 0) revert ZeroChainId();
        if (chainId == block.chainid) revert OwnChain(chainId);
        if (_digests[chainId] != 0) revert PartnerExists(chainId);
        bytes32 digest = _digestOf(entry);
        _digests[chainId] = digest;
        emit PartnerAdmitted(chainId, digest, entry);
    }

    /// @inheritdoc IPartnerRegistry
    function update(uint64 chainId, bytes calldata entry) external restricted {
        bytes32 previous = _requirePartner(chainId);
        bytes32 digest = _digestOf(entry);
        if (digest == previous) revert EntryUnchanged(chainId);
        _digests[chainId] = digest;
        emit PartnerUpdated(chainId, digest, entry);
    }

    /// @inheritdoc IPartnerRegistry
    function remove(uint64 chainId) external restricted {
        bytes32 digest = _requirePartner(chainId);
        delete _digests[chainId];
        emit PartnerRemoved(chainId, digest);
    }

    /// @inheritdoc IPartnerRegistry
    function digestOf(uint64 chainId) external view returns (bytes32) {
        return _digests[chainId];
    }

    function _requirePartner(uint64 chainId) private view returns (bytes32 digest) {
        digest = _digests[chainId];
        if (digest == 0) revert UnknownPartner(chainId);
    }

    function _digestOf(bytes calldata entry) private pure returns (bytes32) {
        if (entry.length == 0) revert EmptyEntry();
        if (entry.length > _MAX_ENTRY) revert EntryTooLarge(entry.length);
        return sha256(entry);
    }
}
