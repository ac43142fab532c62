import type { SettleResponse } from "../../../spec/types.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import type { Caller } from "../scheme.ts";
import type { IntentAnswer } from "./card-provider.ts";
import { closedState, type Ground, isOver, kept, refusal, sameOperation } from "./ground.ts";
import type { Holds } from "./hold.ts";
import type { SettleRequest } from "./parse-request.ts";
import type { CardPayment, KeptOperation } from "./payments.ts";

/** What ends a payment: one capture or one void, by the server, at the deadline, or by the issuer. scheme_auth_capture_card.md 4.5 and 4.6. */

export const faults = defineFaults({
  "facilitator.auth-capture-card.consent-unasked": { role: "facilitator", bug: "BUG: carries captures and voids out for whoever sends them" },
  "facilitator.auth-capture-card.consent-anybodys": { role: "facilitator", bug: "BUG: takes the credential of any server for a payment's captures and voids" },
  "facilitator.auth-capture-card.payto-unbound": { role: "facilitator", bug: "BUG: finds the payment of a capture or void by paymentId alone" },
  "facilitator.auth-capture-card.capture-clamped": { role: "facilitator", bug: "BUG: captures the whole hold when asked for more, and says that more was captured" },
  "facilitator.auth-capture-card.capture-whole": { role: "facilitator", bug: "BUG: captures the whole hold whatever is asked for" },
  "facilitator.auth-capture-card.capture-offered-amount": { role: "facilitator", bug: "BUG: reports the offered amount as captured" },
  "facilitator.auth-capture-card.finalized-again": { role: "facilitator", bug: "BUG: gives the money of a captured payment back when it is to be voided, and refuses all the same" },
  "facilitator.auth-capture-card.retry-refused": { role: "facilitator", bug: "BUG: refuses a capture or void that comes again" },
  "facilitator.auth-capture-card.retry-resubmitted": { role: "facilitator", bug: "BUG: submits a capture or void that comes again to the PSP once more" },
  "facilitator.auth-capture-card.lost-capture-refused": { role: "facilitator", bug: "BUG: takes a capture whose answer was lost for one that was refused" },
  "facilitator.auth-capture-card.conflict-succeeds": { role: "facilitator", bug: "BUG: says success to a second capture or void with other content" },
  "facilitator.auth-capture-card.unknown-succeeds": { role: "facilitator", bug: "BUG: says success to captures and voids of payments there are none of" },
  "facilitator.auth-capture-card.void-unsubmitted": { role: "facilitator", bug: "BUG: says success to a void and lets the hold stand" },
  "facilitator.auth-capture-card.late-captured": { role: "facilitator", bug: "BUG: says success to captures after the hold was voided at captureDeadline" },
  "facilitator.auth-capture-card.pending-as-success": { role: "facilitator", bug: "BUG: reports a capture as done that was only acknowledged" },
  "facilitator.auth-capture-card.pending-without-id": { role: "facilitator", bug: "BUG: says settlement_pending without the PSP's identifier" },
});

type Lifecycle = Extract<SettleRequest, { kind: "lifecycle" }>;

export interface Finalizing {
  settle(request: Lifecycle, caller: Caller | undefined): Promise<SettleResponse>;
  /** Ends a payment that is due. @returns whether there is nothing more to do for it */
  expire(reference: string): Promise<boolean>;
  /** Asks the provider how a payment stands, and never takes it back to where it was before. @returns whether the provider could be asked */
  refresh(reference: string): Promise<boolean>;
  /** Whether who asks is the server of an account. */
  consents(payTo: string, caller: Caller | undefined): boolean;
}

export function createFinalizing(ground: Ground, holds: Holds): Finalizing {
  const { network, payments, effects, keyOf } = ground;
  const fault = faultPoints({ declared: faults, active: ground.faults });
  const refuse = (reason: Parameters<typeof refusal>[0]["reason"], transaction?: string): SettleResponse => refusal({ network, reason, ...(transaction === undefined ? {} : { transaction }) });

  const consents = (payTo: string, caller: Caller | undefined): boolean => {
    if (caller === undefined) return fault("facilitator.auth-capture-card.consent-unasked");
    return caller.accounts.includes(payTo) || fault("facilitator.auth-capture-card.consent-anybodys");
  };

  /** For faults. */
  const ofAnother = ({ paymentId }: Lifecycle): readonly [string, CardPayment] | undefined => payments.all().find(([, payment]) => payment.paymentId === paymentId);

  const find = (request: Lifecycle): readonly [string, CardPayment] | undefined => {
    const reference = holds.reference(request);
    const payment = payments.find(reference);
    if (payment?.payTo === request.terms.payTo) return [reference, payment];
    const other = ofAnother(request);
    return other !== undefined && fault("facilitator.auth-capture-card.payto-unbound") ? other : undefined;
  };

  /** Notes what the provider says. A hold that still stands is left as it is known. */
  const note = (reference: string, payment: CardPayment, answer: IntentAnswer, asked?: KeptOperation): CardPayment => {
    if (answer.kind !== "intent" || !isOver(answer.intent)) return payment;
    return payments.put(reference, { ...payment, state: closedState({ payment, intent: answer.intent, ...(asked === undefined ? {} : { asked }) }) });
  };

  /** Asks for what a payment is to end with, until it is known what came of it, or cannot be known now. */
  const carryOut = async (reference: string, given: CardPayment, resumed: boolean): Promise<CardPayment> => {
    const { state } = given;
    if (state.kind !== "finalizing") return given;
    const { operation, transaction: id } = state;
    const provider = ground.provider(given.psp);
    const idempotencyKey = keyOf(reference, operation.type);
    const amount = operation.type === "capture" ? BigInt(fault("facilitator.auth-capture-card.capture-whole", () => operation.amount !== given.amount) ? given.amount : operation.amount) : 0n;
    const ask = async (): Promise<IntentAnswer> => (operation.type === "capture" ? await provider.capture({ id, amount, idempotencyKey }) : await provider.cancel({ id, idempotencyKey }));
    // Another process may have asked already. What is stored for the key says how it stood then, so the intent itself is read.
    let answer: IntentAnswer = resumed ? await provider.read(id) : await ask();
    if (answer.kind === "open" && operation.type === "capture" && fault("facilitator.auth-capture-card.lost-capture-refused")) {
      return payments.put(reference, { ...given, state: { kind: "closed", transaction: id, operation, captured: false, reply: refuse("invalid_transaction_state", id) } });
    }
    let refused = false;
    for (let step = 0; step < 3; step += 1) {
      if (answer.kind === "intent" && answer.intent.status !== "requires_capture") break;
      if (answer.kind === "intent") {
        // It was read: the hold still stands. What a provider has refused, it refuses again.
        if (refused) return payments.put(reference, { ...given, state: { kind: "held", transaction: id } });
        answer = await ask();
      } else {
        refused ||= answer.kind === "refused";
        answer = await provider.read(id);
      }
    }
    const told = operation.type === "capture" && amount.toString() !== operation.amount && answer.kind === "intent" ? { ...answer, intent: { ...answer.intent, received: BigInt(operation.amount) } } : answer;
    return note(reference, given, told, operation);
  };

  const begin = async (reference: string, payment: CardPayment, operation: KeptOperation): Promise<CardPayment> => {
    if (payment.state.kind !== "held") return payment;
    return await carryOut(reference, payments.put(reference, { ...payment, state: { kind: "finalizing", transaction: payment.state.transaction, operation } }), false);
  };

  /** What was asked for in time, and is not known to have happened, at or after captureDeadline. */
  const endLate = async (reference: string, payment: CardPayment): Promise<CardPayment> => {
    const { state } = payment;
    if (state.kind !== "finalizing" || state.operation.type === "void") return await carryOut(reference, payment, true);
    // Only where nothing came of the capture the hold is let go. It is not asked for again: it would come too late.
    const answer = await ground.provider(payment.psp).read(state.transaction);
    const standing = answer.kind === "intent" && answer.intent.status === "requires_capture";
    return standing ? await begin(reference, { ...payment, state: { kind: "held", transaction: state.transaction } }, { type: "void" }) : note(reference, payment, answer, state.operation);
  };

  const isLate = ({ captureDeadline }: CardPayment): boolean => captureDeadline !== undefined && captureDeadline * 1_000 <= effects.now();

  const replyTo = (request: Lifecycle, { state }: CardPayment): SettleResponse => {
    if (state.kind === "finalizing") {
      if (state.operation.type === "capture" && fault("facilitator.auth-capture-card.pending-as-success")) return { success: true, transaction: state.transaction, network, amount: state.operation.amount };
      return refuse("settlement_pending", fault("facilitator.auth-capture-card.pending-without-id") ? "" : state.transaction);
    }
    if (state.kind !== "closed") return refuse("invalid_transaction_state");
    const { reply } = state;
    return reply.amount !== undefined && reply.amount !== request.terms.amount.toString() && fault("facilitator.auth-capture-card.capture-offered-amount") ? { ...reply, amount: request.terms.amount.toString() } : reply;
  };

  const settleHeld = async (request: Lifecycle, reference: string, payment: CardPayment): Promise<SettleResponse> => {
    const { state } = payment;
    const { operation: asked } = request;
    if (state.kind !== "held") return refuse("invalid_transaction_state");
    // Nothing is captured after the deadline; the hold is on its way out by itself.
    if (asked.type === "capture" && isLate(payment)) return refuse("invalid_transaction_state", state.transaction);
    if (asked.type === "void" && fault("facilitator.auth-capture-card.void-unsubmitted")) return { success: true, transaction: state.transaction, network };
    const above = asked.type === "capture" && asked.amount > BigInt(payment.amount);
    if (above && !fault("facilitator.auth-capture-card.capture-clamped")) return refuse("invalid_payload", state.transaction);
    const reply = replyTo(request, await begin(reference, payment, above ? { type: "capture", amount: payment.amount } : kept(asked)));
    return above && reply.success ? { ...reply, amount: asked.amount.toString() } : reply;
  };

  const submitAgain = async (reference: string, { psp, state }: CardPayment, operation: KeptOperation): Promise<void> => {
    const provider = ground.provider(psp);
    const id = state.kind === "closed" || state.kind === "finalizing" ? state.transaction : "";
    const idempotencyKey = keyOf(reference, "again");
    await (operation.type === "capture" ? provider.capture({ id, amount: BigInt(operation.amount), idempotencyKey }) : provider.cancel({ id, idempotencyKey }));
  };

  const settleEnding = async (request: Lifecycle, reference: string, payment: CardPayment): Promise<SettleResponse> => {
    const { state } = payment;
    if (state.kind !== "finalizing" && state.kind !== "closed") return refuse("invalid_transaction_state");
    const asked = kept(request.operation);
    if (sameOperation(state.operation, asked)) {
      if (fault("facilitator.auth-capture-card.retry-refused")) return refuse("duplicate_settlement", state.transaction);
      if (state.kind === "closed" && fault("facilitator.auth-capture-card.retry-resubmitted")) await submitAgain(reference, payment, asked);
      const ended = state.kind === "closed" ? payment : isLate(payment) ? await endLate(reference, payment) : await carryOut(reference, payment, true);
      const cameTooLate = ended.state.kind === "closed" && !sameOperation(ended.state.operation, asked);
      return cameTooLate ? refuse("invalid_transaction_state", state.transaction) : replyTo(request, ended);
    }
    const success: SettleResponse = { success: true, transaction: state.transaction, network, ...(asked.type === "capture" ? { amount: asked.amount } : {}) };
    if (state.kind === "closed" && state.captured && fault("facilitator.auth-capture-card.conflict-succeeds")) return success;
    if (isLate(payment) && asked.type === "capture" && fault("facilitator.auth-capture-card.late-captured")) return success;
    if (state.kind === "closed" && state.captured && asked.type === "void" && fault("facilitator.auth-capture-card.finalized-again")) await ground.provider(payment.psp).refund({ id: state.transaction, idempotencyKey: keyOf(reference, "refund") });
    return refuse("duplicate_settlement", state.transaction);
  };

  return {
    consents,
    async settle(request, caller) {
      const { terms, operation } = request;
      if (!consents(terms.payTo, caller)) return refuse("invalid_transaction_state");
      const found = find(request);
      if (found === undefined) return ofAnother(request) === undefined && fault("facilitator.auth-capture-card.unknown-succeeds") ? { success: true, transaction: "pi_unknown", network, ...(operation.type === "capture" ? { amount: operation.amount.toString() } : {}) } : refuse("invalid_transaction_state");
      const [reference] = found;
      return await ground.lock(reference, async () => {
        const [, known] = find(request) ?? found;
        if (known.network !== terms.network || known.psp !== terms.psp || known.currency !== terms.currency) return refuse("invalid_payment_requirements");
        const payment = known.state.kind === "placing" ? await holds.lookUp(reference, known) : known;
        return payment.state.kind === "held" ? await settleHeld(request, reference, payment) : await settleEnding(request, reference, payment);
      });
    },
    expire: async (reference) =>
      await ground.lock(reference, async () => {
        const known = payments.find(reference);
        if (known === undefined) return true;
        const payment = known.state.kind === "placing" ? await holds.giveUp(reference, known) : known;
        if (payment.state.kind === "held") return isEnded(await begin(reference, payment, { type: "void" }));
        if (payment.state.kind === "placing") return false;
        return payment.state.kind !== "finalizing" || isEnded(await endLate(reference, payment));
      }),
    refresh: async (reference) =>
      await ground.lock(reference, async () => {
        const known = payments.find(reference);
        if (known?.state.kind === "placing") return (await holds.lookUp(reference, known)).state.kind !== "placing";
        if (known?.state.kind !== "held" && known?.state.kind !== "finalizing") return true;
        const answer = await ground.provider(known.psp).read(known.state.transaction);
        note(reference, known, answer, known.state.kind === "finalizing" ? known.state.operation : undefined);
        return answer.kind !== "open";
      }),
  };
}

function isEnded({ state }: CardPayment): boolean {
  return state.kind === "closed" || state.kind === "declined";
}
