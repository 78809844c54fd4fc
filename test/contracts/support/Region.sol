// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {CertificateAnchors} from "../../../contracts/ledgers/CertificateAnchors.sol";
import {RecordRegistry} from "../../../contracts/ledgers/RecordRegistry.sol";
import {UseLedger} from "../../../contracts/ledgers/UseLedger.sol";
import {AuthorityRegistry} from "../../../contracts/registries/AuthorityRegistry.sol";

/// @title A region for Solidity tests, governed by this contract
abstract contract Region {
    bytes18 internal constant HOUSING = "12370500999900011F";
    bytes18 internal constant INSURANCE = "1137050099990002XA";
    bytes18 internal constant APPROVAL = "11370500999900038A";
    bytes32 internal constant TYPE = keccak256("type");
    bytes32 internal constant DOMAIN = keccak256("domain");

    AuthorityRegistry internal registry;
    CertificateAnchors internal anchors;
    RecordRegistry internal records;
    UseLedger internal uses;

    function deployRegion() internal {
        AccessManager manager = new AccessManager(address(this));
        registry = new AuthorityRegistry(address(manager));
        anchors = new CertificateAnchors(registry);
        records = new RecordRegistry(address(manager), registry);
        uses = new UseLedger(registry);
    }

    /// @dev The account of department number `index`.
    function accountOf(uint256 index) internal pure returns (address) {
        return address(uint160(0xacc0 + index));
    }

    /// @dev One of three departments.
    function departmentOf(uint256 index) internal pure returns (bytes18) {
        return
            index % 3 == 0
                ? HOUSING
                : index % 3 == 1
                    ? INSURANCE
                    : APPROVAL;
    }
}
