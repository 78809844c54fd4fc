// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Intervals} from "../../../contracts/registries/Intervals.sol";
import {vm} from "../support/Vm.sol";

/// @title Packed intervals answer as a plain list does
contract IntervalsTest {
    using Intervals for mapping(uint256 => uint256);

    mapping(uint256 => uint256) private _words;
    uint32[2][] private _plain;

    /// @notice For any ascending intervals and any moment.
    function testFuzz_answersAsAPlainList(uint32[13] calldata steps, uint8 count, uint32 moment) external {
        _fill(steps, count);
        _check(moment);
    }

    /// @notice Also at and beside every border.
    function testFuzz_answersAtEveryBorder(uint32[13] calldata steps, uint8 count) external {
        _fill(steps, count);
        for (uint256 i = 0; i < _plain.length; ++i) {
            (uint32 from, uint32 until) = _words.get(i);
            vm.assertEq(from, _plain[i][0]);
            vm.assertEq(until, _plain[i][1]);
            _check(from - 1);
            _check(from);
            _check(until - 1);
            _check(until);
        }
    }

    /// @notice An open interval holds every later moment, one never set holds none.
    function testFuzz_open(uint32 from, uint32 moment) external pure {
        vm.assertEq(Intervals.holds(from, 0, moment), from != 0 && moment >= from);
    }

    function _check(uint32 moment) private view {
        bool expected = false;
        for (uint256 i = 0; i < _plain.length; ++i) {
            if (_plain[i][0] <= moment && moment < _plain[i][1]) expected = true;
        }
        vm.assertEq(_words.anyHolds(_plain.length, moment), expected);
    }

    /// @dev Up to six intervals, some empty, some joined.
    function _fill(uint32[13] calldata steps, uint8 count) private {
        uint32 last = 1 + (steps[12] >> 8);
        for (uint256 i = 0; i < count % 7; ++i) {
            uint32 from = last + (steps[2 * i] % 3 == 0 ? 0 : steps[2 * i] >> 7);
            uint32 until = from + (steps[2 * i + 1] >> 7);
            _words.append(i, from, until);
            _plain.push([from, until]);
            last = until;
        }
    }
}
