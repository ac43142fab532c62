import { getU64Decoder, getUtf8Encoder } from "@solana/kit";

/** An instruction with its addresses. */
export type Call = { readonly program: string; readonly accounts: readonly string[]; readonly data: Uint8Array };

const COMPUTE_BUDGET = "ComputeBudget111111111111111111111111111111";
const MEMO = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr";
const LIGHTHOUSE = "L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95";
const TOKEN_PROGRAMS: readonly string[] = ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"];

/** What a TransferChecked says. */
export type TransferCall = { readonly program: string; readonly source: string; readonly mint: string; readonly destination: string; readonly authority: string; readonly others: readonly string[]; readonly amount: bigint; readonly decimals: number };

const demand = (condition: boolean, otherwise: string): void => {
  if (!condition) throw new Error(otherwise);
};

/** Reads the layout and gives the transfer. @throws Error saying which instruction is not in its place */
export const transferOf = (options: { calls: readonly Call[]; maxPrice: bigint; isSigner: (address: string) => boolean }): TransferCall => {
  const [limit, price, transfer, ...rest] = options.calls;
  if (limit === undefined || price === undefined || transfer === undefined) throw new Error(`${options.calls.length} instructions`);
  demand(limit.program === COMPUTE_BUDGET && limit.data.length === 5 && limit.data[0] === 2, "the first does not set the limit");
  demand(price.program === COMPUTE_BUDGET && price.data.length === 9 && price.data[0] === 3, "the second does not set the price");
  demand(getU64Decoder().decode(price.data, 1) <= options.maxPrice, "the price is too high");
  demand(rest.length <= 3, `${options.calls.length} instructions`);
  rest.forEach(({ program }, index) => demand(program === MEMO || (program === LIGHTHOUSE && index < 2), `${program} as instruction ${index + 4}`));
  for (const { accounts } of rest.filter(({ program }) => program === MEMO)) demand(accounts.every(options.isSigner), "an account of the memo does not sign");
  const [source, mint, destination, authority, ...others] = transfer.accounts;
  const { program, data } = transfer;
  if (!TOKEN_PROGRAMS.includes(program) || data.length !== 10 || data[0] !== 12) throw new Error("the third is no TransferChecked");
  if (source === undefined || mint === undefined || destination === undefined || authority === undefined) throw new Error("the transfer lacks accounts");
  return { program, source, mint, destination, authority, others, amount: getU64Decoder().decode(data, 1), decimals: data[9] ?? -1 };
};

/** Whether the memos are text, and exactly the seller's one where he has one. */
export const checkMemos = (calls: readonly Call[], wanted: unknown): void => {
  const memos = calls.filter(({ program }) => program === MEMO);
  for (const { data } of memos) new TextDecoder("utf-8", { fatal: true }).decode(data);
  if (wanted === undefined) return;
  demand(typeof wanted === "string" && memos.length === 1, `${memos.length} memos`);
  const text = getUtf8Encoder().encode(String(wanted));
  demand(memos.every(({ data }) => data.length === text.length && data.every((byte, index) => byte === text[index])), "another memo");
};
