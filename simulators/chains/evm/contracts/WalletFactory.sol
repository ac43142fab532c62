// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

import {SmartWallet} from "./SmartWallet.sol";

/// @title Puts a SmartWallet at an address known beforehand (CREATE2), as ERC-6492 needs.
contract WalletFactory {
    /// @notice Deploys the wallet, or answers the one that is already there: ERC-6492 lets a verifier
    /// call the factory again.
    function createWallet(address owner, uint8 mode, bytes32 salt) external returns (address wallet) {
        wallet = walletAddress(owner, mode, salt);
        if (wallet.code.length == 0) new SmartWallet{salt: salt}(owner, mode);
    }

    function walletAddress(address owner, uint8 mode, bytes32 salt) public view returns (address) {
        bytes32 initCodeHash = keccak256(abi.encodePacked(type(SmartWallet).creationCode, abi.encode(owner, mode)));
        return address(
            uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, initCodeHash))))
        );
    }
}
