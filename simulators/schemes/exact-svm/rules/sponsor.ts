import type { Rule } from "./rule.ts";

/** Who pays the fee: scheme_exact_svm.md, `extra.feePayer`. We sign for one address, and the transaction must be built on it. */
export const sponsor: Rule = ({ payment, inspection, sponsor: own }) => {
  const { feePayer } = payment.required;
  return [...(feePayer === own ? [] : (["fee-payer-unmanaged"] as const)), ...(inspection.feePayer === feePayer ? [] : (["fee-payer-other"] as const))];
};
