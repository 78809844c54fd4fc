// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Region} from "../support/Region.sol";
import {vm} from "../support/Vm.sol";
import {LedgerHandler} from "./LedgerHandler.sol";

/// @title What holds whoever writes whatever
contract LedgerInvariants is Region {
    LedgerHandler private _handler;

    function setUp() external {
        vm.warp(1_800_000_000);
        deployRegion();
        _handler = new LedgerHandler(registry, anchors, records, uses, address(this));
        for (uint256 d = 0; d < 3; ++d) {
            registry.admitDepartment(_handler.departmentOf(d), _handler.accountOf(d), 0);
            registry.accredit(_handler.departmentOf(d), _handler.TYPE(), 0, 0);
        }
        registry.accredit(_handler.departmentOf(0), _handler.DOMAIN(), 0, 0);
    }

    /// @notice Only the handler acts.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice No status without an owner, and every leaf as the model has it.
    function invariant_statusHasAnOwner() external view {
        uint256 count = _handler.anchorCount();
        for (uint256 i = 0; i < count; ++i) {
            bytes32 id = _handler.anchored(i);
            bytes18 owner = _handler.departmentOf(_handler.ownerOf(id) - 1);
            vm.assertEq(bytes32(anchors.anchorOf(id).department), bytes32(owner));
            uint32 size = _handler.sizeOf(id);
            vm.assertEq(anchors.anchorOf(id).size, size);
            for (uint32 leaf = uint32(gasleft() % 17); leaf < size; leaf += 17) {
                vm.assertEq(anchors.statusOf(id, leaf), _handler.statusOf(id, leaf));
            }
            // Beyond the last leaf there is nothing.
            if (size % 128 != 0) vm.assertEq(anchors.statusWord(id, size / 128) >> (2 * (size % 128)), 0);
            vm.assertEq(anchors.statusWord(id, (size - 1) / 128 + 1), 0);
        }
        bytes32 nobody = keccak256("never anchored");
        vm.assertEq(anchors.statusWord(nobody, 0), 0);
        vm.assertEq(anchors.statusHead(nobody), 0);
    }

    /// @notice Epochs go up by one, and each keeps its root.
    function invariant_epochsAreMonotonic() external view {
        bytes32 domain = _handler.DOMAIN();
        uint256 count = _handler.rootCount();
        vm.assertEq(records.headOf(domain).epoch, count);
        for (uint32 epoch = 1; epoch <= count; ++epoch) {
            vm.assertEq(records.rootAt(domain, epoch), _handler.roots(epoch - 1));
        }
        if (count != 0) vm.assertEq(records.headOf(domain).root, _handler.roots(count - 1));
        vm.assertEq(records.rootAt(domain, uint32(count + 1)), 0);
    }

    /// @notice Uses stay within their grant.
    function invariant_usesWithinGrant() external view {
        uint256 count = _handler.grantCount();
        for (uint256 i = 0; i < count; ++i) {
            bytes32 id = _handler.grants(i);
            (, , , uint32 allowed, uint32 used, bool cancelled) = _handler.grantOf(id);
            vm.assertLe(used, allowed);
            vm.assertEq(uses.grantOf(id).remaining, allowed - used);
            vm.assertEq(uses.grantOf(id).cancelled, cancelled);
        }
    }
}
