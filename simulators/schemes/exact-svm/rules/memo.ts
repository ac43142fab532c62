import { equalBytes } from "../../../chains/svm/wire/index.ts";
import type { Rule } from "./rule.ts";

/** Rule 1, last point: where the seller names a memo, there is one Memo and it says that, byte for byte. */
export const memo: Rule = ({ payment, inspection }) => {
  const { memo: wanted } = payment.required;
  if (wanted === undefined) return [];
  const found = inspection.instructions.filter(({ kind }) => kind === "memo").map(({ data }) => data);
  const bytes = Buffer.from(wanted, "utf8");
  const matches = found.filter((data) => equalBytes(data, bytes));
  if (found.length === 1 && matches.length === 1) return [];
  if (found.length === 0) return ["memo-missing"];
  if (matches.length > 0) return ["memo-repeated"];
  return found.some((data) => Buffer.from(data).toString("utf8").normalize() === wanted.normalize()) ? ["memo-other-form"] : ["memo-other"];
};
