// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {IAuthorityRegistry} from "../interfaces/IAuthorityRegistry.sol";
import {IUseLedger} from "../interfaces/IUseLedger.sol";
import {Ledger} from "./Ledger.sol";

/// @title UseLedger
/// @notice See {IUseLedger}.
contract UseLedger is Ledger, IUseLedger {
    uint8 private constant _TIME = 1;
    uint8 private constant _COUNT = 2;
    uint8 private constant _TIME_COUNT = 3;

    /// @dev tag("use") = SHA-256("zhenglian/v1/use"), and so on.
    bytes32 private constant _TAG_USE = 0xaf52b2855647d10f23a54366c97b2ae0ff8c811d87a47fab6c50e08f682b11db;
    bytes32 private constant _TAG_HOLDER = 0x4eb2e410906fd782083a0155d5fa7583aab70824dabb5bedbcf33a9b45ef8de8;
    bytes32 private constant _TAG_CANCEL = 0x38198121c5bfe2a0f341dc2eb3a510f55db8c25b312d6d30992cc2b96ab3dbcd;

    /// @dev Half of the order of P-256. OpenZeppelin takes the lower of the two s of a signature; wallets give either.
    uint256 private constant _HALF_N = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8;

    // Storage layout, proven to whoever checks a use. Pinned by test/unit/proof/storage-layout.test.ts.
    mapping(bytes32 grantId => Grant) private _grants;
    mapping(bytes18 department => mapping(bytes32 requester => bytes32)) private _heads;
    mapping(bytes32 holder => uint32) private _nonces;

    /// @param registry The region's AuthorityRegistry.
    constructor(IAuthorityRegistry registry) Ledger(registry) {}

    /// @inheritdoc IUseLedger
    function grant(
        bytes32 grantId,
        bytes32 requester,
        bytes32 holder,
        uint8 kind,
        uint32 from,
        uint32 until,
        uint32 count
    ) external {
        bytes18 department = REGISTRY.inForce(msg.sender);
        if (grantId == 0 || requester == 0) revert ZeroCommitment();
        if (_grants[grantId].department != 0) revert GrantExists(grantId);
        if (kind < _TIME || kind > _TIME_COUNT) revert InvalidGrantKind(kind);
        if ((kind == _COUNT) != (until == 0) || (kind == _TIME) != (count == 0)) {
            revert GrantTermsMismatch(kind, until, count);
        }
        uint32 current = uint32(block.timestamp);
        if (from == 0) from = current;
        if (from < current) revert TimeInPast(from, current);
        if (until != 0 && until <= from) revert EmptyInterval(from, until);
        _grants[grantId] = Grant(department, kind, false, from, until, count, requester, holder);
        emit Granted(grantId, department, requester, holder, kind, from, until, count);
    }

    /// @inheritdoc IUseLedger
    function cancel(bytes32 grantId) external {
        Grant storage entry = _requireLive(grantId);
        bytes18 department = REGISTRY.actsFor(msg.sender, entry.department);
        entry.cancelled = true;
        emit CancelledByDepartment(grantId, department);
    }

    /// @inheritdoc IUseLedger
    function cancelByHolder(bytes32 grantId, uint32 nonce, HolderSignature calldata signature) external {
        if (REGISTRY.paused()) revert WritesPaused();
        Grant storage entry = _grants[grantId];
        if (entry.department == 0) revert UnknownGrant(grantId);
        bytes32 holder = entry.holder;
        if (holder == 0) revert NoHolderKey(grantId);
        uint32 expected = _nonces[holder];
        if (nonce != expected) revert NonceMismatch(holder, nonce, expected);
        if (entry.cancelled) revert GrantIsCancelled(grantId);
        if (holderOf(signature.salt, signature.x, signature.y) != holder) revert OtherHolder(grantId);
        if (!_isSigned(grantId, nonce, signature)) revert InvalidSignature(grantId);
        entry.cancelled = true;
        _nonces[holder] = expected + 1;
        emit CancelledByHolder(grantId, holder, nonce);
    }

    /// @inheritdoc IUseLedger
    function recordUses(
        bytes32 requester,
        bytes32 previousHead,
        Use[] calldata uses
    ) external returns (uint256 recorded) {
        if (uses.length == 0) revert EmptyBatch();
        if (requester == 0) revert ZeroCommitment();
        bytes18 department = REGISTRY.inForce(msg.sender);
        bytes32 head = _heads[department][requester];
        if (previousHead != head) revert StaleHead(requester, previousHead, head);
        Use[] memory accepted = new Use[](uses.length);
        for (uint256 i = 0; i < uses.length; ++i) {
            Use calldata use = uses[i];
            bytes memory fault = _consume(department, requester, use);
            if (fault.length != 0) {
                emit UseRefused(requester, use.grantId, use.commitment, fault);
                continue;
            }
            head = _link(department, requester, head, use.grantId, use.commitment);
            accepted[recorded] = use;
            ++recorded;
        }
        if (recorded == 0) return 0;
        _heads[department][requester] = head;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(accepted, recorded) // only ever shorter than it was allocated
        }
        emit UsesRecorded(department, requester, head, accepted);
    }

    /// @inheritdoc IUseLedger
    function nonceOf(bytes32 holder) external view returns (uint32) {
        return _nonces[holder];
    }

    /// @inheritdoc IUseLedger
    function grantOf(bytes32 grantId) external view returns (Grant memory) {
        return _grants[grantId];
    }

    /// @inheritdoc IUseLedger
    function useHead(bytes18 department, bytes32 requester) external view returns (bytes32) {
        return _heads[department][requester];
    }

    /// @inheritdoc IUseLedger
    function cancellationMessage(bytes32 grantId, uint32 nonce) public view returns (bytes memory) {
        return abi.encodePacked(_TAG_CANCEL, uint64(block.chainid), address(this), grantId, nonce);
    }

    /// @inheritdoc IUseLedger
    function holderOf(bytes32 salt, bytes32 x, bytes32 y) public pure returns (bytes32) {
        return sha256(abi.encodePacked(_TAG_HOLDER, salt, x, y));
    }

    /// @dev Takes one use from its grant. Returns the encoded error, empty if it went well.
    function _consume(bytes18 department, bytes32 requester, Use calldata use) private returns (bytes memory fault) {
        if (use.commitment == 0) return abi.encodeWithSelector(ZeroCommitment.selector);
        bytes32 grantId = use.grantId;
        if (grantId == 0) return fault; // on a legal basis
        Grant storage entry = _grants[grantId];
        bytes18 taker = entry.department;
        uint8 kind = entry.kind;
        bool cancelled = entry.cancelled;
        uint32 from = entry.from;
        uint32 until = entry.until;
        uint32 remaining = entry.remaining;
        if (taker == 0) return abi.encodeWithSelector(UnknownGrant.selector, grantId);
        if (cancelled) return abi.encodeWithSelector(GrantIsCancelled.selector, grantId);
        if (taker != department && !REGISTRY.isSuccessor(taker, department, uint32(block.timestamp))) {
            return abi.encodeWithSelector(NotInCharge.selector, department, taker);
        }
        if (entry.requester != requester) return abi.encodeWithSelector(OtherRequester.selector, grantId);
        if (block.timestamp < from || (until != 0 && block.timestamp >= until)) {
            return abi.encodeWithSelector(GrantNotInForce.selector, grantId, from, until);
        }
        if (kind != _TIME) {
            if (remaining == 0) return abi.encodeWithSelector(GrantSpent.selector, grantId);
            entry.remaining = remaining - 1;
        }
    }

    /// @dev SHA-256 of 186 bytes, without the copies that abi.encodePacked and sha256() make for every use of a batch.
    function _link(
        bytes18 department,
        bytes32 requester,
        bytes32 previous,
        bytes32 grantId,
        bytes32 commitment
    ) private view returns (bytes32 head) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let preimage := mload(0x40)
            mstore(preimage, _TAG_USE)
            mstore(add(preimage, 32), department)
            mstore(add(preimage, 50), requester)
            mstore(add(preimage, 82), previous)
            mstore(add(preimage, 114), grantId)
            mstore(add(preimage, 146), commitment)
            mstore(add(preimage, 178), shl(192, timestamp()))
            // Precompile 2 fails only when gas runs out, and what follows needs more than is left then.
            pop(staticcall(gas(), 2, preimage, 186, 0, 32))
            head := mload(0)
        }
    }

    function _requireLive(bytes32 grantId) private view returns (Grant storage entry) {
        entry = _grants[grantId];
        if (entry.department == 0) revert UnknownGrant(grantId);
        if (entry.cancelled) revert GrantIsCancelled(grantId);
    }

    function _isSigned(bytes32 grantId, uint32 nonce, HolderSignature calldata signature) private view returns (bool) {
        uint256 s = uint256(signature.s);
        // Of (r, s) and (r, n - s) both or neither is valid; the nonce, not the form, keeps a cancellation single.
        if (s > _HALF_N && s < P256.N) s = P256.N - s;
        bytes32 digest = sha256(cancellationMessage(grantId, nonce));
        return P256.verify(digest, signature.r, bytes32(s), signature.x, signature.y);
    }
}
