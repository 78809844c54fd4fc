// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Refusals that belong to calls with many items
/// @notice A call with many items succeeds or fails as a whole.
interface IBatchErrors {
    /// @notice Nothing was given.
    error EmptyBatch();
    /// @notice Item `index` is at fault, for the encoded error `reason`; nothing of the call was written.
    error BatchFault(uint256 index, bytes reason);
}
