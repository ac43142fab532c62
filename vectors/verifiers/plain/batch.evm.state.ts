import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Event = Readonly<Record<string, unknown>> & { readonly corrective?: { readonly chargedCumulativeAmount: string; readonly signedMaxClaimable: string } };
/** What the server and the chain know; `signed` is the voucher the server holds. */
type State = { balance: bigint; claimed: bigint; charged: bigint; signed: bigint | undefined };

const MISMATCH = "invalid_batch_settlement_evm_cumulative_amount_mismatch";
const number = (value: unknown): bigint => BigInt(String(value ?? "0"));
const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);

const paidProblem = (event: Event, state: State, price: bigint): string | undefined => {
  const ceiling = number(event["maxClaimableAmount"]);
  const balance = state.balance + number(event["deposit"]);
  const right = ceiling === state.charged + price;
  if (event["answer"] === "refused") {
    if (event["error"] !== MISMATCH) return right ? undefined : "a wrong amount under another code";
    if (right) return "the right amount refused";
    const { corrective } = event;
    if (state.signed === undefined) return undefined;
    return corrective !== undefined && number(corrective.chargedCumulativeAmount) === state.charged && number(corrective.signedMaxClaimable) === state.signed ? undefined : "not the record";
  }
  if (!right || ceiling > balance) return "a voucher that is not for the next amount";
  if (event["answer"] === "failed") return undefined;
  const charge = number(event["chargedAmount"]);
  if (charge > price) return "a charge above the price";
  Object.assign(state, { balance, charged: state.charged + charge, signed: ceiling });
  return event["chargedCumulativeAmount"] === undefined || number(event["chargedCumulativeAmount"]) === state.charged ? undefined : "not what was charged";
};

const refundProblem = (event: Event, state: State): string | undefined => {
  const right = number(event["maxClaimableAmount"]) === state.charged;
  if (event["answer"] === "refused") return right ? "the right refund refused" : undefined;
  const rest = state.balance - state.charged;
  const due = event["amount"] === undefined ? rest : least(rest, number(event["amount"]));
  if (!right || number(event["refunded"]) !== due) return "another refund than is due";
  Object.assign(state, { claimed: state.charged, balance: state.balance - due, signed: due === rest ? undefined : state.signed });
  return undefined;
};

const otherProblem = (event: Event, state: State): string | undefined => {
  if (event["server"] !== undefined) Object.assign(state, { charged: state.claimed, signed: undefined });
  if (event["chain"] === "withdraw") state.balance -= number(event["amount"]);
  if (event["chain"] !== "claim") return undefined;
  state.claimed = number(event["totalClaimed"]);
  return state.claimed <= (state.signed ?? 0n) ? undefined : "a claim above the voucher";
};

/** Answers `batch.evm.state` by playing the events. */
export const verifier: Verifier = ({ shared, input }) => {
  const state: State = { balance: 0n, claimed: 0n, charged: 0n, signed: undefined };
  for (const [index, event] of (input["events"] as readonly Event[]).entries()) {
    const isPaid = event["request"] === "voucher" || event["request"] === "deposit";
    const problem = isPaid ? paidProblem(event, state, number(shared["price"])) : event["request"] === "refund" ? refundProblem(event, state) : otherProblem(event, state);
    if (problem !== undefined) return refused(`event ${index}: ${problem}`);
  }
  return accepted();
};
