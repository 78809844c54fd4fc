// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Region} from "../support/Region.sol";
import {vm} from "../support/Vm.sol";
import {AuthorityHandler} from "./AuthorityHandler.sol";

/// @title Answers as of any time equal a model kept beside
contract AuthorityInvariants is Region {
    AuthorityHandler private _handler;

    function setUp() external {
        vm.warp(1_800_000_000);
        deployRegion();
        _handler = new AuthorityHandler(registry, address(this));
        for (uint256 d = 0; d < 3; ++d) {
            registry.admitDepartment(_handler.departmentOf(d), _handler.accountOf(0, d), 0);
            registry.addKey(_handler.departmentOf(d), _handler.keyOf(d), 1, 0, 0);
        }
    }

    /// @notice Only the handler acts.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice Past, present and future.
    function invariant_answersEqualTheModel() external view {
        uint256 span = block.timestamp - _handler.began() + 70_000;
        for (uint256 i = 0; i < 6; ++i) {
            uint256 offset = uint256(keccak256(abi.encode(block.timestamp, i))) % span;
            _compare(_handler.began() + uint32(offset));
        }
        _compare(uint32(block.timestamp));
        _compare(uint32(block.timestamp) - 1);
    }

    /// @notice The hot question says what the questions about now say.
    function invariant_hotQuestionAgrees() external view {
        for (uint256 d = 0; d < 3; ++d) {
            for (uint256 which = 0; which < 2; ++which) {
                bytes memory asked = abi.encodeCall(
                    registry.authorised,
                    (_handler.accountOf(which, d), _handler.SUBJECT())
                );
                (bool allowed, bytes memory answer) = address(registry).staticcall(asked);
                vm.assertEq(allowed, _handler.isAuthorised(which, d));
                if (allowed) vm.assertEq(bytes32(answer), bytes32(_handler.departmentOf(d)));
            }
        }
    }

    function _compare(uint32 moment) private view {
        bytes32 subject = _handler.SUBJECT();
        for (uint256 d = 0; d < 3; ++d) {
            bytes18 department = _handler.departmentOf(d);
            vm.assertEq(registry.isSuspended(department, moment), _handler.isSuspended(d, moment));
            vm.assertEq(registry.isDepartmentInForce(department, moment), _handler.isInForce(d, moment));
            vm.assertEq(registry.isAccredited(department, subject, moment), _handler.isAccredited(d, moment));
            vm.assertEq(registry.isKeyInForce(_handler.keyOf(d), moment), _handler.isKeyInForce(d, moment));
            bytes18 inCharge = _handler.departmentOf(_handler.inChargeOf(d, moment));
            vm.assertEq(bytes32(registry.inChargeOf(department, moment)), bytes32(inCharge));
            vm.assertEq(
                registry.isSuccessor(department, inCharge, moment),
                inCharge != department && _handler.inChargeOf(d, moment) != d
            );
            for (uint256 which = 0; which < 2; ++which) {
                address account = _handler.accountOf(which, d);
                vm.assertEq(registry.isAccountInForce(account, moment), _handler.isAccountInForce(which, d, moment));
            }
        }
    }
}
