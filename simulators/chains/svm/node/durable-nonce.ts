/** Durable nonces: an account's stored hash in place of a recent blockhash. */
import { createHash } from "node:crypto";
import { addressBytes } from "../wire/addresses.ts";
import { encodeBase58 } from "../wire/base58.ts";
import { readU32 } from "../wire/bytes.ts";
import { decodeSystem } from "../wire/instructions/system.ts";
import { programs } from "../wire/program-ids.ts";
import type { Message } from "../wire/transaction.ts";
import { isWritable } from "../wire/transaction.ts";
import type { Runtime } from "./runtime.ts";

/** Version, state (1: initialized), authority, nonce, fee: so many bytes. */
const nonceAccountBytes = 80;
const nonceAt = 40;

/** The nonce account whose value the message names as its blockhash, and advances with its first instruction; undefined for any other message. */
export function durableNonceOf(runtime: Runtime, message: Message): string | undefined {
  const first = message.instructions[0];
  if (first === undefined || message.staticKeys[first.programIndex] !== programs.system) return undefined;
  const accounts = first.accountIndexes.map((index) => ({ address: message.staticKeys[index] ?? "", signer: false, writable: isWritable(message, index) }));
  const advance = decodeSystem({ program: programs.system, accounts, data: first.data });
  if (advance?.kind !== "advanceNonce" || accounts[0]?.writable !== true) return undefined;
  const account = advance.nonce === "" ? undefined : runtime.getAccount(advance.nonce);
  if (account?.owner !== programs.system || account.data.length !== nonceAccountBytes || readU32(account.data, 4) !== 1) return undefined;
  return encodeBase58(account.data.subarray(nonceAt, nonceAt + 32)) === message.blockhash ? advance.nonce : undefined;
}

/** Gives a nonce its next value. A validator does that also where the transaction fails; litesvm only where it succeeds. */
export function advanceNonce(options: { readonly runtime: Runtime; readonly nonce: string; readonly blockhash: string }): void {
  const { runtime, nonce, blockhash } = options;
  const account = runtime.getAccount(nonce);
  if (account === undefined) return;
  const data = Uint8Array.from(account.data);
  data.set(createHash("sha256").update("DURABLE_NONCE").update(addressBytes(blockhash)).digest(), nonceAt);
  runtime.setAccount(nonce, { lamports: account.lamports, data, owner: account.owner, executable: false });
}
