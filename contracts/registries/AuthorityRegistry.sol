// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Managed} from "../governance/Managed.sol";
import {IAuthorityRegistry} from "../interfaces/IAuthorityRegistry.sol";
import {AuthorityQuestions} from "./AuthorityQuestions.sol";
import {CreditCode} from "./CreditCode.sol";
import {Intervals} from "./Intervals.sol";

/// @title AuthorityRegistry
/// @notice See {IAuthorityRegistry}. Every function here goes through the AccessManager.
contract AuthorityRegistry is AuthorityQuestions {
    using Intervals for mapping(uint256 => uint256);

    uint8 private constant VRF = 2;

    /// @param manager The region's AccessManager.
    constructor(address manager) Managed(manager) {}

    /// @inheritdoc IAuthorityRegistry
    function admitDepartment(bytes18 department, address account, uint32 from) external restricted {
        if (!CreditCode.isValid(department)) revert InvalidDepartmentCode(department);
        Department storage entry = _departments[department];
        if (entry.from != 0) revert DepartmentExists(department);
        from = _beginning(from);
        entry.from = from;
        emit DepartmentAdmitted(department, from);
        _addAccount(department, account, from, 0);
    }

    /// @inheritdoc IAuthorityRegistry
    function addAccount(bytes18 department, address account, uint32 from, uint32 until) external restricted {
        Department storage entry = _requireKnown(department);
        (from, until) = _interval(from, until);
        // An account's right lies within its department's.
        if (from < entry.from) from = entry.from;
        uint32 last = entry.until;
        if (last != 0 && (until == 0 || until > last)) until = last;
        if (until != 0 && until <= from) revert DepartmentNotInForce(department, entry.from, last);
        _addAccount(department, account, from, until);
    }

    /// @inheritdoc IAuthorityRegistry
    function endAccount(address account, uint32 until) external restricted {
        Account storage entry = _accounts[account];
        if (entry.from == 0) revert UnknownAccount(account);
        until = _end(entry.from, entry.until, until);
        entry.until = until;
        emit AccountEnded(entry.department, account, until);
    }

    /// @inheritdoc IAuthorityRegistry
    function addKey(bytes18 department, bytes32 thumbprint, uint8 use, uint32 from, uint32 until) external restricted {
        _requireKnown(department);
        if (thumbprint == 0) revert ZeroThumbprint();
        if (use == 0 || use > 3) revert InvalidKeyUse(use);
        Key storage key = _keys[thumbprint];
        if (key.from != 0) revert KeyTaken(thumbprint, key.department);
        (from, until) = _interval(from, until);
        if (use == VRF) _follow(department, thumbprint, from);
        _keys[thumbprint] = Key(department, use, from, until, 0);
        emit KeyAdded(department, thumbprint, use, from, until);
    }

    /// @dev A second VRF key at the same time would give a person with a record another, empty place in the map: a proof of
    /// absence that is false.
    function _follow(bytes18 department, bytes32 thumbprint, uint32 from) private {
        bytes32 newest = _newestVrfKeys[department];
        uint32 end = _keys[newest].until;
        if (newest != 0 && (end == 0 || end > from)) revert VrfKeyInForce(department, newest);
        _newestVrfKeys[department] = thumbprint;
    }

    /// @inheritdoc IAuthorityRegistry
    function endKey(bytes32 thumbprint, uint32 until) external restricted {
        Key storage key = _requireKey(thumbprint);
        until = _end(key.from, key.until, until);
        key.until = until;
        emit KeyEnded(key.department, thumbprint, until);
    }

    /// @inheritdoc IAuthorityRegistry
    function markCompromised(bytes32 thumbprint, uint32 compromisedFrom) external restricted {
        Key storage key = _requireKey(thumbprint);
        uint32 current = _now();
        if (compromisedFrom == 0) compromisedFrom = current;
        if (compromisedFrom > current) revert TimeInFuture(compromisedFrom, current);
        if (key.compromisedFrom != 0 && compromisedFrom >= key.compromisedFrom) {
            revert CompromiseNotEarlier(compromisedFrom, key.compromisedFrom);
        }
        key.compromisedFrom = compromisedFrom;
        emit KeyCompromised(key.department, thumbprint, compromisedFrom);
    }

    /// @inheritdoc IAuthorityRegistry
    function accredit(bytes18 department, bytes32 subject, uint32 from, uint32 until) external restricted {
        _requireKnown(department);
        if (subject == 0) revert ZeroSubject();
        (from, until) = _interval(from, until);
        Accreditation storage entry = _accreditations[department][subject];
        uint32 index = entry.count;
        if (index != 0) {
            if (entry.until == 0) revert AlreadyAccredited(department, subject);
            if (from < entry.until) revert IntervalsOverlap(from, entry.until);
            entry.older.append(index - 1, entry.from, entry.until);
        }
        entry.from = from;
        entry.until = until;
        entry.count = index + 1;
        emit Accredited(department, subject, index, from, until);
    }

    /// @inheritdoc IAuthorityRegistry
    function endAccreditation(bytes18 department, bytes32 subject, uint32 until) external restricted {
        Accreditation storage entry = _accreditations[department][subject];
        if (entry.count == 0) revert NotAccredited(department, subject);
        until = _end(entry.from, entry.until, until);
        entry.until = until;
        emit AccreditationEnded(department, subject, entry.count - 1, until);
    }

    /// @inheritdoc IAuthorityRegistry
    function suspendDepartment(bytes18 department) external restricted {
        Department storage entry = _requireKnown(department);
        uint32 index = entry.suspensions;
        if (index != 0) {
            if (entry.suspendedUntil == 0) revert DepartmentIsSuspended(department);
            entry.olderSuspensions.append(index - 1, entry.suspendedFrom, entry.suspendedUntil);
        }
        uint32 current = _now();
        entry.suspendedFrom = current;
        entry.suspendedUntil = 0;
        entry.suspensions = index + 1;
        _markAccounts(entry, true);
        emit DepartmentSuspended(department, current);
    }

    /// @inheritdoc IAuthorityRegistry
    function resumeDepartment(bytes18 department) external restricted {
        Department storage entry = _requireKnown(department);
        if (entry.suspensions == 0 || entry.suspendedUntil != 0) revert NotSuspended(department);
        uint32 current = _now();
        entry.suspendedUntil = current;
        _markAccounts(entry, false);
        emit DepartmentResumed(department, current);
    }

    /// @inheritdoc IAuthorityRegistry
    function succeed(bytes18 department, bytes18 successor, uint32 moment) external restricted {
        if (department == successor) revert SelfSuccession(department);
        Department storage entry = _requireKnown(department);
        Department storage heir = _requireKnown(successor);
        if (entry.successor != 0) revert AlreadySucceeded(department, entry.successor);
        // The heir has no heir itself, so successions never form a ring.
        if (heir.successor != 0) revert AlreadySucceeded(successor, heir.successor);
        moment = _beginning(moment);
        if (moment < entry.from) revert DepartmentNotInForce(department, entry.from, entry.until);
        if (moment < heir.from) revert DepartmentNotInForce(successor, heir.from, heir.until);
        entry.until = moment;
        entry.successor = successor;
        entry.succeededAt = moment;
        heir.predecessors.push(department);
        emit DepartmentSucceeded(department, successor, moment);
        _endAccounts(department, entry, moment);
    }

    /// @inheritdoc IAuthorityRegistry
    function pause() external restricted {
        if (_paused) revert WritesPaused();
        _paused = true;
        emit Paused(_msgSender());
    }

    /// @inheritdoc IAuthorityRegistry
    function unpause() external restricted {
        if (!_paused) revert NotPaused();
        _paused = false;
        emit Unpaused(_msgSender());
    }

    function _addAccount(bytes18 department, address account, uint32 from, uint32 until) private {
        if (account == address(0)) revert ZeroAddress();
        Account storage present = _accounts[account];
        if (present.from != 0) revert AccountTaken(account, present.department);
        Department storage entry = _departments[department];
        bool suspended = entry.suspensions != 0 && entry.suspendedUntil == 0;
        _accounts[account] = Account(department, from, until, suspended);
        entry.accounts.push(account);
        emit AccountAdded(department, account, from, until);
    }

    function _markAccounts(Department storage entry, bool suspended) private {
        uint256 count = entry.accounts.length;
        for (uint256 i = 0; i < count; ++i) _accounts[entry.accounts[i]].suspended = suspended;
    }

    /// @dev A department's accounts end with it; one that was to begin later never does.
    function _endAccounts(bytes18 department, Department storage entry, uint32 moment) private {
        uint256 count = entry.accounts.length;
        for (uint256 i = 0; i < count; ++i) {
            address account = entry.accounts[i];
            Account storage writer = _accounts[account];
            if (writer.until != 0 && writer.until <= moment) continue;
            uint32 until = moment < writer.from ? writer.from : moment;
            writer.until = until;
            emit AccountEnded(department, account, until);
        }
    }

    /// @dev A right's interval as granted: begins now or later, ends after it begins or is open.
    function _interval(uint32 from, uint32 until) private view returns (uint32, uint32) {
        from = _beginning(from);
        if (until != 0 && until <= from) revert EmptyInterval(from, until);
        return (from, until);
    }

    /// @dev 0 is this block; earlier is refused.
    function _beginning(uint32 from) private view returns (uint32) {
        uint32 current = _now();
        if (from == 0) return current;
        if (from < current) revert TimeInPast(from, current);
        return from;
    }

    /// @dev A decided end: 0 is this block; not before now, not before the beginning, before the present end.
    function _end(uint32 from, uint32 present, uint32 until) private view returns (uint32) {
        until = _beginning(until);
        if (until < from) until = from;
        if (present != 0 && until >= present) revert EndNotEarlier(until, present);
        return until;
    }
}
