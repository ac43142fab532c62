import fc from "fast-check";
import { encodeFunctionData, type Hex, parseAbi } from "viem";
import { expect, test } from "vitest";
import { authorizationStateCall, balanceOfCall, isValidSignatureCall, transferCall } from "./token-calls.ts";

const abi = parseAbi([
  "function balanceOf(address account) view returns (uint256)",
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)",
  "function authorizationState(address authorizer, bytes32 nonce) view returns (bool)",
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
]);

const hex = (minLength: number, maxLength = minLength): fc.Arbitrary<Hex> => fc.uint8Array({ minLength, maxLength }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}` as const);
const address = hex(20);
const uint = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });

test("encodes as viem does", () => {
  fc.assert(
    fc.property(address, address, uint, uint, uint, hex(32), hex(0, 200), hex(64), (from, to, value, validAfter, validBefore, nonce, signature, rs) => {
      const authorization = { from, to, value, validAfter, validBefore, nonce };
      const common = [from, to, value, validAfter, validBefore, nonce] as const;
      expect(balanceOfCall(from)).toBe(encodeFunctionData({ abi, functionName: "balanceOf", args: [from] }));
      expect(authorizationStateCall({ authorizer: from, nonce })).toBe(encodeFunctionData({ abi, functionName: "authorizationState", args: [from, nonce] }));
      expect(isValidSignatureCall({ digest: nonce, signature })).toBe(encodeFunctionData({ abi, functionName: "isValidSignature", args: [nonce, signature] }));
      expect(transferCall({ authorization, signature, form: "bytes" })).toBe(encodeFunctionData({ abi, functionName: "transferWithAuthorization", args: [...common, signature] }));
      for (const [ending, v] of [["1b", 27], ["1C", 28], ["00", 27], ["01", 28]] as const) {
        expect(transferCall({ authorization, signature: `${rs}${ending}`, form: "vrs" })).toBe(encodeFunctionData({ abi, functionName: "transferWithAuthorization", args: [...common, v, `0x${rs.slice(2, 66)}`, `0x${rs.slice(66)}`] }));
      }
    }),
    { numRuns: 50 },
  );
});

test("what has no v, r and s is no call for a key", () => {
  const authorization = { from: `0x${"11".repeat(20)}`, to: `0x${"22".repeat(20)}`, value: 1n, validAfter: 0n, validBefore: 1n, nonce: `0x${"33".repeat(32)}` } as const;
  for (const signature of ["0x", `0x${"11".repeat(64)}`, `0x${"11".repeat(64)}02`, `0x${"11".repeat(65)}1b`] as const) expect(transferCall({ authorization, signature, form: "vrs" })).toBeUndefined();
});
