// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Managed} from "../governance/Managed.sol";
import {IAuthorityRegistry} from "../interfaces/IAuthorityRegistry.sol";
import {Intervals} from "./Intervals.sol";

/// @title The AuthorityRegistry's state and every question about it
/// @notice See {IAuthorityRegistry}. Writes are {AuthorityRegistry}'s.
abstract contract AuthorityQuestions is Managed, IAuthorityRegistry {
    using Intervals for mapping(uint256 => uint256);

    /// @dev Where an account writes, one slot. It carries its department's standing (succession in `until`, suspension
    /// in `suspended`), so that the hot path reads one slot for both.
    struct Account {
        bytes18 department;
        uint32 from;
        uint32 until;
        bool suspended;
    }

    /// @dev Slot 0: interval in force, newest suspension and number of suspensions; slot 1: older suspensions; slot 2:
    /// succession; slot 3: predecessors; slot 4: accounts.
    struct Department {
        uint32 from;
        uint32 until;
        uint32 suspendedFrom;
        uint32 suspendedUntil;
        uint32 suspensions;
        mapping(uint256 wordIndex => uint256) olderSuspensions;
        bytes18 successor;
        uint32 succeededAt;
        bytes18[] predecessors;
        address[] accounts;
    }

    /// @dev Slot 0: newest interval and number of intervals; slot 1: older intervals.
    struct Accreditation {
        uint32 from;
        uint32 until;
        uint32 count;
        mapping(uint256 wordIndex => uint256) older;
    }

    // Storage layout, proven to partners; slot 0 holds AccessManaged's two fields and this one. Pinned by
    // test/unit/proof/storage-layout.test.ts.
    bool internal _paused;
    mapping(bytes32 thumbprint => Key) internal _keys;
    mapping(address account => Account) internal _accounts;
    mapping(bytes18 department => Department) internal _departments;
    mapping(bytes18 department => mapping(bytes32 subject => Accreditation)) internal _accreditations;
    mapping(bytes18 department => bytes32 thumbprint) internal _newestVrfKeys;

    // --------------------------------------------------------------------------------------------------- hot path

    /// @inheritdoc IAuthorityRegistry
    function authorised(address account, bytes32 subject) external view returns (bytes18 department) {
        uint32 current = _now();
        department = _requireInForce(account, current);
        if (!_isAccredited(department, subject, current)) revert NotAccredited(department, subject);
    }

    /// @inheritdoc IAuthorityRegistry
    function inForce(address account) external view returns (bytes18 department) {
        return _requireInForce(account, _now());
    }

    /// @inheritdoc IAuthorityRegistry
    function actsFor(address account, bytes18 inCharge) external view returns (bytes18 department) {
        uint32 current = _now();
        department = _requireInForce(account, current);
        if (department != inCharge && !_isSuccessor(inCharge, department, current)) {
            revert NotInCharge(department, inCharge);
        }
    }

    // ------------------------------------------------------------------------------------------ questions as of a time

    /// @inheritdoc IAuthorityRegistry
    function paused() external view returns (bool) {
        return _paused;
    }

    /// @inheritdoc IAuthorityRegistry
    function departmentOf(address account) external view returns (bytes18 department) {
        return _accounts[account].department;
    }

    /// @inheritdoc IAuthorityRegistry
    function accountOf(address account) external view returns (bytes18 department, uint32 from, uint32 until) {
        Account storage entry = _accounts[account];
        return (entry.department, entry.from, entry.until);
    }

    /// @inheritdoc IAuthorityRegistry
    function accountsOf(bytes18 department) external view returns (address[] memory) {
        return _departments[department].accounts;
    }

    /// @inheritdoc IAuthorityRegistry
    function keyOf(bytes32 thumbprint) external view returns (Key memory key) {
        return _keys[thumbprint];
    }

    /// @inheritdoc IAuthorityRegistry
    function isKeyInForce(bytes32 thumbprint, uint32 moment) external view returns (bool) {
        Key storage key = _keys[thumbprint];
        uint32 compromisedFrom = key.compromisedFrom;
        return Intervals.holds(key.from, key.until, moment) && (compromisedFrom == 0 || moment < compromisedFrom);
    }

    /// @inheritdoc IAuthorityRegistry
    function isAccountInForce(address account, uint32 moment) external view returns (bool) {
        Account storage entry = _accounts[account];
        return Intervals.holds(entry.from, entry.until, moment);
    }

    /// @inheritdoc IAuthorityRegistry
    function isDepartmentInForce(bytes18 department, uint32 moment) external view returns (bool) {
        return _isInForce(department, moment);
    }

    /// @inheritdoc IAuthorityRegistry
    function isSuspended(bytes18 department, uint32 moment) external view returns (bool) {
        return _isSuspended(_departments[department], moment);
    }

    /// @inheritdoc IAuthorityRegistry
    function isAccredited(bytes18 department, bytes32 subject, uint32 moment) external view returns (bool) {
        return _isAccredited(department, subject, moment);
    }

    /// @inheritdoc IAuthorityRegistry
    function isAuthorised(bytes18 department, bytes32 subject, uint32 moment) external view returns (bool) {
        return _isInForce(department, moment) && _isAccredited(department, subject, moment);
    }

    /// @inheritdoc IAuthorityRegistry
    function isSuccessor(bytes18 department, bytes18 candidate, uint32 moment) external view returns (bool) {
        return _isSuccessor(department, candidate, moment);
    }

    /// @inheritdoc IAuthorityRegistry
    function inChargeOf(bytes18 department, uint32 moment) external view returns (bytes18) {
        bytes18 next = _successorAt(department, moment);
        while (next != 0) {
            department = next;
            next = _successorAt(department, moment);
        }
        return department;
    }

    /// @inheritdoc IAuthorityRegistry
    function successorOf(bytes18 department) external view returns (bytes18 successor, uint32 moment) {
        Department storage entry = _departments[department];
        return (entry.successor, entry.succeededAt);
    }

    /// @inheritdoc IAuthorityRegistry
    function predecessorsOf(bytes18 department, uint32 moment) external view returns (bytes18[] memory found) {
        bytes18[] storage all = _departments[department].predecessors;
        found = new bytes18[](all.length);
        uint256 count = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            if (moment < _departments[all[i]].succeededAt) continue;
            found[count] = all[i];
            ++count;
        }
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(found, count) // only ever shorter than it was allocated
        }
    }

    /// @inheritdoc IAuthorityRegistry
    function departmentState(
        bytes18 department
    )
        external
        view
        returns (uint32 from, uint32 until, uint32 suspendedFrom, uint32 suspendedUntil, uint32 suspensions)
    {
        Department storage entry = _departments[department];
        return (entry.from, entry.until, entry.suspendedFrom, entry.suspendedUntil, entry.suspensions);
    }

    /// @inheritdoc IAuthorityRegistry
    function accreditationOf(
        bytes18 department,
        bytes32 subject
    ) external view returns (uint32 count, uint32 from, uint32 until) {
        Accreditation storage entry = _accreditations[department][subject];
        return (entry.count, entry.from, entry.until);
    }

    /// @inheritdoc IAuthorityRegistry
    function accreditationAt(
        bytes18 department,
        bytes32 subject,
        uint32 index
    ) external view returns (uint32 from, uint32 until) {
        Accreditation storage entry = _accreditations[department][subject];
        if (index + 1 == entry.count) return (entry.from, entry.until);
        return entry.older.get(index);
    }

    /// @inheritdoc IAuthorityRegistry
    function suspensionAt(bytes18 department, uint32 index) external view returns (uint32 from, uint32 until) {
        Department storage entry = _departments[department];
        if (index + 1 == entry.suspensions) return (entry.suspendedFrom, entry.suspendedUntil);
        return entry.olderSuspensions.get(index);
    }

    // ---------------------------------------------------------------------------------------------------- internals

    function _requireKnown(bytes18 department) internal view returns (Department storage entry) {
        entry = _departments[department];
        if (entry.from == 0) revert UnknownDepartment(department);
    }

    function _requireKey(bytes32 thumbprint) internal view returns (Key storage key) {
        key = _keys[thumbprint];
        if (key.from == 0) revert UnknownKey(thumbprint);
    }

    function _requireInForce(address account, uint32 moment) internal view returns (bytes18 department) {
        if (_paused) revert WritesPaused();
        Account storage writer = _accounts[account];
        department = writer.department;
        if (!Intervals.holds(writer.from, writer.until, moment) || writer.suspended) _refuse(account, moment);
    }

    /// @dev Says why an account may not write.
    function _refuse(address account, uint32 moment) private view {
        Account storage writer = _accounts[account];
        bytes18 department = writer.department;
        if (department == 0) revert UnknownAccount(account);
        Department storage entry = _departments[department];
        if (!Intervals.holds(entry.from, entry.until, moment)) {
            revert DepartmentNotInForce(department, entry.from, entry.until);
        }
        if (writer.suspended) revert DepartmentIsSuspended(department);
        revert AccountNotInForce(account, writer.from, writer.until);
    }

    function _isInForce(bytes18 department, uint32 moment) internal view returns (bool) {
        Department storage entry = _departments[department];
        return Intervals.holds(entry.from, entry.until, moment) && !_isSuspended(entry, moment);
    }

    function _isSuspended(Department storage entry, uint32 moment) internal view returns (bool) {
        uint32 count = entry.suspensions;
        if (count == 0) return false;
        if (moment >= entry.suspendedFrom) return Intervals.holds(entry.suspendedFrom, entry.suspendedUntil, moment);
        return entry.olderSuspensions.anyHolds(count - 1, moment);
    }

    function _isAccredited(bytes18 department, bytes32 subject, uint32 moment) internal view returns (bool) {
        Accreditation storage entry = _accreditations[department][subject];
        uint32 from = entry.from;
        if (from != 0) {
            if (moment >= from) {
                if (Intervals.holds(from, entry.until, moment)) return true;
            } else if (entry.older.anyHolds(entry.count - 1, moment)) {
                return true;
            }
        }
        // Duties pass on: what a department was accredited for, its successor is, from the succession on.
        bytes18[] storage predecessors = _departments[department].predecessors;
        uint256 length = predecessors.length;
        for (uint256 i = 0; i < length; ++i) {
            bytes18 predecessor = predecessors[i];
            if (moment >= _departments[predecessor].succeededAt && _isAccredited(predecessor, subject, moment))
                return true;
        }
        return false;
    }

    function _isSuccessor(bytes18 department, bytes18 candidate, uint32 moment) internal view returns (bool) {
        bytes18 next = _successorAt(department, moment);
        while (next != 0 && next != candidate) next = _successorAt(next, moment);
        return next != 0;
    }

    /// @dev The direct successor by `moment`, or 0. Following it ends: successions form no ring.
    function _successorAt(bytes18 department, uint32 moment) internal view returns (bytes18) {
        Department storage entry = _departments[department];
        return moment < entry.succeededAt ? bytes18(0) : entry.successor;
    }

    /// @dev 32 bits of Unix seconds last until 2106.
    function _now() internal view returns (uint32) {
        return uint32(block.timestamp);
    }
}
