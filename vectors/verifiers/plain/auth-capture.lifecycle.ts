import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Event = { readonly at: number; readonly operation: string; readonly amount?: string; readonly consent?: string; readonly outcome: "done" | "refused" };
type Terms = { readonly flow: string; readonly maximum: bigint; readonly captureDeadline: number; readonly refundDeadline: number };
type State = { collected: boolean; capturable: bigint; refundable: bigint; readonly consents: Set<string> };

/** What an operation does to the state where the rules allow it; undefined where they do not. */
const effectOf = (event: Event, state: State, terms: Terms): (() => void) | undefined => {
  const amount = BigInt(event.amount ?? "0");
  const fresh = event.consent === undefined || !state.consents.has(event.consent);
  switch (event.operation) {
    case "authorize":
      return terms.flow === "escrow" && !state.collected && amount === terms.maximum ? () => Object.assign(state, { collected: true, capturable: amount }) : undefined;
    case "charge":
      return terms.flow === "authorization" && !state.collected && amount > 0n && amount <= terms.maximum ? () => Object.assign(state, { collected: true, refundable: amount }) : undefined;
    case "capture":
      return fresh && event.at < terms.captureDeadline && amount > 0n && amount <= state.capturable ? () => Object.assign(state, { capturable: state.capturable - amount, refundable: state.refundable + amount }) : undefined;
    case "void":
      return state.capturable > 0n ? () => Object.assign(state, { capturable: 0n }) : undefined;
    case "refund":
      return fresh && event.at < terms.refundDeadline && amount > 0n && amount <= state.refundable ? () => Object.assign(state, { refundable: state.refundable - amount }) : undefined;
    case "reclaim":
      return event.at >= terms.captureDeadline && state.capturable > 0n ? () => Object.assign(state, { capturable: 0n }) : undefined;
    default:
      return undefined;
  }
};

/** Answers `auth-capture.lifecycle` by playing the events. */
export const verifier: Verifier = ({ shared, input }) => {
  const terms: Terms = { flow: String(input["paymentFlow"]), maximum: BigInt(String(shared["maximum"])), captureDeadline: Number(shared["captureDeadline"]), refundDeadline: Number(shared["refundDeadline"]) };
  const state: State = { collected: false, capturable: 0n, refundable: 0n, consents: new Set() };
  for (const [index, event] of (input["events"] as readonly Event[]).entries()) {
    const effect = effectOf(event, state, terms);
    if ((effect !== undefined) !== (event.outcome === "done")) return refused(`event ${index} is ${event.outcome}`);
    effect?.();
    if (event.consent !== undefined) state.consents.add(event.consent);
  }
  return accepted();
};
