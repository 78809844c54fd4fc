// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Refusals of the region's authority check
/// @notice Every ledger inherits these, so that an ABI of any ledger decodes a refusal that came from the registry.
interface IAuthorityErrors {
    /// @notice The region's writes are paused.
    error WritesPaused();
    /// @notice No department ever had this account.
    error UnknownAccount(address account);
    /// @notice The account is known, but not in force at this time. Use another account of the department.
    error AccountNotInForce(address account, uint32 from, uint32 until);
    /// @notice No department of this code was ever admitted.
    error UnknownDepartment(bytes18 department);
    /// @notice The department has not begun, or another has succeeded it.
    error DepartmentNotInForce(bytes18 department, uint32 from, uint32 until);
    /// @notice The department is suspended; the Council can resume it.
    error DepartmentIsSuspended(bytes18 department);
    /// @notice The department may not act for this certificate type or record domain at this time.
    error NotAccredited(bytes18 department, bytes32 subject);
    /// @notice The writer's department is neither the one in charge nor its successor.
    error NotInCharge(bytes18 writer, bytes18 inCharge);
}
