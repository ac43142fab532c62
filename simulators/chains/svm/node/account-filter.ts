import { equalBytes } from "../wire/bytes.ts";
import { decodeBase58 } from "../wire/base58.ts";
import { decodeTokenAccount } from "../token-state.ts";
import { invalidParams } from "./json-rpc.ts";
import { configParam, listParam, u64Param, wordParam } from "./params.ts";
import type { Account } from "./runtime.ts";

const maxBytes = 128;
const maxFilters = 4;

/** The filters of getProgramAccounts, which an account has to pass all. @throws RpcError -32602 for what are none */
export function accountFilters(value: unknown): (account: Account) => boolean {
  const given = listParam(value ?? [], "filters", Infinity);
  if (given.length > maxFilters) throw invalidParams(`Too many filters provided; max ${maxFilters}`);
  const filters = given.map(accountFilter);
  return (account) => filters.every((accepts) => accepts(account));
}

function accountFilter(filter: unknown): (account: Account) => boolean {
  if (filter === "tokenAccountState") return (account) => decodeTokenAccount(account) !== undefined;
  const config = configParam(filter);
  const size = config["dataSize"] ?? undefined;
  if (size !== undefined) {
    const wanted = u64Param(size, "dataSize");
    return ({ data }) => BigInt(data.length) === wanted;
  }
  const memcmp = configParam(config["memcmp"]);
  const offset = Number(u64Param(memcmp["offset"], "memcmp.offset"));
  const encoding = wordParam({ config: memcmp, member: "encoding", words: ["base58", "base64"], otherwise: "base58" });
  const { bytes: text } = memcmp;
  const wanted = typeof text !== "string" || text.length > 2 * maxBytes ? undefined : encoding === "base58" ? decodeBase58(text) : Buffer.from(text, "base64");
  if (wanted === undefined || wanted.length > maxBytes) throw invalidParams(`Invalid param: expected memcmp.bytes to be at most ${maxBytes} bytes in ${encoding}`);
  return ({ data }) => equalBytes(data.subarray(offset, offset + wanted.length), Uint8Array.from(wanted));
}
