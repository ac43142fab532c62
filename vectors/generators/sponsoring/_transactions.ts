import { concatHex, keccak256, numberToHex, toRlp } from "viem";
import type { Hex } from "viem";
import type { Account } from "../evm/_accounts.ts";
import { ORDER, partsOf } from "../evm/_accounts.ts";

/** Signed transactions built item by item, so that wrong ones can be built too. */

/** What stands in an RLP list: bytes, or a list. */
export type Item = Hex | readonly Item[];

/** A transaction before it is signed. Fees in wei. */
export type Fields = {
  readonly chainId: bigint;
  readonly nonce: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly maxFeePerGas: bigint;
  readonly gas: bigint;
  /** `0x` creates a contract. */
  readonly to: Hex;
  readonly value: bigint;
  readonly data: Hex;
  readonly accessList: readonly Item[];
};

/** RLP's integer: big-endian without leading zeros, 0 being no bytes. */
export const integer = (value: bigint): Hex => (value === 0n ? "0x" : evenHex(value));

const evenHex = (value: bigint): Hex => {
  const hex = numberToHex(value);
  return hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`;
};

const rlp = (items: readonly Item[]): Hex => toRlp(items as Parameters<typeof toRlp>[0]);

/** The nine members of an EIP-1559 transaction, in its order. */
export const itemsOf = (fields: Fields): readonly Item[] => [
  integer(fields.chainId),
  integer(fields.nonce),
  integer(fields.maxPriorityFeePerGas),
  integer(fields.maxFeePerGas),
  integer(fields.gas),
  fields.to.toLowerCase() as Hex,
  integer(fields.value),
  fields.data,
  fields.accessList,
];

/** Signature members of a typed transaction: parity, r, s. */
type Parts = { readonly parity: bigint; readonly r: bigint; readonly s: bigint };

const signatureItems = ({ parity, r, s }: Parts): readonly Item[] => [integer(parity), integer(r), integer(s)];

/** Signs a payload of a typed transaction. */
export const signItems = (account: Account, type: Hex, items: readonly Item[]): Parts => {
  const { r, s, v } = partsOf(account.sign(keccak256(concatHex([type, rlp(items)]))));
  return { parity: BigInt(v - 27), r: BigInt(r), s: BigInt(s) };
};

/** Puts a typed transaction together. */
export const assemble = (type: Hex, items: readonly Item[]): Hex => concatHex([type, rlp(items)]);

/**
 * An EIP-1559 transaction, signed.
 *
 * @param options.items members other than the fields', which are then what is signed
 * @param options.parts changes the signature's members after signing
 */
export const signed1559 = (account: Account, fields: Fields, options: { items?: readonly Item[]; parts?: (parts: Parts) => Parts } = {}): Hex => {
  const items = options.items ?? itemsOf(fields);
  const parts = signItems(account, "0x02", items);
  return assemble("0x02", [...items, ...signatureItems(options.parts?.(parts) ?? parts)]);
};

/** An EIP-2930 transaction, signed; the greatest fee is its gas price. */
export const signed2930 = (account: Account, fields: Fields): Hex => {
  const [chainId, nonce, , gasPrice, ...rest] = itemsOf(fields) as readonly [Item, Item, Item, Item, ...Item[]];
  const items = [chainId, nonce, gasPrice, ...rest];
  return assemble("0x01", [...items, ...signatureItems(signItems(account, "0x01", items))]);
};

/** A transaction from before EIP-2718, signed; the greatest fee is its gas price. @param bound whether the signature names the chain (EIP-155) */
export const signedLegacy = (account: Account, fields: Fields, bound: boolean): Hex => {
  const base: readonly Item[] = [integer(fields.nonce), integer(fields.maxFeePerGas), integer(fields.gas), fields.to.toLowerCase() as Hex, integer(fields.value), fields.data];
  const { r, s, v } = partsOf(account.sign(keccak256(rlp(bound ? [...base, integer(fields.chainId), "0x", "0x"] : base))));
  return rlp([...base, integer(bound ? BigInt(v - 27) + 35n + fields.chainId * 2n : BigInt(v)), integer(BigInt(r)), integer(BigInt(s))]);
};

/** The signature that recovers to the same key with s in the upper half, which EIP-2 forbids. */
export const highS = ({ parity, r, s }: Parts): Parts => ({ parity: 1n - parity, r, s: ORDER - s });
