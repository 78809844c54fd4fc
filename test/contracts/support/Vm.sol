// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The cheat codes these tests use, as Hardhat's Solidity tests offer them
interface Vm {
    /// @notice Sets the block time.
    function warp(uint256 time) external;

    /// @notice The next call comes from `sender`.
    function prank(address sender) external;

    /// @notice Every call until {stopPrank} comes from `sender`.
    function startPrank(address sender) external;

    /// @notice Ends {startPrank}.
    function stopPrank() external;

    /// @notice Discards the run unless the condition holds.
    function assume(bool condition) external pure;

    /// @notice Fails the test unless both are equal.
    function assertEq(uint256 left, uint256 right) external pure;

    /// @notice Fails the test unless both are equal.
    function assertEq(bytes32 left, bytes32 right) external pure;

    /// @notice Fails the test unless both are equal.
    function assertEq(bool left, bool right) external pure;

    /// @notice Fails the test unless `left` is at most `right`.
    function assertLe(uint256 left, uint256 right) external pure;

    /// @notice Fails the test with a message unless the condition holds.
    function assertTrue(bool condition, string calldata message) external pure;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
