import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Instruction = { readonly program: string; readonly accounts: readonly string[]; readonly data: string };

const BUDGET = "ComputeBudget111111111111111111111111111111";
const LIGHTHOUSE = "L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95";
const MEMO = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr";

const bytesOf = (data: string): Buffer => Buffer.from(data.slice(2), "hex");

/** The highest value each instruction of the budget may have, by its discriminator, and its bytes. */
const BOUNDS = new Map([[2, { length: 5, most: 400_000n }], [3, { length: 9, most: 5_000_000n }]]);

const budgetProblem = (prefix: readonly Instruction[]): string | undefined => {
  let last = 0;
  for (const { data } of prefix) {
    const bytes = bytesOf(data);
    const kind = bytes[0] ?? 0;
    const bound = BOUNDS.get(kind);
    if (bound === undefined || bytes.length !== bound.length) return "neither limit nor price";
    if (kind <= last) return "twice, or out of order";
    last = kind;
    if (bytes.subarray(1).toReversed().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) > bound.most) return "above its bound";
  }
  return undefined;
};

/** Answers `upto.svm.open.layout`. */
export const verifier: Verifier = ({ shared, input }) => {
  const instructions = input["instructions"] as readonly Instruction[];
  const begin = instructions.findIndex(({ program }) => program !== BUDGET);
  const opening = instructions[begin];
  if (opening === undefined || opening.program !== shared["channelProgram"] || bytesOf(opening.data)[0] !== 1) return refused("no open where it belongs");
  const problem = budgetProblem(instructions.slice(0, begin));
  if (problem !== undefined) return refused(`compute budget: ${problem}`);
  const suffix = instructions.slice(begin + 1);
  if (suffix.some(({ program }) => program !== LIGHTHOUSE && program !== MEMO)) return refused("another program behind the open");
  if (suffix.length > 4 || suffix.filter(({ program }) => program === LIGHTHOUSE).length > 3) return refused("too many behind the open");
  if (suffix.some(({ accounts }) => accounts.includes(String(shared["feePayer"])))) return refused("the fee payer outside of the open");
  const memos = suffix.filter(({ program }) => program === MEMO).map(({ data }) => bytesOf(data).toString("utf8"));
  return input["memo"] === undefined || (memos.length === 1 && memos[0] === input["memo"]) ? accepted() : refused("not the memo");
};
