// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecordRegistry} from "../../../contracts/interfaces/IRecordRegistry.sol";
import {IUseLedger} from "../../../contracts/interfaces/IUseLedger.sol";
import {CertificateAnchors} from "../../../contracts/ledgers/CertificateAnchors.sol";
import {RecordRegistry} from "../../../contracts/ledgers/RecordRegistry.sol";
import {UseLedger} from "../../../contracts/ledgers/UseLedger.sol";
import {AuthorityRegistry} from "../../../contracts/registries/AuthorityRegistry.sol";
import {vm} from "../support/Vm.sol";

/// @title Random writers of every department, right and wrong, with a plain model kept beside
contract LedgerHandler {
    struct GrantModel {
        uint256 taker;
        uint8 kind;
        uint32 until;
        uint32 count;
        uint32 used;
        bool cancelled;
    }

    AuthorityRegistry private immutable _REGISTRY;
    CertificateAnchors private immutable _ANCHORS;
    RecordRegistry private immutable _RECORDS;
    UseLedger private immutable _USES;
    address private immutable _GOVERNOR;
    bytes32 public constant TYPE = keccak256("type");
    bytes32 public constant DOMAIN = keccak256("domain");
    bytes32 public constant REQUESTER = keccak256("requester");

    bytes18[3] private _departments = [
        bytes18("12370500999900011F"),
        bytes18("1137050099990002XA"),
        bytes18("11370500999900038A")
    ];
    uint256[3] public heirOf; // 0 none, else index + 1

    bytes32[] public anchored;
    mapping(bytes32 id => uint256) public ownerOf; // index + 1
    mapping(bytes32 id => uint32) public sizeOf;
    mapping(bytes32 id => mapping(uint256 leaf => uint8)) public statusOf;

    bytes32[] public roots;
    bytes32[] public grants;
    mapping(bytes32 id => GrantModel) public grantOf;
    bytes32[3] public heads;

    constructor(
        AuthorityRegistry registry,
        CertificateAnchors anchors,
        RecordRegistry records,
        UseLedger uses,
        address governor
    ) {
        _REGISTRY = registry;
        _ANCHORS = anchors;
        _RECORDS = records;
        _USES = uses;
        _GOVERNOR = governor;
    }

    function departmentOf(uint256 d) external view returns (bytes18) {
        return _departments[d];
    }

    function accountOf(uint256 d) public pure returns (address) {
        return address(uint160(0xacc0 + d));
    }

    function anchorCount() external view returns (uint256) {
        return anchored.length;
    }

    function rootCount() external view returns (uint256) {
        return roots.length;
    }

    function grantCount() external view returns (uint256) {
        return grants.length;
    }

    function wait(uint16 seconds_) external {
        vm.warp(block.timestamp + seconds_);
    }

    function succeed(uint8 who, uint8 heir, uint8 rarely) external {
        if (rarely % 8 != 0) return;
        uint256 d = who % 3;
        uint256 h = heir % 3;
        vm.prank(_GOVERNOR);
        (bool done, ) = address(_REGISTRY).call(
            abi.encodeCall(_REGISTRY.succeed, (_departments[d], _departments[h], 0))
        );
        if (done) heirOf[d] = h + 1;
    }

    function anchor(uint8 who, uint8 root, uint32 size) external {
        uint256 d = who % 3;
        size = size % 300;
        vm.prank(accountOf(d));
        (bool done, bytes memory answer) = address(_ANCHORS).call(
            abi.encodeCall(_ANCHORS.anchor, (TYPE, keccak256(abi.encode(root % 8)), size))
        );
        bytes32 id = _ANCHORS.anchorIdOf(_departments[d], TYPE, keccak256(abi.encode(root % 8)));
        vm.assertEq(done, heirOf[d] == 0 && size != 0 && ownerOf[id] == 0);
        if (!done) return;
        vm.assertEq(abi.decode(answer, (bytes32)), id);
        anchored.push(id);
        ownerOf[id] = d + 1;
        sizeOf[id] = size;
    }

    function setStatus(uint8 who, uint8 which, uint32 index, uint8 code) external {
        if (anchored.length == 0) return;
        uint256 d = who % 3;
        bytes32 id = anchored[which % anchored.length];
        index = index % 300;
        code = code % 4;
        vm.prank(accountOf(d));
        (bool done, ) = address(_ANCHORS).call(abi.encodeCall(_ANCHORS.setStatus, (id, index, code)));
        uint8 present = statusOf[id][index];
        bool legal = index < sizeOf[id] && present & 1 == 0 && present != code;
        vm.assertEq(done, legal && heirOf[d] == 0 && last(ownerOf[id] - 1) == d);
        if (done) statusOf[id][index] = code;
    }

    function commit(uint8 who, bytes32 root, bool stale) external {
        uint256 d = who % 3;
        bytes32 present = roots.length == 0 ? bytes32(0) : roots[roots.length - 1];
        bytes32 given = stale ? keccak256(abi.encode(present)) : present;
        uint32 current = uint32(block.timestamp);
        IRecordRegistry.Coverage memory coverage = IRecordRegistry.Coverage(1, current, 1, 1, current);
        vm.prank(accountOf(d));
        (bool done, ) = address(_RECORDS).call(abi.encodeCall(_RECORDS.commit, (DOMAIN, given, root, coverage)));
        // Department 0 alone is accredited for the domain: it, or who succeeded it.
        vm.assertEq(done, !stale && root != 0 && heirOf[d] == 0 && last(0) == d);
        if (done) roots.push(root);
    }

    function grant(uint8 who, uint8 kind, uint16 length, uint8 count) external {
        uint256 d = who % 3;
        kind = 1 + (kind % 3);
        uint32 until = kind == 2 ? 0 : uint32(block.timestamp) + 1 + length;
        uint32 number = kind == 1 ? 0 : 1 + (count % 4);
        bytes32 id = keccak256(abi.encode("grant", grants.length));
        vm.prank(accountOf(d));
        (bool done, ) = address(_USES).call(abi.encodeCall(_USES.grant, (id, REQUESTER, 0, kind, 0, until, number)));
        vm.assertEq(done, heirOf[d] == 0);
        if (!done) return;
        grants.push(id);
        grantOf[id] = GrantModel(d, kind, until, number, 0, false);
    }

    function cancel(uint8 who, uint8 which) external {
        if (grants.length == 0) return;
        uint256 d = who % 3;
        bytes32 id = grants[which % grants.length];
        GrantModel storage model = grantOf[id];
        vm.prank(accountOf(d));
        (bool done, ) = address(_USES).call(abi.encodeCall(_USES.cancel, (id)));
        vm.assertEq(done, !model.cancelled && heirOf[d] == 0 && last(model.taker) == d);
        if (done) model.cancelled = true;
    }

    function use(uint8 who, uint8[4] calldata which) external {
        uint256 d = who % 3;
        IUseLedger.Use[] memory list = new IUseLedger.Use[](4);
        uint256 expected = 0;
        for (uint256 i = 0; i < 4; ++i) {
            list[i] = IUseLedger.Use(0, keccak256(abi.encode(block.timestamp, i)));
            bool allowed = true;
            if (grants.length != 0 && which[i] % 8 != 0) {
                list[i].grantId = grants[which[i] % grants.length];
                if (heirOf[d] == 0) allowed = _take(d, grantOf[list[i].grantId]);
            }
            if (allowed) ++expected;
        }
        vm.prank(accountOf(d));
        (bool done, bytes memory answer) = address(_USES).call(
            abi.encodeCall(_USES.recordUses, (REQUESTER, heads[d], list))
        );
        vm.assertEq(done, heirOf[d] == 0);
        if (!done) return;
        vm.assertEq(abi.decode(answer, (uint256)), expected);
        bytes32 head = _USES.useHead(_departments[d], REQUESTER);
        vm.assertEq(head == heads[d], expected == 0);
        heads[d] = head;
    }

    function last(uint256 d) public view returns (uint256) {
        return heirOf[d] == 0 ? d : last(heirOf[d] - 1);
    }

    function _take(uint256 d, GrantModel storage model) private returns (bool) {
        if (model.cancelled || last(model.taker) != d) return false;
        if (model.until != 0 && block.timestamp >= model.until) return false;
        if (model.kind == 1) return true;
        if (model.used == model.count) return false;
        ++model.used;
        return true;
    }
}
