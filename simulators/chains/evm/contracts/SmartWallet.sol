// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {SignatureCheck} from "./SignatureCheck.sol";

/// @title The smallest ERC-1271 wallet: one owner key, and a mode that says how it answers.
/// @dev A TEST WALLET. It signs the hash as it is, so one signature is good for every wallet of the
/// same owner; a real wallet binds the hash to its own address.
contract SmartWallet {
    /// @notice Answers as ERC-1271 says: the magic value, or 0xffffffff.
    uint8 public constant MODE_HONEST = 0;
    /// @notice Answers a wrong magic value, whatever the signature.
    uint8 public constant MODE_WRONG_MAGIC = 1;
    /// @notice Reverts, whatever the signature.
    uint8 public constant MODE_REVERT = 2;

    address public owner;
    uint8 public mode;

    constructor(address owner_, uint8 mode_) {
        owner = owner_;
        mode = mode_;
    }

    receive() external payable {}

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (mode == MODE_REVERT) revert("wallet: refuses to answer");
        if (mode == MODE_WRONG_MAGIC) return 0xdeadbeef;
        return SignatureCheck.isFromKey(owner, hash, signature) ? SignatureCheck.ERC1271_MAGIC : bytes4(0xffffffff);
    }

    /// @notice Calls as the wallet, for example to approve a spender.
    function execute(address to, uint256 value, bytes calldata data) external returns (bytes memory) {
        require(msg.sender == owner, "wallet: caller is not the owner");
        (bool ok, bytes memory answer) = to.call{value: value}(data);
        if (!ok) {
            // Hand on the callee's own reason.
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        return answer;
    }
}
