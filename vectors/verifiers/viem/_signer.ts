import { isErc6492Signature, parseErc6492Signature, recoverAddress, size, slice } from "viem";
import type { Address, Hex } from "viem";
import { check, hex, members } from "./_read.ts";
import type { Members } from "./_read.ts";

const MAGIC = `0x1626ba7e${"0".repeat(56)}`;
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const entries = (value: unknown): readonly Members[] => (Array.isArray(value) ? value.map(members) : []);
const same = (left: unknown, right: string): boolean => typeof left === "string" && left.toLowerCase() === right.toLowerCase();

/** What a contract says to isValidSignature. */
const says = (answers: unknown, hash: Hex, signature: Hex): string => String(entries(answers).find((entry) => same(entry["hash"], hash) && same(entry["signature"], signature))?.["returns"] ?? "revert");

const byKey = async (hash: Hex, signature: Hex, signer: Address): Promise<boolean> => {
  if (size(signature) !== 65 || !["0x1b", "0x1c"].includes(slice(signature, 64)) || BigInt(slice(signature, 32, 64)) > HALF_ORDER) return false;
  try {
    return same(await recoverAddress({ hash, signature }), signer);
  } catch {
    return false;
  }
};

/** viem's reading of an ERC-6492 wrapping; undefined for anything else. */
const wrapping = (signature: Hex): ReturnType<typeof parseErc6492Signature> | undefined => {
  if (!isErc6492Signature(signature)) return undefined;
  try {
    return parseErc6492Signature(signature);
  } catch {
    return undefined;
  }
};

/**
 * Checks that an account signed a hash: a contract is asked, one that is not deployed yet is deployed first.
 *
 * @param options.recoversOnly the asking contract knows keys only
 */
export const checkSigner = async (options: { hash: Hex; signature: unknown; signer: Address; state: Members; recoversOnly?: boolean }): Promise<void> => {
  const { hash, signer, state, recoversOnly = false } = options;
  const signature = hex(options.signature);
  const wrapped = recoversOnly ? undefined : wrapping(signature);
  const inner = wrapped?.signature ?? signature;
  if (!recoversOnly && state["code"] !== undefined) return check(says(members(state["code"])["answers"], hash, inner) === MAGIC, "the contract says no");
  if (wrapped === undefined) return check(await byKey(hash, signature, signer), "not signed by the payer");
  const wallet = entries(state["deployments"]).find((entry) => same(entry["factory"], String(wrapped.address)) && same(entry["calldata"], String(wrapped.data)));
  check(wallet !== undefined && same(wallet["address"], signer), "no wallet is deployed at the payer's address");
  check(says(wallet["answers"], hash, inner) === MAGIC, "the wallet says no");
};
