// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AuthorityRegistry} from "../../../contracts/registries/AuthorityRegistry.sol";
import {vm} from "../support/Vm.sol";

/// @title Random governance, with a plain model kept beside
/// @notice Three departments, one subject, two accounts a department. The model keeps plain lists and answers by looking
/// through all of them.
contract AuthorityHandler {
    struct Span {
        uint32 from;
        uint32 until;
    }

    bytes32 public constant SUBJECT = keccak256("subject");
    uint256 private constant _OPEN = type(uint32).max;

    AuthorityRegistry private immutable _REGISTRY;
    address private immutable _GOVERNOR;
    bytes18[3] private _departments = [
        bytes18("12370500999900011F"),
        bytes18("1137050099990002XA"),
        bytes18("11370500999900038A")
    ];

    Span[][3] private _accreditations;
    Span[][3] private _suspensions;
    uint256[3] private _successor; // 0 none, else index + 1
    uint32[3] private _succeededAt;
    uint32[3] private _began;
    Span[3][2] private _accounts;
    uint256[3] private _compromised;
    Span[3] private _keys;
    bool private _paused;

    constructor(AuthorityRegistry registry, address governor) {
        _REGISTRY = registry;
        _GOVERNOR = governor;
        for (uint256 i = 0; i < 3; ++i) {
            _began[i] = uint32(block.timestamp);
            _accounts[0][i] = Span(uint32(block.timestamp), uint32(_OPEN));
            _keys[i] = Span(uint32(block.timestamp), uint32(_OPEN));
        }
    }

    // -------------------------------------------------------------------------------------------------- actions

    function wait(uint16 seconds_) external {
        vm.warp(block.timestamp + seconds_);
    }

    function accredit(uint8 who, uint16 delay, uint16 length) external {
        uint256 d = who % 3;
        uint32 from = uint32(block.timestamp) + delay;
        uint32 until = length % 4 == 0 ? 0 : from + length;
        bool done = _try(abi.encodeCall(_REGISTRY.accredit, (_departments[d], SUBJECT, from, until)));
        Span[] storage spans = _accreditations[d];
        vm.assertEq(done, spans.length == 0 || spans[spans.length - 1].until <= from);
        if (done) spans.push(Span(from, until == 0 ? uint32(_OPEN) : until));
    }

    function endAccreditation(uint8 who, uint16 delay) external {
        uint256 d = who % 3;
        uint32 until = uint32(block.timestamp) + delay;
        bool done = _try(abi.encodeCall(_REGISTRY.endAccreditation, (_departments[d], SUBJECT, until)));
        Span[] storage spans = _accreditations[d];
        if (spans.length == 0) return vm.assertEq(done, false);
        Span storage last = spans[spans.length - 1];
        uint32 ended = until < last.from ? last.from : until;
        vm.assertEq(done, ended < last.until);
        if (done) last.until = ended;
    }

    function suspend(uint8 who) external {
        uint256 d = who % 3;
        bool done = _try(abi.encodeCall(_REGISTRY.suspendDepartment, (_departments[d])));
        Span[] storage spans = _suspensions[d];
        vm.assertEq(done, spans.length == 0 || spans[spans.length - 1].until != _OPEN);
        if (done) spans.push(Span(uint32(block.timestamp), uint32(_OPEN)));
    }

    function resume(uint8 who) external {
        uint256 d = who % 3;
        bool done = _try(abi.encodeCall(_REGISTRY.resumeDepartment, (_departments[d])));
        Span[] storage spans = _suspensions[d];
        bool running = spans.length != 0 && spans[spans.length - 1].until == _OPEN;
        vm.assertEq(done, running);
        if (done) spans[spans.length - 1].until = uint32(block.timestamp);
    }

    function succeed(uint8 who, uint8 heir, uint16 delay, uint8 rarely) external {
        if (rarely % 4 != 0) return;
        uint256 d = who % 3;
        uint256 h = heir % 3;
        uint32 date = uint32(block.timestamp) + delay;
        bool done = _try(abi.encodeCall(_REGISTRY.succeed, (_departments[d], _departments[h], date)));
        vm.assertEq(done, d != h && _successor[d] == 0 && _successor[h] == 0);
        if (!done) return;
        _successor[d] = h + 1;
        _succeededAt[d] = date;
    }

    function addAccount(uint8 who, uint16 delay, uint16 length) external {
        uint256 d = who % 3;
        uint32 from = uint32(block.timestamp) + delay;
        uint32 until = length % 2 == 0 ? 0 : from + length;
        bytes memory data = abi.encodeCall(_REGISTRY.addAccount, (_departments[d], accountOf(1, d), from, until));
        bool done = _try(data);
        uint256 end = until == 0 ? _OPEN : until;
        if (_successor[d] != 0 && _succeededAt[d] < end) end = _succeededAt[d];
        vm.assertEq(done, _accounts[1][d].from == 0 && from < end);
        if (done) _accounts[1][d] = Span(from, uint32(end));
    }

    function endAccount(uint8 who, uint8 which, uint16 delay) external {
        uint256 d = who % 3;
        uint32 until = uint32(block.timestamp) + delay;
        bool done = _try(abi.encodeCall(_REGISTRY.endAccount, (accountOf(which % 2, d), until)));
        Span storage span = _accounts[which % 2][d];
        if (span.from == 0) return vm.assertEq(done, false);
        uint256 present = span.until;
        if (_successor[d] != 0 && _succeededAt[d] < present) {
            present = _succeededAt[d] < span.from ? span.from : _succeededAt[d];
        }
        uint32 ended = until < span.from ? span.from : until;
        vm.assertEq(done, ended < present);
        if (done) span.until = ended;
    }

    function compromise(uint8 who, uint16 ago) external {
        uint256 d = who % 3;
        uint32 from = uint32(block.timestamp) - ago;
        bool done = _try(abi.encodeCall(_REGISTRY.markCompromised, (keyOf(d), from)));
        vm.assertEq(done, _compromised[d] == 0 || from < _compromised[d]);
        if (done) _compromised[d] = from;
    }

    function endKey(uint8 who, uint16 delay) external {
        uint256 d = who % 3;
        uint32 until = uint32(block.timestamp) + delay;
        bool done = _try(abi.encodeCall(_REGISTRY.endKey, (keyOf(d), until)));
        vm.assertEq(done, until < _keys[d].until);
        if (done) _keys[d].until = until;
    }

    function pause(bool on) external {
        bool done = _try(on ? abi.encodeCall(_REGISTRY.pause, ()) : abi.encodeCall(_REGISTRY.unpause, ()));
        vm.assertEq(done, on != _paused);
        _paused = on;
    }

    // --------------------------------------------------------------------------------------------------- answers

    function departmentOf(uint256 d) external view returns (bytes18) {
        return _departments[d];
    }

    function accountOf(uint256 which, uint256 d) public pure returns (address) {
        return address(uint160(0xacc0 + 16 * which + d));
    }

    function keyOf(uint256 d) public pure returns (bytes32) {
        return keccak256(abi.encode("key", d));
    }

    function began() external view returns (uint32) {
        return _began[0];
    }

    function isSuspended(uint256 d, uint256 moment) public view returns (bool) {
        return _any(_suspensions[d], moment);
    }

    function isInForce(uint256 d, uint256 moment) public view returns (bool) {
        bool over = _successor[d] != 0 && moment >= _succeededAt[d];
        return moment >= _began[d] && !over && !isSuspended(d, moment);
    }

    function isAccredited(uint256 d, uint256 moment) public view returns (bool) {
        if (_any(_accreditations[d], moment)) return true;
        for (uint256 p = 0; p < 3; ++p) {
            if (_successor[p] == d + 1 && moment >= _succeededAt[p] && isAccredited(p, moment)) return true;
        }
        return false;
    }

    function inChargeOf(uint256 d, uint256 moment) public view returns (uint256) {
        return _successor[d] == 0 || moment < _succeededAt[d] ? d : inChargeOf(_successor[d] - 1, moment);
    }

    function isKeyInForce(uint256 d, uint256 moment) external view returns (bool) {
        bool valid = moment >= _keys[d].from && moment < _keys[d].until;
        return valid && (_compromised[d] == 0 || moment < _compromised[d]);
    }

    function isAccountInForce(uint256 which, uint256 d, uint256 moment) public view returns (bool) {
        Span storage span = _accounts[which][d];
        if (span.from == 0 || moment < span.from || moment >= span.until) return false;
        return _successor[d] == 0 || moment < _succeededAt[d];
    }

    /// @notice Whether the account may write for the subject now.
    function isAuthorised(uint256 which, uint256 d) external view returns (bool) {
        if (_paused || !isAccountInForce(which, d, block.timestamp)) return false;
        return isInForce(d, block.timestamp) && isAccredited(d, block.timestamp);
    }

    function _any(Span[] storage spans, uint256 moment) private view returns (bool) {
        for (uint256 i = 0; i < spans.length; ++i) {
            if (spans[i].from <= moment && moment < spans[i].until) return true;
        }
        return false;
    }

    function _try(bytes memory data) private returns (bool done) {
        vm.prank(_GOVERNOR);
        (done, ) = address(_REGISTRY).call(data);
    }
}
