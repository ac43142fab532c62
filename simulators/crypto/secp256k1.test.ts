import fc from "fast-check";
import { recoverAddress } from "viem";
import { privateKeyToAddress, sign } from "viem/accounts";
import { expect, test } from "vitest";
import { privateKeyAddress, recoverSigner, signDigest } from "./secp256k1.ts";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const hex = (value: bigint): `0x${string}` => `0x${value.toString(16).padStart(64, "0")}`;
const key = fc.bigInt({ min: 1n, max: ORDER - 1n }).map(hex);
const digest = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map(hex);

test("agrees with viem on addresses, signatures and signers", async () => {
  await fc.assert(
    fc.asyncProperty(key, digest, async (privateKey, hash) => {
      const signature = signDigest({ digest: hash, privateKey });
      expect(signature).toBe(await sign({ hash, privateKey, to: "hex" }));
      expect(privateKeyAddress(privateKey)).toBe(privateKeyToAddress(privateKey));
      expect(recoverSigner({ digest: hash, signature })).toBe(await recoverAddress({ hash, signature }));
    }),
    { numRuns: 25, examples: [[hex(1n), hex(0n)], [hex(ORDER - 1n), hex(2n ** 256n - 1n)]] },
  );
});

test("what nobody can have signed has no signer", () => {
  expect(recoverSigner({ digest: hex(1n), signature: `0x${"00".repeat(64)}1b` })).toBeUndefined();
  expect(recoverSigner({ digest: hex(1n), signature: `0x${"ff".repeat(64)}1b` })).toBeUndefined();
  expect(recoverSigner({ digest: hex(1n), signature: `0x${"11".repeat(64)}00` })).toBeUndefined();
  expect(recoverSigner({ digest: hex(1n), signature: "0x1234" })).toBeUndefined();
});

test("a key outside the curve's order is refused", () => {
  expect(() => privateKeyAddress(hex(0n))).toThrow(RangeError);
  expect(() => privateKeyAddress(hex(ORDER))).toThrow(RangeError);
});
