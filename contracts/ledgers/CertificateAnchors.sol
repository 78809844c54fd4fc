// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorityRegistry} from "../interfaces/IAuthorityRegistry.sol";
import {ICertificateAnchors} from "../interfaces/ICertificateAnchors.sol";
import {Ledger} from "./Ledger.sol";

/// @title CertificateAnchors
/// @notice See {ICertificateAnchors}.
contract CertificateAnchors is Ledger, ICertificateAnchors {
    /// @dev tag("anchor") = SHA-256("zhenglian/v1/anchor"), and so on.
    bytes32 private constant _TAG_ANCHOR = 0xc1cb35ee2d392c4276c3e1bab10b30ccbb2128034f675d604aa6ace84651d0e0;
    bytes32 private constant _TAG_SPARSE = 0x76b57ac4a2a22e59eef3e12eb9043cd9f1cbb3b9da444cec48033fad4b18f65a;
    bytes32 private constant _TAG_DENSE = 0x5dfdede1d686fe2db6d31a7a19f9dd1bfb63430ece64484ca92db118599bacd5;

    /// @dev The low bit of each of a word's 128 codes: set in the final codes 1 and 3.
    uint256 private constant _LOW_BITS = 0x5555555555555555555555555555555555555555555555555555555555555555;

    // Storage layout, proven to verifiers. Pinned by test/unit/proof/storage-layout.test.ts.
    mapping(bytes32 anchorId => Anchor) private _anchors;
    mapping(bytes32 anchorId => mapping(uint256 wordIndex => uint256)) private _statusWords;
    mapping(bytes32 anchorId => bytes32) private _statusHeads;

    /// @param registry The region's AuthorityRegistry.
    constructor(IAuthorityRegistry registry) Ledger(registry) {}

    /// @inheritdoc ICertificateAnchors
    function anchor(bytes32 typeId, bytes32 root, uint32 size) external returns (bytes32 anchorId) {
        if (root == 0) revert ZeroRoot();
        if (size == 0) revert ZeroSize();
        bytes18 department = REGISTRY.authorised(msg.sender, typeId);
        anchorId = _anchorId(department, typeId, root);
        if (_anchors[anchorId].size != 0) revert AnchorExists(anchorId);
        _anchor(anchorId, department, typeId, root, size);
    }

    /// @inheritdoc ICertificateAnchors
    function anchorMany(Batch[] calldata batches) external {
        uint256 count = batches.length;
        if (count == 0) revert EmptyBatch();
        bytes18 department = 0;
        bytes32 authorisedType = 0;
        for (uint256 i = 0; i < count; ++i) {
            Batch calldata batch = batches[i];
            bytes32 typeId = batch.typeId;
            if (i == 0 || typeId != authorisedType) {
                department = _authorised(i, typeId);
                authorisedType = typeId;
            }
            bytes32 root = batch.root;
            uint32 size = batch.size;
            if (root == 0) revert BatchFault(i, abi.encodeWithSelector(ZeroRoot.selector));
            if (size == 0) revert BatchFault(i, abi.encodeWithSelector(ZeroSize.selector));
            bytes32 anchorId = _anchorId(department, typeId, root);
            uint32 anchored = _anchors[anchorId].size;
            if (anchored == 0) {
                _anchor(anchorId, department, typeId, root, size);
            } else if (anchored == size) {
                emit AlreadyAnchored(anchorId);
            } else {
                revert BatchFault(i, abi.encodeWithSelector(SizeDiffers.selector, anchorId, size, anchored));
            }
        }
    }

    /// @inheritdoc ICertificateAnchors
    function setStatus(bytes32 anchorId, uint32 index, uint8 status) external {
        uint32 size = _requireWriter(anchorId);
        bytes memory fault = _setLeaf(_statusWords[anchorId], anchorId, size, index, status);
        if (fault.length != 0) _revertWith(fault);
        _link(anchorId, abi.encodePacked(index, status));
    }

    /// @inheritdoc ICertificateAnchors
    function setStatusMany(StatusChange[] calldata changes) external {
        uint256 count = changes.length;
        if (count == 0) revert EmptyBatch();
        uint256 start = 0;
        while (start < count) {
            bytes32 anchorId = changes[start].anchorId;
            uint256 end = start + 1;
            while (end < count && changes[end].anchorId == anchorId) ++end;
            _setRun(changes[start:end], start);
            start = end;
        }
    }

    /// @inheritdoc ICertificateAnchors
    function setStatusDense(bytes32 anchorId, uint32 firstWord, uint256[] calldata words) external {
        uint256 count = words.length;
        if (count == 0) revert EmptyBatch();
        uint32 size = _requireWriter(anchorId);
        uint256 end = uint256(firstWord) + count;
        uint256 lastWord = (size - 1) >> 7;
        if (end > lastWord + 1) revert IndexOutOfRange(anchorId, (end - 1) << 7, size);
        if (end == lastWord + 1) {
            uint256 beyond = words[count - 1] & ~_leavesUpTo(size);
            if (beyond != 0) revert IndexOutOfRange(anchorId, (lastWord << 7) + _firstLeaf(beyond), size);
        }
        bool changed = false;
        for (uint256 i = 0; i < count; ++i) {
            if (_setWord(anchorId, firstWord + i, words[i])) changed = true;
        }
        if (!changed) revert StatusUnchanged(anchorId, uint256(firstWord) << 7, _codeOf(words[0], 0));
        bytes32 head = sha256(
            abi.encodePacked(_TAG_DENSE, anchorId, _statusHeads[anchorId], uint64(block.timestamp), firstWord, words)
        );
        _statusHeads[anchorId] = head;
        emit StatusWordsChanged(anchorId, firstWord, words, head);
    }

    /// @inheritdoc ICertificateAnchors
    function anchorOf(bytes32 anchorId) external view returns (Anchor memory) {
        return _anchors[anchorId];
    }

    /// @inheritdoc ICertificateAnchors
    function statusOf(bytes32 anchorId, uint32 index) external view returns (uint8) {
        uint32 size = _requireAnchor(anchorId).size;
        if (index >= size) revert IndexOutOfRange(anchorId, index, size);
        return _codeOf(_statusWords[anchorId][index >> 7], index & 127);
    }

    /// @inheritdoc ICertificateAnchors
    function statusWord(bytes32 anchorId, uint256 wordIndex) external view returns (uint256) {
        return _statusWords[anchorId][wordIndex];
    }

    /// @inheritdoc ICertificateAnchors
    function statusHead(bytes32 anchorId) external view returns (bytes32) {
        return _statusHeads[anchorId];
    }

    /// @inheritdoc ICertificateAnchors
    function anchorIdOf(bytes18 department, bytes32 typeId, bytes32 root) external view returns (bytes32) {
        return _anchorId(department, typeId, root);
    }

    /// @dev SHA-256 of 114 bytes, without the copies that abi.encodePacked and sha256() make on the hot path.
    function _anchorId(bytes18 department, bytes32 typeId, bytes32 root) private view returns (bytes32 anchorId) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let preimage := mload(0x40)
            mstore(preimage, _TAG_ANCHOR)
            mstore(add(preimage, 32), department)
            mstore(add(preimage, 50), typeId)
            mstore(add(preimage, 82), root)
            // Precompile 2 fails only when gas runs out, and what follows needs more than is left then.
            pop(staticcall(gas(), 2, preimage, 114, 0, 32))
            anchorId := mload(0)
        }
    }

    function _anchor(bytes32 anchorId, bytes18 department, bytes32 typeId, bytes32 root, uint32 size) private {
        _anchors[anchorId] = Anchor(department, size, uint40(block.timestamp), uint40(block.number));
        emit Anchored(anchorId, department, typeId, root, size);
    }

    /// @dev The caller's department, or a fault that names the item.
    function _authorised(uint256 index, bytes32 typeId) private view returns (bytes18) {
        try REGISTRY.authorised(msg.sender, typeId) returns (bytes18 department) {
            return department;
        } catch (bytes memory reason) {
            revert BatchFault(index, reason);
        }
    }

    /// @dev Changes leaves of one batch; `start` is where the run stands in the call.
    function _setRun(StatusChange[] calldata run, uint256 start) private {
        bytes32 anchorId = run[0].anchorId;
        uint32 size = _runSize(anchorId, start);
        mapping(uint256 => uint256) storage stored = _statusWords[anchorId];
        // Room for the last store to spill over; cut off again below.
        bytes memory packed = new bytes(run.length * 5 + 27);
        for (uint256 i = 0; i < run.length; ++i) {
            uint32 index = run[i].index;
            uint8 status = run[i].status;
            bytes memory fault = _setLeaf(stored, anchorId, size, index, status);
            if (fault.length != 0) revert BatchFault(start + i, fault);
            _pack(packed, i, index, status);
        }
        uint256 length = run.length * 5;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(packed, length)
        }
        _link(anchorId, packed);
    }

    /// @dev Writes (index u32 ‖ status u8) as item `position`, and 27 zero bytes behind it.
    function _pack(bytes memory packed, uint256 position, uint32 index, uint8 status) private pure {
        uint256 item = ((uint256(index) << 8) | status) << 216;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(add(add(packed, 32), mul(position, 5)), item)
        }
    }

    /// @dev The batch's size if the caller may write its status, or a fault that names the item.
    function _runSize(bytes32 anchorId, uint256 start) private view returns (uint32) {
        Anchor storage batch = _anchors[anchorId];
        uint32 size = batch.size;
        if (size == 0) revert BatchFault(start, abi.encodeWithSelector(UnknownAnchor.selector, anchorId));
        try REGISTRY.actsFor(msg.sender, batch.department) returns (bytes18) {
            return size;
        } catch (bytes memory reason) {
            revert BatchFault(start, reason);
        }
    }

    /// @dev Changes one leaf. Returns the encoded error, empty if it went well.
    function _setLeaf(
        mapping(uint256 => uint256) storage stored,
        bytes32 anchorId,
        uint32 size,
        uint32 index,
        uint8 status
    ) private returns (bytes memory fault) {
        if (index >= size) return abi.encodeWithSelector(IndexOutOfRange.selector, anchorId, index, size);
        if (status > 3) return abi.encodeWithSelector(InvalidStatus.selector, status);
        uint256 word = stored[index >> 7];
        uint256 leaf = index & 127;
        uint8 present = _codeOf(word, leaf);
        if (present == status) return abi.encodeWithSelector(StatusUnchanged.selector, anchorId, index, status);
        if (present & 1 == 1) return abi.encodeWithSelector(StatusFinal.selector, anchorId, index, present, status);
        stored[index >> 7] = word ^ (uint256(present ^ status) << (leaf << 1));
    }

    /// @dev Replaces one word whose leaves all exist. Returns whether it differs from the one before.
    function _setWord(bytes32 anchorId, uint256 wordIndex, uint256 word) private returns (bool) {
        uint256 present = _statusWords[anchorId][wordIndex];
        if (word == present) return false;
        uint256 finals = present & _LOW_BITS;
        uint256 illegal = (word ^ present) & (finals | (finals << 1));
        if (illegal != 0) {
            uint256 leaf = _firstLeaf(illegal);
            revert StatusFinal(anchorId, (wordIndex << 7) + leaf, _codeOf(present, leaf), _codeOf(word, leaf));
        }
        _statusWords[anchorId][wordIndex] = word;
        return true;
    }

    function _link(bytes32 anchorId, bytes memory changes) private {
        bytes32 head = sha256(
            abi.encodePacked(_TAG_SPARSE, anchorId, _statusHeads[anchorId], uint64(block.timestamp), changes)
        );
        _statusHeads[anchorId] = head;
        emit StatusChanged(anchorId, changes, head);
    }

    function _requireAnchor(bytes32 anchorId) private view returns (Anchor storage batch) {
        batch = _anchors[anchorId];
        if (batch.size == 0) revert UnknownAnchor(anchorId);
    }

    function _requireWriter(bytes32 anchorId) private view returns (uint32) {
        Anchor storage batch = _requireAnchor(anchorId);
        REGISTRY.actsFor(msg.sender, batch.department);
        return batch.size;
    }

    function _codeOf(uint256 word, uint256 leaf) private pure returns (uint8) {
        return uint8((word >> (leaf << 1)) & 3);
    }

    /// @dev A mask over the codes of a batch's last word.
    function _leavesUpTo(uint32 size) private pure returns (uint256) {
        uint256 used = ((size - 1) & 127) + 1;
        return type(uint256).max >> (256 - (used << 1));
    }

    /// @dev The lowest leaf whose code has a bit in `bits`, which is not 0.
    function _firstLeaf(uint256 bits) private pure returns (uint256 leaf) {
        while (bits & 3 == 0) {
            bits >>= 2;
            ++leaf;
        }
    }

    function _revertWith(bytes memory fault) private pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            revert(add(fault, 0x20), mload(fault))
        }
    }
}
