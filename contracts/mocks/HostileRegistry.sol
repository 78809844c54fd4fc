// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICertificateAnchors} from "../interfaces/ICertificateAnchors.sol";

/// @title A registry that anchors another root while it is asked
/// @notice For the tests of re-entry: the ledger asks by a static call, in which nothing can be written.
contract HostileRegistry {
    /// @notice Answers with a department; for any type but the zero type only after anchoring another root for that one.
    function authorised(address, bytes32 typeId) external returns (bytes18) {
        if (typeId != 0) ICertificateAnchors(msg.sender).anchor(0, keccak256("another root"), 1);
        return "12370500999900011F";
    }
}
