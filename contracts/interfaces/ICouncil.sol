// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Council: m of n approvals in front of the region's AccessManager
/// @notice A proposal is a list of calls and a salt. The members' approvals carry the calls themselves, so nobody approves
/// what they have not seen. With the m-th approval every call is scheduled at the AccessManager, where the guardian may
/// cancel it during the delay; afterwards any member executes the proposal as a whole.
interface ICouncil {
    /// @notice One governance call: `data` with its selector, sent to `target` by way of the AccessManager.
    struct Call {
        address target;
        bytes data;
    }

    /// @notice A proposal got its first approval.
    event Proposed(bytes32 indexed proposal, address indexed member, Call[] calls, bytes32 salt);
    /// @notice `member` approved; `approvals` counts those of present members.
    event Approved(bytes32 indexed proposal, address indexed member, uint256 approvals);
    /// @notice `member` took the approval back.
    event ApprovalWithdrawn(bytes32 indexed proposal, address indexed member);
    /// @notice Enough approvals: the delay runs.
    event Scheduled(bytes32 indexed proposal);
    /// @notice All calls were made.
    event Executed(bytes32 indexed proposal, address indexed member);
    /// @notice The council was composed anew. Approvals of those who left count no more.
    event MembersChanged(address[] members, uint256 threshold);

    /// @notice The caller is no member.
    error NotMember(address account);
    /// @notice A member may not be the zero address.
    error ZeroMember();
    /// @notice The account is named twice.
    error DuplicateMember(address account);
    /// @notice A threshold is at least 2 (no single key decides) and at most the number of members.
    error InvalidThreshold(uint256 threshold, uint256 members);
    /// @notice The proposal holds no call.
    error EmptyProposal();
    /// @notice Nobody has approved such a proposal.
    error UnknownProposal(bytes32 proposal);
    /// @notice The member has approved already.
    error AlreadyApproved(bytes32 proposal, address member);
    /// @notice The member has no approval to take back.
    error NotApprovedBy(bytes32 proposal, address member);
    /// @notice Too few of the present members approve.
    error NotEnoughApprovals(bytes32 proposal, uint256 approvals, uint256 threshold);
    /// @notice Too old: propose it again with another salt.
    error ProposalExpired(bytes32 proposal, uint256 expiredAt);
    /// @notice It was executed before.
    error AlreadyExecuted(bytes32 proposal);

    /// @notice Approves `calls` under `salt`; the first approval is the proposal. The one that completes the threshold
    /// also schedules every call.
    /// @return proposal The proposal's id.
    function approve(Call[] calldata calls, bytes32 salt) external returns (bytes32 proposal);

    /// @notice Takes the caller's approval back, as long as the proposal is not executed.
    function withdrawApproval(bytes32 proposal) external;

    /// @notice Makes all calls of an approved proposal whose delay is over, or none.
    function execute(Call[] calldata calls, bytes32 salt) external returns (bytes32 proposal);

    /// @notice Composes the council anew. Only the Council itself can, through a proposal.
    function setMembers(address[] calldata newMembers, uint256 newThreshold) external;

    /// @notice The id of a proposal.
    function proposalId(Call[] calldata calls, bytes32 salt) external pure returns (bytes32);

    /// @notice What is known of a proposal.
    /// @return proposedAt Time of the first approval, 0 if there was none.
    /// @return scheduled Whether the threshold was reached.
    /// @return executed Whether the calls were made.
    /// @return approvals Approvals of present members.
    function proposalState(
        bytes32 proposal
    ) external view returns (uint40 proposedAt, bool scheduled, bool executed, uint256 approvals);

    /// @notice Whether `member` approves `proposal`.
    function hasApproved(bytes32 proposal, address member) external view returns (bool);

    /// @notice The present members.
    function members() external view returns (address[] memory);

    /// @notice The number of approvals that decide.
    function threshold() external view returns (uint256);
}
