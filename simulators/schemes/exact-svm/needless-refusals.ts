import { readExtensions, transferFeeAmount } from "../../chains/svm/token-state.ts";
import { isTokenProgram, programs } from "../../chains/svm/wire/index.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import type { Inspection, InstructionKind } from "./inspect.ts";
import type { ParsedPayment } from "./parse-payment.ts";
import type { PaymentReading } from "./rules/rule.ts";

/** Faults that refuse, in verification, what is good. */

export const faults = defineFaults({
  "facilitator.exact-svm.lighthouse-refused": { role: "facilitator", bug: "BUG: refuses one or two Lighthouse instructions behind the transfer" },
  "facilitator.exact-svm.third-lighthouse-refused": { role: "facilitator", bug: "BUG: refuses a third Lighthouse instruction behind the transfer" },
  "facilitator.exact-svm.memo-demanded": { role: "facilitator", bug: "BUG: refuses a payment without Memo where the seller asked for none" },
  "facilitator.exact-svm.memo-ascii-only": { role: "facilitator", bug: "BUG: refuses the seller's memo where it is not ASCII" },
  "facilitator.exact-svm.token-2022-refused": { role: "facilitator", bug: "BUG: refuses Token-2022" },
  "facilitator.exact-svm.transfer-fee-refused": { role: "facilitator", bug: "BUG: refuses mints that withhold a fee from transfers" },
  "facilitator.exact-svm.payto-fee-payer-refused": { role: "facilitator", bug: "BUG: refuses payments to the fee payer" },
  "facilitator.exact-svm.blockhash-hint-bound": { role: "facilitator", bug: "BUG: refuses a payment on another blockhash than extra.recentBlockhash" },
});

export function createNeedlessRefusals(options: { faults: FaultSet }): (good: { payment: ParsedPayment; inspection: Inspection; reading: PaymentReading | undefined }) => boolean {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return ({ payment, inspection, reading }) => {
    const { memo, payTo, feePayer, blockhashHint } = payment.required;
    const count = (wanted: InstructionKind): number => inspection.instructions.filter(({ kind }) => kind === wanted).length;
    const lighthouses = count("lighthouse");
    return (
      ((lighthouses === 1 || lighthouses === 2) && fault("facilitator.exact-svm.lighthouse-refused")) ||
      (lighthouses > 2 && fault("facilitator.exact-svm.third-lighthouse-refused")) ||
      (memo === undefined && count("memo") === 0 && fault("facilitator.exact-svm.memo-demanded")) ||
      (memo !== undefined && /[^\0-\x7f]/.test(memo) && fault("facilitator.exact-svm.memo-ascii-only")) ||
      (inspection.instructions.some(({ program }) => isTokenProgram(program) && program !== programs.token) && fault("facilitator.exact-svm.token-2022-refused")) ||
      (withholds(reading) && fault("facilitator.exact-svm.transfer-fee-refused")) ||
      (payTo === feePayer && fault("facilitator.exact-svm.payto-fee-payer-refused")) ||
      (blockhashHint !== undefined && blockhashHint !== payment.transaction.message.blockhash && fault("facilitator.exact-svm.blockhash-hint-bound"))
    );
  };
}

/** Whether the source's mint takes a fee of what is sent: then there is room for it in its accounts. */
function withholds(reading: PaymentReading | undefined): boolean {
  return reading?.source !== undefined && readExtensions(reading.source.data).some(({ type }) => type === transferFeeAmount);
}
