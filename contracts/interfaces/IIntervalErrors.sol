// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Refusals about times
/// @notice Times are Unix seconds; an interval holds `from` and excludes `until`; `until` 0 is open.
interface IIntervalErrors {
    /// @notice A right may not begin or end before this block: answers about the past never change.
    error TimeInPast(uint32 given, uint32 current);
    /// @notice The time may not lie after this block.
    error TimeInFuture(uint256 given, uint256 current);
    /// @notice The interval would hold no moment.
    error EmptyInterval(uint32 from, uint32 until);
    /// @notice The interval begins before the one before it has ended.
    error IntervalsOverlap(uint32 from, uint32 previousUntil);
    /// @notice An end may only be brought forward. To lengthen a right, grant a new one from its end.
    error EndNotEarlier(uint32 given, uint32 current);
}
