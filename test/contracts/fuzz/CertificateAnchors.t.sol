// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICertificateAnchors} from "../../../contracts/interfaces/ICertificateAnchors.sol";
import {Region} from "../support/Region.sol";
import {vm} from "../support/Vm.sol";

/// @title Status words against one code a leaf
contract CertificateAnchorsTest is Region {
    bytes32 private constant _ROOT = keccak256("root");
    mapping(uint256 leaf => uint8) private _model;

    function setUp() external {
        vm.warp(1_800_000_000);
        deployRegion();
        registry.admitDepartment(HOUSING, accountOf(0), 0);
        registry.accredit(HOUSING, TYPE, 0, 0);
    }

    /// @notice The anchor id is the tagged hash of department, type and root.
    function testFuzz_anchorId(bytes18 department, bytes32 typeId, bytes32 root) external view {
        bytes32 tag = sha256("zhenglian/v1/anchor");
        bytes32 expected = sha256(abi.encodePacked(tag, department, typeId, root));
        vm.assertEq(anchors.anchorIdOf(department, typeId, root), expected);
    }

    /// @notice A change is accepted exactly when it is legal, and changes its leaf only.
    function testFuzz_leaves(uint32 size, uint32[24] calldata indices, uint8[24] calldata codes) external {
        size = 1 + (size % 600);
        bytes32 id = _anchor(size);
        for (uint256 i = 0; i < 24; ++i) {
            uint32 index = indices[i] % (size + 2);
            uint8 code = codes[i] % 5;
            vm.prank(accountOf(0));
            (bool done, ) = address(anchors).call(abi.encodeCall(anchors.setStatus, (id, index, code)));
            uint8 present = _model[index];
            bool legal = index < size && code < 4 && code != present && present & 1 == 0;
            vm.assertEq(done, legal);
            if (legal) _model[index] = code;
        }
        for (uint32 leaf = 0; leaf < size; ++leaf) vm.assertEq(anchors.statusOf(id, leaf), _model[leaf]);
    }

    /// @notice Whole words are accepted exactly when every leaf's change is legal, and some leaf changes.
    function testFuzz_words(uint32 size, uint256[3] calldata first, uint256[3] calldata second, uint8 mode) external {
        size = 1 + (size % 384);
        bytes32 id = _anchor(size);
        _setWords(id, size, first, 0);
        uint256[3] memory next = second;
        for (uint256 i = 0; i < 3; ++i) {
            // Mostly small changes of the words before: random ones are hardly ever legal.
            if (mode % 4 != 0) next[i] = anchors.statusWord(id, i) ^ (second[i] & second[(i + 1) % 3] & 0xffff);
            if (mode % 4 == 2) next[i] = anchors.statusWord(id, i);
        }
        _setWords(id, size, next, mode);
        for (uint32 leaf = 0; leaf < size; ++leaf) vm.assertEq(anchors.statusOf(id, leaf), _model[leaf]);
    }

    /// @notice Many changes in one call do what the single calls do.
    function testFuzz_many(uint32[8] calldata indices, uint8[8] calldata codes) external {
        bytes32 id = _anchor(300);
        ICertificateAnchors.StatusChange[] memory changes = new ICertificateAnchors.StatusChange[](8);
        bool legal = true;
        for (uint256 i = 0; i < 8; ++i) {
            changes[i] = ICertificateAnchors.StatusChange(id, indices[i] % 300, codes[i] % 4);
            uint8 present = _model[changes[i].index];
            if (changes[i].status == present || present & 1 == 1) legal = false;
            if (legal) _model[changes[i].index] = changes[i].status;
        }
        vm.prank(accountOf(0));
        (bool done, ) = address(anchors).call(abi.encodeCall(anchors.setStatusMany, (changes)));
        vm.assertEq(done, legal);
        for (uint32 leaf = 0; leaf < 300; ++leaf) {
            vm.assertEq(anchors.statusOf(id, leaf), legal ? _model[leaf] : 0);
        }
    }

    function _anchor(uint32 size) private returns (bytes32) {
        vm.prank(accountOf(0));
        return anchors.anchor(TYPE, _ROOT, size);
    }

    function _setWords(bytes32 id, uint32 size, uint256[3] memory given, uint8 mode) private {
        uint256 count = (size + 127) / 128;
        uint256[] memory words = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) words[i] = given[i];
        // Without this the last word nearly always names leaves that do not exist.
        if (mode % 8 != 7 && size % 128 != 0) words[count - 1] &= (1 << (2 * (size % 128))) - 1;
        bool legal = true;
        bool changes = false;
        for (uint256 leaf = 0; leaf < count * 128; ++leaf) {
            uint256 code = (words[leaf / 128] >> (2 * (leaf % 128))) & 3;
            if (code == _model[leaf]) continue;
            changes = true;
            if (leaf >= size || _model[leaf] & 1 == 1) legal = false;
        }
        vm.prank(accountOf(0));
        (bool done, ) = address(anchors).call(abi.encodeCall(anchors.setStatusDense, (id, 0, words)));
        vm.assertEq(done, legal && changes);
        if (!done) return;
        for (uint256 leaf = 0; leaf < size; ++leaf) {
            _model[leaf] = uint8((words[leaf / 128] >> (2 * (leaf % 128))) & 3);
        }
    }
}
