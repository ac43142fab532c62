import fc from "fast-check";
import { getAddress, hashTypedData, isAddressEqual, recoverTypedDataAddress } from "viem";
import { expect, test } from "vitest";
import { addressOf, authorizationDigest, signAuthorization, TRANSFER_WITH_AUTHORIZATION, withHighS } from "./eip3009.ts";

const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const address = fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }).map((value) => getAddress(`0x${value.toString(16).padStart(40, "0")}`));
const bytes32 = uint256.map((value): `0x${string}` => `0x${value.toString(16).padStart(64, "0")}`);
const input = fc.record({
  domain: fc.record({ name: fc.string({ unit: "grapheme" }), version: fc.string({ minLength: 1 }), chainId: fc.integer({ min: 1, max: 2 ** 31 }), verifyingContract: address }),
  authorization: fc.record({ from: address, to: address, value: uint256, validAfter: uint256, validBefore: uint256, nonce: bytes32 }),
});

test("the digest is the one a general EIP-712 encoder makes", () => {
  fc.assert(
    fc.property(input, ({ domain, authorization }) => {
      expect(authorizationDigest({ domain, authorization })).toBe(hashTypedData({ domain, types: TRANSFER_WITH_AUTHORIZATION, primaryType: "TransferWithAuthorization", message: authorization }));
    }),
  );
});

test("a signature recovers to its key under the same domain only", async () => {
  const privateKey = `0x${"42".repeat(32)}` as const;
  const from = addressOf(privateKey);
  const [sample] = fc.sample(input, { numRuns: 1, seed: 402 });
  if (sample === undefined) throw new Error("no sample");
  const authorization = { ...sample.authorization, from };
  const signature = await signAuthorization({ domain: sample.domain, authorization, privateKey });
  const recover = (domain: typeof sample.domain) => recoverTypedDataAddress({ domain, types: TRANSFER_WITH_AUTHORIZATION, primaryType: "TransferWithAuthorization", message: authorization, signature });
  expect(isAddressEqual(await recover(sample.domain), from)).toBe(true);
  expect(isAddressEqual(await recover({ ...sample.domain, chainId: sample.domain.chainId + 1 }), from)).toBe(false);
  expect(withHighS(withHighS(signature))).toBe(signature);
});

test("numbers beyond uint256 are refused", () => {
  const [sample] = fc.sample(input, { numRuns: 1, seed: 1 });
  if (sample === undefined) throw new Error("no sample");
  expect(() => authorizationDigest({ ...sample, authorization: { ...sample.authorization, value: 2n ** 256n } })).toThrow(RangeError);
  expect(() => authorizationDigest({ ...sample, authorization: { ...sample.authorization, value: -1n } })).toThrow(RangeError);
});
