// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICouncil} from "../interfaces/ICouncil.sol";

/// @title A member of the Council, and a target of its calls, that calls back
/// @notice For the tests of re-entry.
contract Reentrant {
    ICouncil private immutable _COUNCIL;
    bytes private _callback;

    /// @notice The refusal that the call back met, empty if it went through.
    bytes public met;
    /// @notice How often {poke} was called.
    uint256 public pokes;

    constructor(ICouncil council) {
        _COUNCIL = council;
    }

    /// @notice Sets what is called when the Council calls {poke}.
    function setCallback(bytes calldata callback) external {
        _callback = callback;
    }

    /// @notice Passes a call on to the Council.
    function forward(bytes calldata data) external {
        (bool done, bytes memory answer) = address(_COUNCIL).call(data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    /// @notice What a proposal calls.
    function poke() external {
        ++pokes;
        (bool done, bytes memory answer) = address(_COUNCIL).call(_callback);
        met = done ? bytes("") : answer;
    }
}
