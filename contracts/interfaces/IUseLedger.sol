// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorityErrors} from "./IAuthorityErrors.sol";
import {IBatchErrors} from "./IBatchErrors.sol";
import {IIntervalErrors} from "./IIntervalErrors.sol";

/// @title UseLedger: what a citizen allowed, and every use made of it
/// @notice Grant, requester, holder and use are salted commitments: nothing on this chain names a purpose, an asker or a
/// person.
interface IUseLedger is IAuthorityErrors, IBatchErrors, IIntervalErrors {
    /// @notice A grant. `kind` 1 TIME, 2 COUNT, 3 TIME_COUNT; `remaining` is 0 for TIME. Slot 0 of three, see
    /// docs/contracts.md.
    struct Grant {
        bytes18 department;
        uint8 kind;
        bool cancelled;
        uint32 from;
        uint32 until;
        uint32 remaining;
        bytes32 requester;
        bytes32 holder;
    }

    /// @notice One use: under a grant, or (`grantId` 0) on a legal basis that `commitment` names.
    struct Use {
        bytes32 grantId;
        bytes32 commitment;
    }

    /// @notice A holder's signature over a cancellation: `salt`, `x` and `y` open the grant's `holder` commitment.
    struct HolderSignature {
        bytes32 salt;
        bytes32 x;
        bytes32 y;
        bytes32 r;
        bytes32 s;
    }

    /// @notice A consent was taken.
    event Granted(
        bytes32 indexed grantId,
        bytes18 indexed department,
        bytes32 indexed requester,
        bytes32 holder,
        uint8 kind,
        uint32 from,
        uint32 until,
        uint32 count
    );
    /// @notice The department that took the consent, or its successor, cancelled it.
    event CancelledByDepartment(bytes32 indexed grantId, bytes18 indexed department);
    /// @notice The holder cancelled it.
    event CancelledByHolder(bytes32 indexed grantId, bytes32 indexed holder, uint32 nonce);
    /// @notice Uses were recorded. Each moved the requester's head to SHA-256(tag("use") ‖ department ‖ requester ‖
    /// previous head ‖ grantId ‖ commitment ‖ block time u64); `head` is the last.
    event UsesRecorded(bytes18 indexed department, bytes32 indexed requester, bytes32 head, Use[] uses);
    /// @notice A use was left out of its batch, for the encoded error `reason`.
    event UseRefused(bytes32 indexed requester, bytes32 indexed grantId, bytes32 commitment, bytes reason);

    /// @notice Neither grant nor requester nor use may be the zero commitment.
    error ZeroCommitment();
    /// @notice The grant was recorded before.
    error GrantExists(bytes32 grantId);
    /// @notice Kind is 1 TIME, 2 COUNT or 3 TIME_COUNT.
    error InvalidGrantKind(uint8 kind);
    /// @notice TIME and TIME_COUNT have an end, COUNT has none; COUNT and TIME_COUNT have a number, TIME has none.
    error GrantTermsMismatch(uint8 kind, uint32 until, uint32 count);
    /// @notice No such grant.
    error UnknownGrant(bytes32 grantId);
    /// @notice The grant was cancelled before.
    error GrantIsCancelled(bytes32 grantId);
    /// @notice The grant allows another requester.
    error OtherRequester(bytes32 grantId);
    /// @notice The grant does not cover this moment.
    error GrantNotInForce(bytes32 grantId, uint32 from, uint32 until);
    /// @notice The grant's number of uses is spent.
    error GrantSpent(bytes32 grantId);
    /// @notice The requester's chain moved on; read its head and build on that.
    error StaleHead(bytes32 requester, bytes32 given, bytes32 current);
    /// @notice The grant was taken without a holder key: only the department can cancel it.
    error NoHolderKey(bytes32 grantId);
    /// @notice The key and salt do not open the grant's holder commitment.
    error OtherHolder(bytes32 grantId);
    /// @notice The nonce was used before, or skips one.
    error NonceMismatch(bytes32 holder, uint32 given, uint32 current);
    /// @notice The signature is not the holder's over this cancellation.
    error InvalidSignature(bytes32 grantId);

    /// @notice Records a consent taken by the caller's department.
    /// @param grantId Salted commitment to the consent's content; unique.
    /// @param requester Salted commitment to who may use.
    /// @param holder SHA-256(tag("holder-key") ‖ salt ‖ x ‖ y) of the holder's P-256 key, or 0.
    /// @param kind 1 TIME, 2 COUNT, 3 TIME_COUNT.
    /// @param from Beginning, 0 for this block.
    /// @param until End (TIME, TIME_COUNT).
    /// @param count Number of uses (COUNT, TIME_COUNT).
    function grant(
        bytes32 grantId,
        bytes32 requester,
        bytes32 holder,
        uint8 kind,
        uint32 from,
        uint32 until,
        uint32 count
    ) external;

    /// @notice Cancels a grant for the department that took it, or for its successor.
    function cancel(bytes32 grantId) external;

    /// @notice Cancels a grant with the holder's signature (ES256 over {cancellationMessage}). Anyone may relay it.
    function cancelByHolder(bytes32 grantId, uint32 nonce, HolderSignature calldata signature) external;

    /// @notice Records uses by one requester, in order, on top of `previousHead`. A use that its grant does not allow is
    /// left out and reported by {UseRefused}.
    /// @return recorded The number of uses recorded.
    function recordUses(
        bytes32 requester,
        bytes32 previousHead,
        Use[] calldata uses
    ) external returns (uint256 recorded);

    /// @notice What a holder signs: tag("cancel-grant") ‖ chain id u64 ‖ this contract ‖ grantId ‖ nonce u32.
    function cancellationMessage(bytes32 grantId, uint32 nonce) external view returns (bytes memory);

    /// @notice The commitment to a holder's key.
    function holderOf(bytes32 salt, bytes32 x, bytes32 y) external pure returns (bytes32);

    /// @notice The next nonce of a holder commitment.
    function nonceOf(bytes32 holder) external view returns (uint32);

    /// @notice The grant; zeros if unknown.
    function grantOf(bytes32 grantId) external view returns (Grant memory);

    /// @notice The newest link of the chain of uses that `department` recorded for `requester`, 0 if there is none.
    function useHead(bytes18 department, bytes32 requester) external view returns (bytes32);
}
