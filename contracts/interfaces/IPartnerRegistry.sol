// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title PartnerRegistry: the regions this region believes, and from which trusted point
/// @notice An entry is canonical JSON (RFC 8785) `{name, serviceKeyThumbprint, trustedPoint}`; the trusted point holds
/// genesis hash, contracts, header scheme, validators with heights, roots, maximum age and trust period. The chain keeps
/// its SHA-256, the event its bytes. Every change is the Council's.
interface IPartnerRegistry {
    /// @notice A region was admitted.
    event PartnerAdmitted(uint64 indexed chainId, bytes32 digest, bytes entry);
    /// @notice A region's entry was replaced.
    event PartnerUpdated(uint64 indexed chainId, bytes32 digest, bytes entry);
    /// @notice A region is believed no more.
    event PartnerRemoved(uint64 indexed chainId, bytes32 digest);

    /// @notice 0 is no chain id.
    error ZeroChainId();
    /// @notice A region is no partner of itself.
    error OwnChain(uint64 chainId);
    /// @notice The entry holds nothing.
    error EmptyEntry();
    /// @notice The entry is larger than 16 KiB.
    error EntryTooLarge(uint256 length);
    /// @notice The region is a partner already; update it.
    error PartnerExists(uint64 chainId);
    /// @notice The region is no partner.
    error UnknownPartner(uint64 chainId);
    /// @notice The new entry is the old one.
    error EntryUnchanged(uint64 chainId);

    /// @notice Admits a region.
    function admit(uint64 chainId, bytes calldata entry) external;

    /// @notice Replaces a region's entry, for instance after a change of validators.
    function update(uint64 chainId, bytes calldata entry) external;

    /// @notice Removes a region.
    function remove(uint64 chainId) external;

    /// @notice SHA-256 of the region's entry, 0 if it is no partner.
    function digestOf(uint64 chainId) external view returns (bytes32);
}
