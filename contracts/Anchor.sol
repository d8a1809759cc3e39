// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title The heads of one append-only log (RFC 6962), each covering more leaves than the one before.
/// @notice Whoever reads this contract knows a head that the log's operator can neither withdraw nor replace.
contract Anchor is Ownable2Step {
    /// @notice Every head that was ever anchored.
    event Anchored(uint64 indexed size, bytes32 indexed root);

    /// @notice A head must cover more leaves than the anchored one.
    error NotGrowing(uint64 size, uint64 anchored);

    // Beside the pending owner in one slot: anchoring writes two slots in all.
    uint64 private _size;
    bytes32 private _root;

    constructor(address owner) Ownable(owner) {}

    /// @notice Anchors the head `root` over the log's first `size` leaves.
    function anchor(bytes32 root, uint64 size) external onlyOwner {
        if (size <= _size) revert NotGrowing(size, _size);
        _size = size;
        _root = root;
        emit Anchored(size, root);
    }

    /// @notice The newest head; of nothing yet a size of zero.
    function newest() external view returns (bytes32 root, uint64 size) {
        return (_root, _size);
    }
}
