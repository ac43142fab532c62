import { tokenAmount } from "../chain-accounts.ts";
import type { ChainRule } from "./rule.ts";

/** The newer text's §2.2.3: what would fail costs the fee and pays nobody. An expired blockhash fails like that too. */
export const execution: ChainRule = ({ inspection, reading: { executionError, source } }) => {
  if (executionError === null) return [];
  if (executionError === "AlreadyProcessed") return ["already-processed"];
  if (executionError === "BlockhashNotFound") return ["blockhash-unknown"];
  // The core text has a word for the commonest cause.
  return [(tokenAmount(source) ?? 0n) < (inspection.transfer?.amount ?? 0n) ? "balance-low" : "execution-fails"];
};
