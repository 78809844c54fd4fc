// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the chain charges for the bare storing and logging, with nothing checked
/// @notice The floor of the gas table: each function stores and logs what the ledgers' function of the same row must
/// store and log, for whoever calls.
contract GasFloor {
    mapping(bytes32 key => uint256) private _slots;
    mapping(bytes32 key => mapping(uint256 index => uint256)) private _words;
    mapping(bytes32 key => bytes32[3]) private _heads;
    mapping(bytes32 key => mapping(uint32 epoch => bytes32)) private _epochs;

    /// @notice One entry.
    event Stored(bytes32 indexed key, uint256 value);
    /// @notice Many entries, packed.
    event Packed(bytes32 indexed key, bytes data);

    /// @notice One root: one new slot, one event.
    function anchor(bytes32 key, uint256 value) external {
        _slots[key] = value;
        emit Stored(key, value);
    }

    /// @notice Many roots.
    function anchorMany(bytes32[] calldata keys, uint256 value) external {
        for (uint256 i = 0; i < keys.length; ++i) {
            _slots[keys[i]] = value;
            emit Stored(keys[i], value);
        }
    }

    /// @notice Whole words of two-bit codes.
    function setWords(bytes32 key, uint256[] calldata words) external {
        for (uint256 i = 0; i < words.length; ++i) _words[key][i] = words[i];
        emit Packed(key, abi.encodePacked(words));
    }

    /// @notice One code in each of the words given.
    function setSparse(bytes32 key, uint32[] calldata indices) external {
        for (uint256 i = 0; i < indices.length; ++i) _words[key][indices[i] >> 7] |= 1 << ((indices[i] & 127) << 1);
        emit Packed(key, abi.encodePacked(indices));
    }

    /// @notice A head of three words moved on, and the epoch's root kept.
    function commit(bytes32 key, bytes32[3] calldata head, uint32 epoch) external {
        _heads[key] = head;
        _epochs[key][epoch] = head[0];
        emit Packed(key, abi.encodePacked(head));
    }

    /// @notice Counters counted down, one for each use, and one head.
    function use(bytes32 key, bytes32[] calldata keys, bytes32[] calldata uses) external {
        for (uint256 i = 0; i < keys.length; ++i) {
            unchecked {
                --_slots[keys[i]];
            }
        }
        _heads[key][0] = uses[uses.length - 1];
        emit Packed(key, abi.encodePacked(keys, uses));
    }
}
