import { decodeComputeBudget, type Instruction } from "../../../chains/svm/wire/index.ts";
import type { Rule } from "./rule.ts";

/** Rule 3, and the newer text's §2.2.1: what the fee payer may be made to spend on the network's fee. */
export const computeBudget: Rule = ({ inspection: { microLamportsPerUnit, unitLimit } }) => [
  ...(microLamportsPerUnit !== undefined && microLamportsPerUnit > MAX_MICRO_LAMPORTS_PER_UNIT ? (["price-high"] as const) : []),
  ...(unitLimit !== undefined && unitLimit > MAX_UNITS ? (["limit-high"] as const) : []),
];

/** 5 lamports. */
const MAX_MICRO_LAMPORTS_PER_UNIT = 5_000_000n;
/** The newer text's default for a sponsor. */
const MAX_UNITS = 400_000;

export function isHighPrice(instruction: Instruction): boolean {
  const budget = decodeComputeBudget(instruction);
  return budget?.kind === "setComputeUnitPrice" && budget.microLamports > MAX_MICRO_LAMPORTS_PER_UNIT;
}
