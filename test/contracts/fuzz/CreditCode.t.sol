// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CreditCode} from "../../../contracts/registries/CreditCode.sol";
import {vm} from "../support/Vm.sol";

/// @title The code check against the standard's table
contract CreditCodeTest {
    bytes private constant _ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    uint8[17] private _weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// @notice Of the 31 characters exactly one is right behind any 17 of them.
    function testFuzz_oneCheckCharacter(uint8[17] calldata values) external view {
        bytes memory text = new bytes(18);
        uint256 sum = 0;
        for (uint256 i = 0; i < 17; ++i) {
            text[i] = _ALPHABET[values[i] % 31];
            sum += uint256(values[i] % 31) * _weights[i];
        }
        for (uint256 check = 0; check < 31; ++check) {
            text[17] = _ALPHABET[check];
            vm.assertEq(CreditCode.isValid(bytes18(bytes(text))), (sum + check) % 31 == 0);
        }
    }

    /// @notice A character outside the alphabet is never right, wherever it stands.
    function testFuzz_foreignCharacter(uint8[17] calldata values, uint8 place, bytes1 foreign) external view {
        bytes memory text = new bytes(18);
        uint256 sum = 0;
        for (uint256 i = 0; i < 17; ++i) {
            text[i] = _ALPHABET[values[i] % 31];
            sum += uint256(values[i] % 31) * _weights[i];
        }
        text[17] = _ALPHABET[(31 - (sum % 31)) % 31];
        for (uint256 i = 0; i < 31; ++i) vm.assume(_ALPHABET[i] != foreign);
        text[place % 18] = foreign;
        vm.assertEq(CreditCode.isValid(bytes18(bytes(text))), false);
    }
}
