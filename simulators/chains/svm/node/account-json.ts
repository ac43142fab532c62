/** Accounts as RPC answers show them. */
import type { JsonObject } from "../../../json.ts";
import { encodeBase58 } from "../wire/base58.ts";
import { RpcError } from "./json-rpc.ts";
import { configParam, u64Param, wordParam } from "./params.ts";
import { parseAccount } from "./parse-account.ts";
import type { Account, Runtime } from "./runtime.ts";
import { rentEpoch } from "./runtime.ts";
import { zstdFrame } from "./zstd.ts";

export const encodings = ["binary", "base58", "base64", "base64+zstd", "jsonParsed"] as const;
export type AccountEncoding = (typeof encodings)[number];

/** How the caller wants accounts. */
export interface AccountView {
  readonly encoding: AccountEncoding;
  readonly slice?: { readonly offset: number; readonly length: number };
}

/** @param otherwise what is meant where the caller names no encoding: it differs by method */
export function accountViewParam(config: JsonObject, otherwise: AccountEncoding): AccountView {
  const encoding = wordParam({ config, member: "encoding", words: encodings, otherwise });
  const slice = config["dataSlice"] ?? undefined;
  if (slice === undefined) return { encoding };
  // As a list too: there serde takes the members of a struct in their order.
  const { offset, length } = Array.isArray(slice) && slice.length === 2 ? { offset: slice[0] as unknown, length: slice[1] as unknown } : configParam(slice);
  return { encoding, slice: { offset: Number(u64Param(offset, "dataSlice.offset")), length: Number(u64Param(length, "dataSlice.length")) } };
}

/** More bytes than this are not given in base58. */
const maxBase58Bytes = 128;

interface Shown {
  readonly account: Account;
  readonly view: AccountView;
  readonly runtime: Runtime;
  readonly address: string;
}

/** @throws RpcError -32600 for data of more bytes than base58 is given for */
export function accountJson(shown: Shown): unknown {
  const tooLong = (): string => {
    throw new RpcError(-32_600, `Encoded binary (base 58) data should be less than ${maxBase58Bytes} bytes, please use Base64 encoding.`);
  };
  return shownAs({ ...shown, tooLong });
}

/** An account as notifications show it: whole, whatever slice was asked for, and with words in place of data too long for base58. Never throws. */
export function notifiedAccountJson({ view: { encoding }, ...shown }: Shown): unknown {
  return shownAs({ ...shown, view: { encoding }, tooLong: () => "error: data too large for bs58 encoding" });
}

/** @param options.tooLong what stands for data of more bytes than base58 is given for */
function shownAs(options: Shown & { readonly tooLong: () => string }): unknown {
  const { account } = options;
  return {
    data: dataJson(options),
    executable: account.executable,
    lamports: account.lamports,
    owner: account.owner,
    rentEpoch,
    space: account.data.length,
  };
}

function dataJson(options: Shown & { readonly tooLong: () => string }): unknown {
  const { account, view, runtime, address, tooLong } = options;
  if (view.encoding === "jsonParsed") {
    const parsed = parseAccount({ account, runtime, address });
    if (parsed !== undefined) return parsed;
  }
  const data = view.slice === undefined ? account.data : account.data.subarray(view.slice.offset, view.slice.offset + view.slice.length);
  switch (view.encoding) {
    case "binary":
    case "base58": {
      const text = data.length > maxBase58Bytes ? tooLong() : encodeBase58(data);
      return view.encoding === "binary" ? text : [text, "base58"];
    }
    case "base64+zstd":
      return [Buffer.from(zstdFrame(data)).toString("base64"), "base64+zstd"];
    default:
      return [Buffer.from(data).toString("base64"), "base64"];
  }
}

/** The account of an address, or null. */
export function accountOrNull(options: { readonly address: string; readonly view: AccountView; readonly runtime: Runtime }): unknown {
  const account = options.runtime.getAccount(options.address);
  return account === undefined ? null : accountJson({ account, ...options });
}
