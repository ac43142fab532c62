import { concat, keccak, must, recover, word } from "./_evm.ts";
import { decodeList, encodeList, integerOf } from "./_rlp.ts";

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** A transaction of EIP-1559, decoded and its signer recovered. Fees in wei. */
export type Transaction = {
  readonly chainId: bigint;
  readonly nonce: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly maxFeePerGas: bigint;
  readonly gas: bigint;
  readonly to: Uint8Array;
  readonly data: Uint8Array;
  readonly signer: Uint8Array;
};

/** Gas that a call with this data costs before it does anything, the access list left out. */
const intrinsicGas = (data: Uint8Array): bigint => 21_000n + data.reduce((sum, byte) => sum + (byte === 0 ? 4n : 16n), 0n);

/** Decodes a signed transaction of type 2 as a node does. @throws RangeError when a node would not take it */
export const decodeTransaction = (raw: Uint8Array): Transaction => {
  must(raw[0] === 2, "not a transaction of EIP-1559");
  const items = decodeList(raw.subarray(1));
  must(items.length === 12, `${items.length} members, expected 12`);
  const [chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gas] = ["chain id", "nonce", "priority fee", "fee", "gas"].map((name, index) => integerOf(items[index], name)) as [bigint, bigint, bigint, bigint, bigint];
  integerOf(items[6], "value");
  const [to, data, accessList] = [items[5], items[7], items[8]];
  must(to instanceof Uint8Array && (to.length === 20 || to.length === 0), "to is no address");
  must(data instanceof Uint8Array, "data are no bytes");
  must(Array.isArray(accessList), "no access list");
  const [parity, r, s] = [integerOf(items[9], "parity"), integerOf(items[10], "r"), integerOf(items[11], "s")];
  must(parity <= 1n, "the parity is neither 0 nor 1");
  must(s <= HALF_ORDER, "s is in the upper half");
  must(maxPriorityFeePerGas <= maxFeePerGas, "the priority fee is above the fee");
  must(gas >= intrinsicGas(data), "the gas does not pay for the data");
  const digest = keccak(concat(Uint8Array.of(2), encodeList(items.slice(0, 9))));
  const signer = recover({ digest, r: word(r), s: word(s), parity: Number(parity) });
  must(signer !== undefined, "nobody signed");
  return { chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gas, to, data, signer };
};
