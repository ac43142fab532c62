import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Step = { readonly caller: string; readonly operation: string; readonly payTo: string; readonly paymentId: string; readonly token?: string; readonly amount?: string; readonly psp: string; readonly answer: string };
type Payment = { first: Step; held: boolean; declined: boolean; end?: Step };

const sameContent = (left: Step, right: Step): boolean => left.operation === right.operation && left.token === right.token && left.amount === right.amount;

/** What a facilitator may do at the PSP and answer. */
type Allowed = readonly (readonly [psp: string, answer: string])[];

const ANSWERS: Readonly<Record<string, string>> = { hold: "success", "hard decline": "card_declined", "soft decline": "card_declined", "authentication required": "card_authentication_required" };
const FRESH: Allowed = Object.entries(ANSWERS);
const REFUSED: Allowed = [["nothing", "refused"]];

const authorization = (step: Step, payment: Payment | undefined): Allowed => {
  if (payment === undefined) return FRESH;
  if (!sameContent(payment.first, step)) return REFUSED;
  if (payment.held) return [["nothing", "success"]];
  return payment.declined ? [["nothing", "card_declined"]] : FRESH;
};

const ending = (step: Step, payment: Payment | undefined): Allowed => {
  if (step.caller !== step.payTo || payment === undefined || !payment.held) return REFUSED;
  if (payment.end !== undefined) return sameContent(payment.end, step) ? [["nothing", "success"]] : REFUSED;
  if (step.operation === "void") return [["void", "success"]];
  return BigInt(step.amount ?? "0") <= BigInt(payment.first.amount ?? "0") ? [["capture", "success"]] : REFUSED;
};

/** Answers `auth-capture.card.lifecycle` by playing the steps. */
export const verifier: Verifier = ({ input }) => {
  const payments = new Map<string, Payment>();
  for (const [index, step] of (input["steps"] as readonly Step[]).entries()) {
    const key = `${step.payTo}\n${step.paymentId}`;
    const payment = payments.get(key);
    const isEnd = step.operation === "capture" || step.operation === "void";
    const allowed = step.operation === "authorize" ? authorization(step, payment) : isEnd ? ending(step, payment) : REFUSED;
    if (!allowed.some(([psp, answer]) => psp === step.psp && answer === step.answer)) return refused(`step ${index}: ${step.psp}, ${step.answer}`);
    if (step.operation === "authorize" && step.psp !== "nothing") payments.set(key, { first: step, held: step.psp === "hold", declined: step.psp === "hard decline" });
    if (isEnd && step.psp !== "nothing" && payment !== undefined) payment.end = step;
  }
  return accepted();
};
