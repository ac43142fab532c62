import { associatedTokenAddress, programs, type TokenTransfer } from "../../../chains/svm/wire/index.ts";
import type { Defect } from "../defects.ts";
import type { RequiredPayment } from "../parse-payment.ts";
import type { Rule } from "./rule.ts";

/** Rules 4 and 6: what is transferred, to whom, and how much. The layout rule saw to the program. */
export const transfer: Rule = ({ payment: { required }, inspection }) => {
  const { transfer: found } = inspection;
  if (found?.mint === undefined) return [];
  return [
    ...(found.mint === required.asset ? [] : (["mint"] as const)),
    ...destinationDefects({ found, mint: found.mint, required }),
    ...(found.amount < required.amount ? (["amount-under"] as const) : []),
    ...(found.amount > required.amount ? (["amount-over"] as const) : []),
  ];
};

function destinationDefects(options: { found: TokenTransfer; mint: string; required: RequiredPayment }): readonly Defect[] {
  const { found, mint, required } = options;
  const { destination, tokenProgram } = found;
  const { payTo: owner, asset } = required;
  if (destination === associatedTokenAddress({ owner, mint: asset, tokenProgram })) return [];
  // Of another mint, which was told, payTo's account for that mint.
  if (mint !== asset && destination === associatedTokenAddress({ owner, mint, tokenProgram })) return [];
  const otherProgram = tokenProgram === programs.token ? programs.token2022 : programs.token;
  return destination === associatedTokenAddress({ owner, mint: asset, tokenProgram: otherProgram }) ? ["destination-program"] : ["destination"];
}
