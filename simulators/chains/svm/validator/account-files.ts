/** Accounts for a validator's genesis, in the files that `--account-dir` reads. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface GenesisAccount {
  /** Base58. */
  readonly address: string;
  readonly lamports: bigint;
  readonly data: Uint8Array;
  /** The program it belongs to, base58. */
  readonly owner: string;
  readonly executable?: boolean;
}

/** Exempt from rent, as every account is today. */
const rentEpoch = 2n ** 64n - 1n;

/**
 * Writes one file per account, in the form that `solana account --output json` prints.
 *
 * @param options.folder made when it is not there
 */
export async function writeAccountFiles(options: { readonly folder: string; readonly accounts: readonly GenesisAccount[] }): Promise<void> {
  await mkdir(options.folder, { recursive: true });
  await Promise.all(options.accounts.map((account) => writeFile(join(options.folder, `${account.address}.json`), accountJson(account))));
}

/** By hand, because `JSON.stringify` has no way to write a bigint as a number. */
function accountJson(account: GenesisAccount): string {
  const data = JSON.stringify([Buffer.from(account.data).toString("base64"), "base64"]);
  const rest = `"owner":${JSON.stringify(account.owner)},"executable":${account.executable === true},"rentEpoch":${rentEpoch},"space":${account.data.length}`;
  return `{"pubkey":${JSON.stringify(account.address)},"account":{"lamports":${account.lamports},"data":${data},${rest}}}\n`;
}
