// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Intervals of time, packed four to a word, appended and never changed
/// @notice The newest interval lives with its owner, who may still bring its end forward; when a newer one begins, it
/// moves here for good. An interval is 64 bits: `from` low, `until` high; interval i is bits 64*(i % 4) of word i / 4.
library Intervals {
    /// @notice Whether [from, until) holds `moment`; `until` 0 is open; an interval that was never set holds nothing.
    function holds(uint32 from, uint32 until, uint32 moment) internal pure returns (bool) {
        return from != 0 && from <= moment && (until == 0 || moment < until);
    }

    /// @notice Writes the interval number `index`; the caller writes each once, in order.
    function append(mapping(uint256 => uint256) storage words, uint256 index, uint32 from, uint32 until) internal {
        words[index >> 2] |= (uint256(from) | (uint256(until) << 32)) << ((index & 3) << 6);
    }

    /// @notice The interval number `index`.
    function get(
        mapping(uint256 => uint256) storage words,
        uint256 index
    ) internal view returns (uint32 from, uint32 until) {
        uint256 interval = words[index >> 2] >> ((index & 3) << 6);
        // Each cast keeps one half of the interval.
        return (uint32(interval), uint32(interval >> 32));
    }

    /// @notice Whether any of the first `count` intervals holds `moment`. They begin in ascending order and do not overlap,
    /// so only the last to begin by then can.
    function anyHolds(
        mapping(uint256 => uint256) storage words,
        uint256 count,
        uint32 moment
    ) internal view returns (bool) {
        uint256 low = 0;
        uint256 high = count;
        while (low < high) {
            uint256 middle = (low + high) >> 1;
            (uint32 from, ) = get(words, middle);
            if (from <= moment) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return false;
        (uint32 begun, uint32 ended) = get(words, low - 1);
        return holds(begun, ended, moment);
    }
}
