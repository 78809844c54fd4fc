// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorityErrors} from "./IAuthorityErrors.sol";
import {IIntervalErrors} from "./IIntervalErrors.sol";

/// @title AuthorityRegistry: who may write what, as of any time
/// @notice Departments are named by their unified social credit code (GB 32100, 18 ASCII characters); a subject is a
/// certificate type or record domain, SHA-256 of its URI. Wherever a time `from` or `until` is set, 0 means "this block"
/// for a beginning or a decided end, and "open" for the end of a right being granted. Governance functions go through the
/// AccessManager; the questions of the hot path never do.
interface IAuthorityRegistry is IAuthorityErrors, IIntervalErrors {
    /// @notice A department's key. One storage slot, proven to partners (docs/contracts.md).
    struct Key {
        bytes18 department;
        uint8 use;
        uint32 from;
        uint32 until;
        uint32 compromisedFrom;
    }

    /// @notice The region's writes stopped.
    event Paused(address account);
    /// @notice The region's writes go on.
    event Unpaused(address account);
    /// @notice A department was admitted, with its first account.
    event DepartmentAdmitted(bytes18 indexed department, uint32 from);
    /// @notice The region's guardian or the Council suspended the department.
    event DepartmentSuspended(bytes18 indexed department, uint32 from);
    /// @notice The suspension ended.
    event DepartmentResumed(bytes18 indexed department, uint32 moment);
    /// @notice The duties of `department` pass to `successor` at `moment`.
    event DepartmentSucceeded(bytes18 indexed department, bytes18 indexed successor, uint32 moment);
    /// @notice The account may write for the department.
    event AccountAdded(bytes18 indexed department, address indexed account, uint32 from, uint32 until);
    /// @notice The account's right ends at `until`.
    event AccountEnded(bytes18 indexed department, address indexed account, uint32 until);
    /// @notice A key of the department: use 1 sign, 2 vrf, 3 encrypt.
    event KeyAdded(bytes18 indexed department, bytes32 indexed thumbprint, uint8 use, uint32 from, uint32 until);
    /// @notice The key's validity ends at `until`.
    event KeyEnded(bytes18 indexed department, bytes32 indexed thumbprint, uint32 until);
    /// @notice Nothing the key signed from this time on is to be believed.
    event KeyCompromised(bytes18 indexed department, bytes32 indexed thumbprint, uint32 compromisedFrom);
    /// @notice The department is accredited for the subject; `index` counts its intervals for this subject from 0.
    event Accredited(bytes18 indexed department, bytes32 indexed subject, uint32 index, uint32 from, uint32 until);
    /// @notice The newest interval ends at `until`.
    event AccreditationEnded(bytes18 indexed department, bytes32 indexed subject, uint32 index, uint32 until);

    /// @notice The region's writes are not paused.
    error NotPaused();
    /// @notice The code breaks GB 32100 (alphabet or check character).
    error InvalidDepartmentCode(bytes18 department);
    /// @notice The department was admitted before.
    error DepartmentExists(bytes18 department);
    /// @notice The zero address holds no right.
    error ZeroAddress();
    /// @notice An account belongs to one department for ever.
    error AccountTaken(address account, bytes18 department);
    /// @notice The zero thumbprint is no key.
    error ZeroThumbprint();
    /// @notice A key is registered once, for one department and use.
    error KeyTaken(bytes32 thumbprint, bytes18 department);
    /// @notice A department has one VRF key at a time; end the newest first, at or before the new one begins.
    error VrfKeyInForce(bytes18 department, bytes32 thumbprint);
    /// @notice Use is 1 sign, 2 vrf or 3 encrypt.
    error InvalidKeyUse(uint8 use);
    /// @notice No such key.
    error UnknownKey(bytes32 thumbprint);
    /// @notice A compromise may only be dated earlier, never later.
    error CompromiseNotEarlier(uint32 given, uint32 current);
    /// @notice The zero subject is no type and no domain.
    error ZeroSubject();
    /// @notice The newest accreditation is open or ends later; end it first.
    error AlreadyAccredited(bytes18 department, bytes32 subject);
    /// @notice The department is not suspended.
    error NotSuspended(bytes18 department);
    /// @notice The department has a successor already.
    error AlreadySucceeded(bytes18 department, bytes18 successor);
    /// @notice A department cannot succeed itself.
    error SelfSuccession(bytes18 department);

    /// @notice Admits a department with its first account.
    function admitDepartment(bytes18 department, address account, uint32 from) external;

    /// @notice Adds a further account. Its right lies within its department's: a beginning before the department's, or an
    /// end after it, is moved there.
    function addAccount(bytes18 department, address account, uint32 from, uint32 until) external;

    /// @notice Ends an account's right; a right that has not begun never begins.
    function endAccount(address account, uint32 until) external;

    /// @notice Registers a key under its thumbprint (X.509 x5t#S256 for use 1, SHA-256 of the key else). Keys of use 2 of one
    /// department follow each other without overlap.
    function addKey(bytes18 department, bytes32 thumbprint, uint8 use, uint32 from, uint32 until) external;

    /// @notice Ends a key's validity.
    function endKey(bytes32 thumbprint, uint32 until) external;

    /// @notice Says that the key was in wrong hands from a time on. The only statement that reaches back.
    function markCompromised(bytes32 thumbprint, uint32 compromisedFrom) external;

    /// @notice Accredits the department for a subject.
    function accredit(bytes18 department, bytes32 subject, uint32 from, uint32 until) external;

    /// @notice Ends the newest accreditation for the subject.
    function endAccreditation(bytes18 department, bytes32 subject, uint32 until) external;

    /// @notice Suspends a department from this block on.
    function suspendDepartment(bytes18 department) external;

    /// @notice Ends a suspension.
    function resumeDepartment(bytes18 department) external;

    /// @notice Passes the duties of `department` to `successor` at `moment`: its anchors, domains, grants and accreditations.
    function succeed(bytes18 department, bytes18 successor, uint32 moment) external;

    /// @notice Stops every write of the region's ledgers. Reads and governance go on.
    function pause() external;

    /// @notice Lets writes go on.
    function unpause() external;

    /// @notice Whether writes are paused.
    function paused() external view returns (bool);

    /// @notice The hot question: reverts with a named error unless `account` is in force, of a department in force, that
    /// is accredited for `subject` (itself or through a department it succeeded), now, in a region not paused.
    /// @return department The account's department.
    function authorised(address account, bytes32 subject) external view returns (bytes18 department);

    /// @notice As {authorised}, without a subject.
    function inForce(address account) external view returns (bytes18 department);

    /// @notice As {inForce}, and the account's department must be `inCharge` or have succeeded it.
    function actsFor(address account, bytes18 inCharge) external view returns (bytes18 department);

    /// @notice The department the account was registered for, in force or not; 0 if unknown.
    function departmentOf(address account) external view returns (bytes18 department);

    /// @notice The account's department and interval; zeros if unknown.
    function accountOf(address account) external view returns (bytes18 department, uint32 from, uint32 until);

    /// @notice Every account that was ever registered for the department.
    function accountsOf(bytes18 department) external view returns (address[] memory);

    /// @notice The key under a thumbprint; zeros if unknown.
    function keyOf(bytes32 thumbprint) external view returns (Key memory key);

    /// @notice Whether the key was valid and not compromised at `moment`.
    function isKeyInForce(bytes32 thumbprint, uint32 moment) external view returns (bool);

    /// @notice Whether the account was in force at `moment`.
    function isAccountInForce(address account, uint32 moment) external view returns (bool);

    /// @notice Whether the department was admitted, not yet succeeded, and not suspended at `moment`.
    function isDepartmentInForce(bytes18 department, uint32 moment) external view returns (bool);

    /// @notice Whether the department was suspended at `moment`.
    function isSuspended(bytes18 department, uint32 moment) external view returns (bool);

    /// @notice Whether an accreditation for the subject covered `moment`: the department's own, or that of one it had
    /// succeeded by then.
    function isAccredited(bytes18 department, bytes32 subject, uint32 moment) external view returns (bool);

    /// @notice Whether the department could write for the subject at `moment`: in force and accredited.
    function isAuthorised(bytes18 department, bytes32 subject, uint32 moment) external view returns (bool);

    /// @notice Whether `candidate` had taken over the duties of `department` by `moment`, at once or in steps.
    function isSuccessor(bytes18 department, bytes18 candidate, uint32 moment) external view returns (bool);

    /// @notice Who answers for the department's duties at `moment`: itself, or the last of its successors by then.
    function inChargeOf(bytes18 department, uint32 moment) external view returns (bytes18);

    /// @notice The department's direct successor and from when; zeros if there is none.
    function successorOf(bytes18 department) external view returns (bytes18 successor, uint32 moment);

    /// @notice The departments that this one had directly succeeded by `moment`.
    function predecessorsOf(bytes18 department, uint32 moment) external view returns (bytes18[] memory);

    /// @notice The department's beginning and, if succeeded, end; its newest suspension and their number.
    function departmentState(
        bytes18 department
    )
        external
        view
        returns (uint32 from, uint32 until, uint32 suspendedFrom, uint32 suspendedUntil, uint32 suspensions);

    /// @notice Number of accreditation intervals and the newest of them.
    function accreditationOf(
        bytes18 department,
        bytes32 subject
    ) external view returns (uint32 count, uint32 from, uint32 until);

    /// @notice The accreditation interval number `index`, the oldest being 0.
    function accreditationAt(
        bytes18 department,
        bytes32 subject,
        uint32 index
    ) external view returns (uint32 from, uint32 until);

    /// @notice The suspension number `index`, the oldest being 0.
    function suspensionAt(bytes18 department, uint32 index) external view returns (uint32 from, uint32 until);
}
