import { isObject } from "../../json.ts";
import { decodeLookupTable, encodeBase58, programs, readU64 } from "../../chains/svm/wire/index.ts";
import { type ChainRpc, valueOf } from "./chain-rpc.ts";

/** Accounts as both halves read them: the mint for the client, token accounts and lookup tables for the facilitator. */
export interface ChainAccount {
  /** The program that owns it, which is not the owner of what a token account holds. */
  readonly program: string;
  readonly data: Uint8Array;
}

/** What was recent enough to pay on should be recent enough to see. */
export const COMMITMENT = "confirmed";

/**
 * Reads accounts, `undefined` where there is none.
 *
 * @throws RpcAnswerError, TypeError as {@link ChainRpc.call} does
 */
export async function readAccounts(options: { chain: ChainRpc; addresses: readonly string[] }): Promise<readonly (ChainAccount | undefined)[]> {
  const { chain, addresses } = options;
  const value = valueOf(await chain.call("getMultipleAccounts", addresses, { encoding: "base64", commitment: COMMITMENT }));
  if (!Array.isArray(value) || value.length !== addresses.length) throw new TypeError("expected one entry per account from the node");
  return value.map(toAccount);
}

/** The same for one account, by the method that clients are known to use. */
export async function readAccount(options: { chain: ChainRpc; address: string }): Promise<ChainAccount | undefined> {
  return toAccount(valueOf(await options.chain.call("getAccountInfo", options.address, { encoding: "base64", commitment: COMMITMENT })));
}

function toAccount(value: unknown): ChainAccount | undefined {
  if (value === null) return undefined;
  const data = isObject(value) ? value["data"] : undefined;
  if (!isObject(value) || typeof value["owner"] !== "string" || !Array.isArray(data) || typeof data[0] !== "string") throw new TypeError(`expected an account in base64 from the node, found ${JSON.stringify(value)?.slice(0, 100)}`);
  return { program: value["owner"], data: new Uint8Array(Buffer.from(data[0], "base64")) };
}

/** Who owns the tokens of a token account; `undefined` where it is none. */
export function tokenOwner(account: ChainAccount | undefined): string | undefined {
  return account === undefined || account.data.length < TOKEN_ACCOUNT_BYTES ? undefined : encodeBase58(account.data.subarray(32, 64));
}

/** Atomic units in a token account; `undefined` where it is none. */
export function tokenAmount(account: ChainAccount | undefined): bigint | undefined {
  return account === undefined || account.data.length < TOKEN_ACCOUNT_BYTES ? undefined : readU64(account.data, 64);
}

/** Without extensions. Mint at 0, owner at 32, amount at 64. */
const TOKEN_ACCOUNT_BYTES = 165;

/** Decimals of a mint; `undefined` where it is none. */
export function mintDecimals(account: ChainAccount): number | undefined {
  return account.data.length < MINT_BYTES ? undefined : account.data[44];
}

/** Without extensions. Supply at 36, decimals at 44. */
const MINT_BYTES = 82;

/**
 * What lookup tables hold, by table. Those that do not exist or are none are left out.
 *
 * @throws as {@link readAccounts}
 */
export async function readLookupTables(options: { chain: ChainRpc; tables: readonly string[] }): Promise<ReadonlyMap<string, readonly string[]>> {
  const accounts = await readAccounts({ chain: options.chain, addresses: options.tables });
  return new Map(
    options.tables.flatMap((table, index) => {
      const account = accounts[index];
      const state = account?.program === programs.lookupTable ? decodeLookupTable(account.data) : undefined;
      return state === undefined ? [] : [[table, state.addresses] as const];
    }),
  );
}
