// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Unified social credit code, GB 32100-2015
/// @notice 18 characters of the digits and letters without I, O, S, V, Z; the last is the check character: the sum of the
/// first 17 values times 3^i mod 31, taken from 31, mod 31.
library CreditCode {
    /// @notice Whether the code has only characters of the alphabet and the right check character.
    function isValid(bytes18 code) internal pure returns (bool) {
        uint256 weight = 1;
        uint256 sum = 0;
        for (uint256 i = 0; i < 17; ++i) {
            uint256 value = _valueOf(uint8(code[i]));
            if (value > 30) return false;
            sum += value * weight;
            weight = (weight * 3) % 31;
        }
        return _valueOf(uint8(code[17])) == (31 - (sum % 31)) % 31;
    }

    /// @dev The character's value, or 31 if it is not of the alphabet.
    function _valueOf(uint256 character) private pure returns (uint256) {
        if (character >= 0x30 && character <= 0x39) return character - 0x30;
        if (character < 0x41 || character > 0x59) return 31;
        if (character == 0x49 || character == 0x4f || character == 0x53 || character == 0x56) return 31;
        uint256 value = character - 0x37;
        if (character > 0x49) --value;
        if (character > 0x4f) --value;
        if (character > 0x53) --value;
        if (character > 0x56) --value;
        return value;
    }
}
