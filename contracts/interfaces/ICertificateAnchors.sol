// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorityErrors} from "./IAuthorityErrors.sol";
import {IBatchErrors} from "./IBatchErrors.sol";

/// @title CertificateAnchors: one root per batch of certificates, two status bits per certificate
/// @notice anchorId = SHA-256(tag("anchor") ‖ department ‖ typeId ‖ root). Status: 0 valid, 1 revoked, 2 suspended,
/// 3 superseded (the codes of the Token Status List); 0 becomes any other, 2 becomes any other, 1 and 3 are final.
interface ICertificateAnchors is IAuthorityErrors, IBatchErrors {
    /// @notice A batch. One storage slot, proven to verifiers (docs/contracts.md).
    struct Anchor {
        bytes18 department;
        uint32 size;
        uint40 time;
        uint40 blockNumber;
    }

    /// @notice One root to anchor.
    struct Batch {
        bytes32 typeId;
        bytes32 root;
        uint32 size;
    }

    /// @notice One change of status.
    struct StatusChange {
        bytes32 anchorId;
        uint32 index;
        uint8 status;
    }

    /// @notice A batch was anchored.
    event Anchored(
        bytes32 indexed anchorId,
        bytes18 indexed department,
        bytes32 indexed typeId,
        bytes32 root,
        uint32 size
    );
    /// @notice The many-call met a batch that the same department had anchored with the same size, and left it as it is.
    event AlreadyAnchored(bytes32 indexed anchorId);
    /// @notice Leaves changed: `changes` is a row of (index u32 ‖ status u8). `head` is the new status head:
    /// SHA-256(tag("status-sparse") ‖ anchorId ‖ previous head ‖ block time u64 ‖ changes).
    event StatusChanged(bytes32 indexed anchorId, bytes changes, bytes32 head);
    /// @notice Whole words were set, from `firstWord` on. `head` is the new status head:
    /// SHA-256(tag("status-dense") ‖ anchorId ‖ previous head ‖ block time u64 ‖ firstWord u32 ‖ words).
    event StatusWordsChanged(bytes32 indexed anchorId, uint32 firstWord, uint256[] words, bytes32 head);

    /// @notice A batch has a root.
    error ZeroRoot();
    /// @notice A batch has at least one leaf.
    error ZeroSize();
    /// @notice The batch was anchored before.
    error AnchorExists(bytes32 anchorId);
    /// @notice The batch was anchored before, with another size.
    error SizeDiffers(bytes32 anchorId, uint32 given, uint32 anchored);
    /// @notice No such batch.
    error UnknownAnchor(bytes32 anchorId);
    /// @notice The batch has no such leaf.
    error IndexOutOfRange(bytes32 anchorId, uint256 index, uint32 size);
    /// @notice Status codes are 0 to 3.
    error InvalidStatus(uint8 status);
    /// @notice The leaf (of whole words: every leaf) has this status already.
    error StatusUnchanged(bytes32 anchorId, uint256 index, uint8 status);
    /// @notice Revoked and superseded are final.
    error StatusFinal(bytes32 anchorId, uint256 index, uint8 current, uint8 given);

    /// @notice Anchors one batch for the caller's department.
    function anchor(bytes32 typeId, bytes32 root, uint32 size) external returns (bytes32 anchorId);

    /// @notice Anchors many batches. Repetition by the same department with the same size is skipped with an event; any
    /// other fault reverts everything as {BatchFault}.
    function anchorMany(Batch[] calldata batches) external;

    /// @notice Sets the status of one leaf.
    function setStatus(bytes32 anchorId, uint32 index, uint8 status) external;

    /// @notice Sets the status of many leaves, of one batch or of several.
    function setStatusMany(StatusChange[] calldata changes) external;

    /// @notice Sets whole words of one batch: leaf i is bits 2*(i % 128) and the next of word i / 128. The words given
    /// replace those stored; leaves that are not to change keep their code.
    function setStatusDense(bytes32 anchorId, uint32 firstWord, uint256[] calldata words) external;

    /// @notice The id under which a department's root is anchored.
    function anchorIdOf(bytes18 department, bytes32 typeId, bytes32 root) external view returns (bytes32);

    /// @notice The batch; zeros if unknown.
    function anchorOf(bytes32 anchorId) external view returns (Anchor memory);

    /// @notice The status of one leaf.
    function statusOf(bytes32 anchorId, uint32 index) external view returns (uint8);

    /// @notice Status word number `wordIndex` of the batch.
    function statusWord(bytes32 anchorId, uint256 wordIndex) external view returns (uint256);

    /// @notice The newest link of the chain of status changes, 0 if there was none.
    function statusHead(bytes32 anchorId) external view returns (bytes32);
}
