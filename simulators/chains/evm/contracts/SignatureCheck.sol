// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.28;

/// @title Is this signature the signer's, now? Keys by ecrecover, contracts by ERC-1271.
/// @dev An account with code is always asked (EIP-7702 accounts too), and never checked as a key.
library SignatureCheck {
    /// @dev Half the order of secp256k1: the largest s that EIP-2 accepts.
    uint256 private constant MAX_S = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @dev bytes4(keccak256("isValidSignature(bytes32,bytes)")), ERC-1271's selector and its magic value.
    bytes4 internal constant ERC1271_MAGIC = 0x1626ba7e;

    function isValidNow(address signer, bytes32 digest, bytes memory signature) internal view returns (bool) {
        if (signer.code.length == 0) return isFromKey(signer, digest, signature);
        (bool ok, bytes memory answer) =
            signer.staticcall(abi.encodeWithSelector(ERC1271_MAGIC, digest, signature));
        return ok && answer.length >= 32 && abi.decode(answer, (bytes32)) == bytes32(ERC1271_MAGIC);
    }

    /// @dev 65 bytes r, s, v. Refuses a high s and any v but 27 and 28, so that a signature has one form.
    function isFromKey(address signer, bytes32 digest, bytes memory signature) internal pure returns (bool) {
        if (signature.length != 65) return false;
        bytes32 r;
        bytes32 s;
        uint8 v;
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
        if (uint256(s) > MAX_S || (v != 27 && v != 28)) return false;
        // ecrecover answers zero when it cannot recover; zero signs nothing.
        address recovered = ecrecover(digest, v, r, s);
        return recovered != address(0) && recovered == signer;
    }
}
