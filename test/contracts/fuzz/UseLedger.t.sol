// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IUseLedger} from "../../../contracts/interfaces/IUseLedger.sol";
import {Region} from "../support/Region.sol";
import {vm} from "../support/Vm.sol";

/// @title The chain of uses against its definition
contract UseLedgerTest is Region {
    bytes32 private constant _REQUESTER = keccak256("requester");

    function setUp() external {
        vm.warp(1_800_000_000);
        deployRegion();
        registry.admitDepartment(HOUSING, accountOf(0), 0);
    }

    /// @notice Uses on a legal basis are all recorded, and the head is the tagged hash of each on top of the last.
    function testFuzz_chain(bytes32 requester, bytes32[5] calldata commitments, uint32 later) external {
        vm.assume(requester != 0);
        vm.warp(1_800_000_000 + uint256(later % 2_000_000_000));
        IUseLedger.Use[] memory list = new IUseLedger.Use[](5);
        bytes32 expected = 0;
        bytes32 tag = sha256("zhenglian/v1/use");
        for (uint256 i = 0; i < 5; ++i) {
            vm.assume(commitments[i] != 0);
            list[i].commitment = commitments[i];
            bytes memory link = abi.encodePacked(tag, HOUSING, requester, expected, bytes32(0), commitments[i]);
            expected = sha256(abi.encodePacked(link, uint64(block.timestamp)));
        }
        vm.prank(accountOf(0));
        vm.assertEq(uses.recordUses(requester, 0, list), 5);
        vm.assertEq(uses.useHead(HOUSING, requester), expected);
    }

    /// @notice A counted grant allows its number of uses and not one more, however they are batched.
    function testFuzz_count(uint8 count, uint8[6] calldata batches) external {
        uint32 allowed = 1 + (count % 20);
        bytes32 grantId = keccak256("grant");
        vm.prank(accountOf(0));
        uses.grant(grantId, _REQUESTER, 0, 2, 0, 0, allowed);
        uint256 recorded = 0;
        uint256 asked = 0;
        for (uint256 i = 0; i < 6; ++i) {
            IUseLedger.Use[] memory list = new IUseLedger.Use[](1 + (batches[i] % 6));
            for (uint256 j = 0; j < list.length; ++j) list[j] = IUseLedger.Use(grantId, keccak256(abi.encode(i, j)));
            asked += list.length;
            bytes32 head = uses.useHead(HOUSING, _REQUESTER);
            vm.prank(accountOf(0));
            recorded += uses.recordUses(_REQUESTER, head, list);
        }
        vm.assertEq(recorded, asked < allowed ? asked : allowed);
        vm.assertEq(uses.grantOf(grantId).remaining, allowed - recorded);
    }
}
