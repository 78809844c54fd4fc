// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Refusals of a deployment
/// @notice A contract of the region is created on top of the one it asks.
interface IDeploymentErrors {
    /// @notice There is no AccessManager at this address.
    error NoManager(address manager);
    /// @notice There is no AuthorityRegistry at this address.
    error NoRegistry(address registry);
}
