// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IDeploymentErrors} from "../interfaces/IDeploymentErrors.sol";

/// @title A contract whose governance functions go through the region's AccessManager
/// @notice OpenZeppelin's AccessManaged, refusing a manager that does not exist.
abstract contract Managed is AccessManaged, IDeploymentErrors {
    /// @param manager The region's AccessManager.
    constructor(address manager) AccessManaged(manager) {
        if (manager.code.length == 0) revert NoManager(manager);
    }
}
