import type { ChainRule } from "./rule.ts";

/** The newer text's §2.2.3: what would fail costs the fee and pays nobody. An expired blockhash fails like that too. */
export const execution: ChainRule = ({ reading: { executionError } }) => {
  if (executionError === null) return [];
  if (executionError === "AlreadyProcessed") return ["already-processed"];
  return executionError === "BlockhashNotFound" ? ["blockhash-unknown"] : ["execution-fails"];
};
