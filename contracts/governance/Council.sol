// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ICouncil} from "../interfaces/ICouncil.sol";
import {Managed} from "./Managed.sol";

/// @title Council
/// @notice See {ICouncil}. The AccessManager must give the Council's roles an execution delay of at least one second:
/// without one it has nothing to schedule.
contract Council is Managed, ICouncil {
    /// @notice Seconds from the first approval in which a proposal may be approved, scheduled and executed.
    uint256 public constant PROPOSAL_LIFETIME = 30 days;

    struct Proposal {
        uint40 proposedAt;
        bool scheduled;
        bool executed;
        mapping(address member => bool) approvedBy;
    }

    uint256 private _threshold;
    address[] private _members;
    mapping(bytes32 proposal => Proposal) private _proposals;

    modifier onlyMember() {
        if (!_isMember(_msgSender())) revert NotMember(_msgSender());
        _;
    }

    /// @param initialMembers The members' accounts.
    /// @param initialThreshold How many of them decide, at least 2.
    /// @param manager The region's AccessManager.
    constructor(address[] memory initialMembers, uint256 initialThreshold, address manager) Managed(manager) {
        _setMembers(initialMembers, initialThreshold);
    }

    /// @inheritdoc ICouncil
    function approve(Call[] calldata calls, bytes32 salt) external onlyMember returns (bytes32 proposal) {
        if (calls.length == 0) revert EmptyProposal();
        proposal = proposalId(calls, salt);
        Proposal storage entry = _proposals[proposal];
        address member = _msgSender();
        if (entry.proposedAt == 0) {
            entry.proposedAt = uint40(block.timestamp);
            emit Proposed(proposal, member, calls, salt);
        } else {
            _requireOpen(proposal, entry);
            if (entry.approvedBy[member]) revert AlreadyApproved(proposal, member);
        }
        entry.approvedBy[member] = true;
        uint256 approvals = _approvals(entry);
        emit Approved(proposal, member, approvals);
        if (approvals >= _threshold && !entry.scheduled) {
            entry.scheduled = true;
            emit Scheduled(proposal);
            IAccessManager manager = IAccessManager(authority());
            for (uint256 i = 0; i < calls.length; ++i) manager.schedule(calls[i].target, calls[i].data, 0);
        }
    }

    /// @inheritdoc ICouncil
    function withdrawApproval(bytes32 proposal) external onlyMember {
        Proposal storage entry = _requireKnown(proposal);
        _requireOpen(proposal, entry);
        address member = _msgSender();
        if (!entry.approvedBy[member]) revert NotApprovedBy(proposal, member);
        entry.approvedBy[member] = false;
        emit ApprovalWithdrawn(proposal, member);
    }

    /// @inheritdoc ICouncil
    function execute(Call[] calldata calls, bytes32 salt) external onlyMember returns (bytes32 proposal) {
        proposal = proposalId(calls, salt);
        Proposal storage entry = _requireKnown(proposal);
        _requireOpen(proposal, entry);
        uint256 approvals = _approvals(entry);
        if (approvals < _threshold) revert NotEnoughApprovals(proposal, approvals, _threshold);
        // Marked before any call is made, so that a call back into here finds it done.
        entry.executed = true;
        emit Executed(proposal, _msgSender());
        IAccessManager manager = IAccessManager(authority());
        for (uint256 i = 0; i < calls.length; ++i) manager.execute(calls[i].target, calls[i].data);
    }

    /// @inheritdoc ICouncil
    function setMembers(address[] calldata newMembers, uint256 newThreshold) external restricted {
        _setMembers(newMembers, newThreshold);
    }

    /// @inheritdoc ICouncil
    function proposalState(
        bytes32 proposal
    ) external view returns (uint40 proposedAt, bool scheduled, bool executed, uint256 approvals) {
        Proposal storage entry = _proposals[proposal];
        return (entry.proposedAt, entry.scheduled, entry.executed, _approvals(entry));
    }

    /// @inheritdoc ICouncil
    function hasApproved(bytes32 proposal, address member) external view returns (bool) {
        return _proposals[proposal].approvedBy[member];
    }

    /// @inheritdoc ICouncil
    function members() external view returns (address[] memory) {
        return _members;
    }

    /// @inheritdoc ICouncil
    function threshold() external view returns (uint256) {
        return _threshold;
    }

    /// @inheritdoc ICouncil
    function proposalId(Call[] calldata calls, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(calls, salt));
    }

    function _setMembers(address[] memory newMembers, uint256 newThreshold) private {
        uint256 count = newMembers.length;
        if (newThreshold < 2 || newThreshold > count) revert InvalidThreshold(newThreshold, count);
        for (uint256 i = 0; i < count; ++i) {
            if (newMembers[i] == address(0)) revert ZeroMember();
            for (uint256 j = 0; j < i; ++j) {
                if (newMembers[j] == newMembers[i]) revert DuplicateMember(newMembers[i]);
            }
        }
        _members = newMembers;
        _threshold = newThreshold;
        emit MembersChanged(newMembers, newThreshold);
    }

    function _isMember(address account) private view returns (bool) {
        uint256 count = _members.length;
        for (uint256 i = 0; i < count; ++i) {
            if (_members[i] == account) return true;
        }
        return false;
    }

    /// @dev Counts present members only: who left the Council decides nothing any more.
    function _approvals(Proposal storage entry) private view returns (uint256 approvals) {
        uint256 count = _members.length;
        for (uint256 i = 0; i < count; ++i) {
            if (entry.approvedBy[_members[i]]) ++approvals;
        }
    }

    function _requireKnown(bytes32 proposal) private view returns (Proposal storage entry) {
        entry = _proposals[proposal];
        if (entry.proposedAt == 0) revert UnknownProposal(proposal);
    }

    function _requireOpen(bytes32 proposal, Proposal storage entry) private view {
        if (entry.executed) revert AlreadyExecuted(proposal);
        uint256 expiresAt = entry.proposedAt + PROPOSAL_LIFETIME;
        if (block.timestamp >= expiresAt) revert ProposalExpired(proposal, expiresAt);
    }
}
