// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorityRegistry} from "../interfaces/IAuthorityRegistry.sol";
import {IDeploymentErrors} from "../interfaces/IDeploymentErrors.sol";

/// @title A contract that departments write to
/// @notice It keeps its registry's address in its code, for good. The registry answers by static calls, so no write can
/// be re-entered.
abstract contract Ledger is IDeploymentErrors {
    IAuthorityRegistry internal immutable REGISTRY;

    /// @param registry The region's AuthorityRegistry.
    constructor(IAuthorityRegistry registry) {
        if (address(registry).code.length == 0) revert NoRegistry(address(registry));
        REGISTRY = registry;
    }
}
