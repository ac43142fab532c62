import { equalBytes } from "../wire/bytes.ts";
import { decodeBase58 } from "../wire/base58.ts";
import { decodeBase64 } from "../wire/parse-transaction.ts";
import { decodeTokenAccount } from "../token-state.ts";
import { invalidParams } from "./json-rpc.ts";
import { choiceParam, configParam, listParam, u64Param, wordParam } from "./params.ts";
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
  const [kind, value] = choiceParam(filter, ["dataSize", "memcmp"]);
  if (kind === "dataSize") {
    const wanted = u64Param(value, "dataSize");
    return ({ data }) => BigInt(data.length) === wanted;
  }
  const memcmp = configParam(value);
  const offset = Number(u64Param(memcmp["offset"], "memcmp.offset"));
  const encoding = wordParam({ config: memcmp, member: "encoding", words: ["base58", "base64", "bytes"], otherwise: "base58" });
  const wanted = comparedBytes(memcmp["bytes"], encoding === "base64" ? decodeBase64 : decodeBase58);
  if (wanted === undefined || wanted.length > maxBytes) throw invalidParams(`Invalid param: expected memcmp.bytes to be at most ${maxBytes} bytes in ${encoding}, or as numbers`);
  return ({ data }) => equalBytes(data.subarray(offset, offset + wanted.length), wanted);
}

function comparedBytes(bytes: unknown, decode: (text: string) => Uint8Array | undefined): Uint8Array | undefined {
  if (typeof bytes === "string") return bytes.length > 2 * maxBytes ? undefined : decode(bytes);
  const isByte = (one: unknown): one is number => typeof one === "number" && Number.isInteger(one) && one >= 0 && one < 256;
  return Array.isArray(bytes) && bytes.every(isByte) ? Uint8Array.from(bytes) : undefined;
}
