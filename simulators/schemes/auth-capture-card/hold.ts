import type { SettleResponse } from "../../../spec/types.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import type { Caller } from "../scheme.ts";
import type { CardProvider, HoldRequest, IntentAnswer, SeenIntent } from "./card-provider.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { closedState, type Ground, isOver, refusal } from "./ground.ts";
import type { SettleRequest } from "./parse-request.ts";
import { type CardPayment, referenceOf, tokenDigest } from "./payments.ts";
import { createRateLimit } from "./rate-limit.ts";

/** The first settle of a payment: scheme_auth_capture_card.md 4.5, 7.2, 7.3 and 8.2. */

export const faults = defineFaults({
  "facilitator.auth-capture-card.hold-above-offer": { role: "facilitator", bug: "BUG: holds one unit more than the offer says" },
  "facilitator.auth-capture-card.psp-first-always": { role: "facilitator", bug: "BUG: places every hold at the first PSP it has" },
  "facilitator.auth-capture-card.psp-of-token": { role: "facilitator", bug: "BUG: places a hold at whichever PSP knows the token" },
  "facilitator.auth-capture-card.account-remembered": { role: "facilitator", bug: "BUG: places every hold of a card on the account it was first used for" },
  "facilitator.auth-capture-card.unmarked": { role: "facilitator", bug: "BUG: does not mark its authorizations as of x402" },
  "facilitator.auth-capture-card.hold-needs-server": { role: "facilitator", bug: "BUG: places holds for servers with a credential only" },
  "facilitator.auth-capture-card.held-again": { role: "facilitator", bug: "BUG: places another hold when a payload comes again" },
  "facilitator.auth-capture-card.concurrent-held-twice": { role: "facilitator", bug: "BUG: places another hold when a payload comes again before the first hold is answered" },
  "facilitator.auth-capture-card.lost-hold-placed-again": { role: "facilitator", bug: "BUG: takes a hold whose answer was lost for one that was never placed" },
  "facilitator.auth-capture-card.token-conflict-ignored": { role: "facilitator", bug: "BUG: takes a payload with another token for a repetition" },
  "facilitator.auth-capture-card.amount-conflict-ignored": { role: "facilitator", bug: "BUG: takes a payload for another amount for a repetition" },
  "facilitator.auth-capture-card.conflict-voids": { role: "facilitator", bug: "BUG: lets the hold of a payment go when its paymentId comes with other content" },
  "facilitator.auth-capture-card.payto-not-in-identity": { role: "facilitator", bug: "BUG: tells payments apart by paymentId alone" },
  "facilitator.auth-capture-card.single-use-again": { role: "facilitator", bug: "BUG: authorizes single-use tokens under any number of paymentIds" },
  "facilitator.auth-capture-card.hard-detail-told": { role: "facilitator", bug: "BUG: answers hard declines with the issuer's own reason" },
  "facilitator.auth-capture-card.hard-detail-beside": { role: "facilitator", bug: "BUG: puts the issuer's own reason beside card_declined" },
  "facilitator.auth-capture-card.authentication-as-declined": { role: "facilitator", bug: "BUG: says card_declined where the issuer wants authentication" },
  "facilitator.auth-capture-card.hard-resubmitted": { role: "facilitator", bug: "BUG: submits a payment again that was declined for good" },
  "facilitator.auth-capture-card.soft-uncapped": { role: "facilitator", bug: "BUG: begins a new intent for every retry after a soft decline, and never stops" },
});

type HoldSettle = Extract<SettleRequest, { kind: "hold" }>;

export interface Holds {
  settle(request: HoldSettle, caller: Caller | undefined): Promise<SettleResponse>;
  /** What verification says of it. Asks nobody. */
  judge(request: HoldSettle): ErrorReason | undefined;
  /** Finds out what became of a hold whose answer was lost, without placing one. In the payment's lock. */
  lookUp(reference: string, payment: CardPayment): Promise<CardPayment>;
  /** The same, when nobody is to be told of the hold any more: one that was never placed is none for good. */
  giveUp(reference: string, payment: CardPayment): Promise<CardPayment>;
  reference(request: Pick<SettleRequest, "terms" | "paymentId">): string;
}

/** Asks and looks, by turns, until one of them tells: an answer, a look, once more each. */
const STEPS = 4;

const REFUSALS: Readonly<Record<string, ErrorReason>> = {
  payment_method_used: "duplicate_settlement",
  payment_method_detached: "invalid_payload",
  resource_missing: "invalid_payload",
  card_data_refused: "invalid_payload",
};

export function createHolds(ground: Ground): Holds {
  const { network, payments, effects, keyOf } = ground;
  const fault = faultPoints({ declared: faults, active: ground.faults });
  const rate = createRateLimit({ now: effects.now });
  const underWay = new Set<string>();
  // For faults: what they remember. By the card's fingerprint, and by the payment.
  const accounts = new Map<string, string>();
  const misplaced = new Map<string, string>();
  const reasons = new Map<string, string>();
  const firstProvider = (name: string): string => (ground.firstProvider !== name && fault("facilitator.auth-capture-card.psp-first-always") ? ground.firstProvider : name);
  const freshKey = (reference: string): string => keyOf(reference, `again-${Buffer.from(effects.randomBytes(8)).readUInt32BE().toString(36)}`);

  const reference = ({ terms, paymentId }: Pick<SettleRequest, "terms" | "paymentId">): string => referenceOf({ payTo: fault("facilitator.auth-capture-card.payto-not-in-identity") ? "" : terms.payTo, paymentId });

  /** Why a payload is no repetition of the payment that has its identity. */
  const conflict = ({ terms, token }: HoldSettle, known: CardPayment): ErrorReason | undefined => {
    const otherToken = known.token !== tokenDigest({ psp: terms.psp, token }) && !fault("facilitator.auth-capture-card.token-conflict-ignored");
    const otherAmount = known.amount !== terms.amount.toString() && !fault("facilitator.auth-capture-card.amount-conflict-ignored");
    return otherToken || otherAmount || known.network !== terms.network || known.psp !== terms.psp || known.currency !== terms.currency ? "duplicate_settlement" : undefined;
  };

  const isLate = ({ terms }: HoldSettle): boolean => terms.captureDeadline !== undefined && terms.captureDeadline * 1_000 <= effects.now();

  const holdRequest = ({ terms, token }: HoldSettle, merchantReference: string): HoldRequest => ({
    payTo: misplaced.get(merchantReference) ?? terms.payTo,
    currency: terms.currency,
    amount: fault("facilitator.auth-capture-card.hold-above-offer") ? terms.amount + 1n : terms.amount,
    token,
    reference: merchantReference,
    captureMethod: terms.atOnce ? "automatic" : "manual",
    marked: !fault("facilitator.auth-capture-card.unmarked"),
  });

  /** What a token stands for at the provider of the offer. */
  const lookAt = async ({ terms, token }: HoldSettle): Promise<{ psp: string; seen: Awaited<ReturnType<CardProvider["token"]>> }> => {
    const psp = firstProvider(terms.psp);
    const seen = await ground.provider(psp).token(token);
    if (seen.kind !== "unknown") return { psp, seen };
    for (const other of ground.providers) {
      const there = other === psp ? seen : await ground.provider(other).token(token);
      if (there.kind === "token" && fault("facilitator.auth-capture-card.psp-of-token")) return { psp: other, seen: there };
    }
    return { psp, seen };
  };

  /** A payment nobody has heard of: what it is paid with is looked at, and it is written down. @returns why it is none */
  const begin = async (request: HoldSettle, ref: string): Promise<CardPayment | ErrorReason> => {
    const { terms, paymentId } = request;
    if (isLate(request)) return "invalid_payment_requirements";
    const { seen, psp: at } = await lookAt(request);
    if (seen.kind === "open") return "unexpected_settle_error";
    // A card of another network than the offer's is priced and ruled differently (4.2).
    if (seen.kind === "unknown" || seen.token.type !== "card" || `card:${seen.token.network}` !== network) return "invalid_payload";
    // Of another network's half, which shares the store, and was faster.
    if (payments.find(ref) !== undefined) return "duplicate_settlement";
    const token = tokenDigest({ psp: terms.psp, token: request.token });
    if (seen.token.singleUse) {
      const on = payments.spentOn(token);
      // On this very payment where the facilitator was ended right after it had noted so.
      const spent = on === undefined ? seen.token.used : on !== ref;
      if (spent && !fault("facilitator.auth-capture-card.single-use-again")) return "duplicate_settlement";
      payments.spend({ token, on: ref });
    }
    if (!rate.allows(seen.token.fingerprint)) return "card_declined";
    const { payTo, currency, amount, captureDeadline, maxTimeoutSeconds } = terms;
    const account = accounts.get(seen.token.fingerprint) ?? payTo;
    accounts.set(seen.token.fingerprint, account);
    if (account !== payTo && fault("facilitator.auth-capture-card.account-remembered")) misplaced.set(ref, account);
    return payments.put(ref, { network, psp: at, payTo, paymentId, token, currency, amount: amount.toString(), ...(captureDeadline === undefined ? {} : { captureDeadline }), tellBy: Math.ceil(effects.now() / 1_000 + maxTimeoutSeconds), state: { kind: "placing", attempt: 1 } });
  };

  /** Asks for the hold a payment is waiting for, or finds out what became of it. */
  const place = async (options: { request: HoldSettle; reference: string; payment: CardPayment; asked: boolean }): Promise<CardPayment> => {
    const { request, reference: ref, payment } = options;
    const provider = ground.provider(payment.psp);
    const { state } = payment;
    if (state.kind !== "placing") return payment;
    const { attempt, transaction } = state;
    const idempotencyKey = keyOf(ref, `hold-${attempt}`);
    const ask = async (): Promise<IntentAnswer> => (transaction === undefined ? await provider.place({ hold: holdRequest(request, ref), idempotencyKey }) : await provider.confirm({ id: transaction, idempotencyKey }));
    const look = async (): Promise<IntentAnswer | { readonly kind: "none" }> => (transaction === undefined && fault("facilitator.auth-capture-card.lost-hold-placed-again") ? await provider.place({ hold: holdRequest(request, ref), idempotencyKey: freshKey(ref) }) : await seek(ref, payment));
    let answer: IntentAnswer | { readonly kind: "none" } = options.asked ? await look() : await ask();
    for (let step = 1; step < STEPS && (answer.kind === "none" || answer.kind === "open"); step += 1) answer = answer.kind === "none" ? await ask() : await look();
    return await conclude({ reference: ref, payment, answer });
  };

  /** What the provider knows of the attempt that a payment is waiting for. */
  const seek = async (ref: string, payment: CardPayment): Promise<IntentAnswer | { readonly kind: "none" }> => {
    const { state } = payment;
    if (state.kind !== "placing") return { kind: "none" };
    const provider = ground.provider(payment.psp);
    if (state.transaction === undefined) return await provider.find({ payTo: payment.payTo, reference: ref });
    const answer = await provider.read(state.transaction);
    return answer.kind === "intent" && answer.intent.attempts < state.attempt ? { kind: "none" } : answer;
  };

  const conclude = async (options: { reference: string; payment: CardPayment; answer: IntentAnswer | { readonly kind: "none" } }): Promise<CardPayment> => {
    const { reference: ref, payment, answer } = options;
    const { state } = payment;
    if (state.kind !== "placing" || answer.kind === "open" || answer.kind === "none") return payment;
    const { attempt } = state;
    if (answer.kind === "refused") return payments.put(ref, { ...payment, state: { kind: "declined", reason: REFUSALS[answer.code] ?? "invalid_payment_requirements", retriable: false, attempt, transaction: state.transaction ?? "" } });
    const { intent } = answer;
    if (intent.status === "requires_capture") return payments.put(ref, { ...payment, state: { kind: "held", transaction: intent.id } });
    if (isOver(intent)) return payments.put(ref, { ...payment, state: closedState({ payment, intent }) });
    if (intent.status !== "requires_payment_method" && intent.status !== "requires_action") return payments.put(ref, { ...payment, state: { ...state, transaction: intent.id } });
    // A provider that opens a challenge all the same: this version has no way through it (7.2), and nothing may stay open.
    if (intent.status === "requires_action") await ground.provider(payment.psp).cancel({ id: intent.id, idempotencyKey: keyOf(ref, "no-challenge") });
    if (intent.decline?.class === "hard") reasons.set(ref, intent.decline.code);
    return payments.put(ref, { ...payment, state: { kind: "declined", ...declined(intent), attempt, transaction: intent.id } });
  };

  /** By a fault: what 8.2 keeps from buyers. */
  const told = (ref: string, reply: SettleResponse): SettleResponse => (reasons.has(ref) && !reply.success && fault("facilitator.auth-capture-card.hard-detail-beside") ? Object.assign({}, reply, { errorMessage: reasons.get(ref) }) : reply);

  const declined = ({ status, decline }: SeenIntent): { reason: ErrorReason; retriable: boolean } => {
    if (status === "requires_action" || decline?.class === "authentication-required") return { reason: fault("facilitator.auth-capture-card.authentication-as-declined") ? "card_declined" : "card_authentication_required", retriable: false };
    if (decline?.class === "soft") return { reason: decline.code === "insufficient_funds" ? "insufficient_funds" : "card_declined", retriable: true };
    // 8.2: one code for all of them, and nothing beside it.
    return { reason: decline !== undefined && fault("facilitator.auth-capture-card.hard-detail-told") ? (decline.code as ErrorReason) : "card_declined", retriable: false };
  };

  /** The same payload once more, after a decline. */
  const retry = async (request: HoldSettle, ref: string, payment: CardPayment): Promise<CardPayment> => {
    const { state } = payment;
    if (state.kind !== "declined") return payment;
    if (!state.retriable && !(state.reason === "card_declined" && fault("facilitator.auth-capture-card.hard-resubmitted"))) return payment;
    const again = (transaction?: string): CardPayment => payments.put(ref, { ...payment, state: { kind: "placing", attempt: state.attempt + 1, ...(transaction === undefined ? {} : { transaction }) } });
    if (state.retriable && fault("facilitator.auth-capture-card.soft-uncapped")) return await place({ request, reference: ref, payment: again(), asked: false });
    // 7.3: the lower of what the provider and the card network allow. Where it cannot be learned, not now.
    const limit = await ground.provider(payment.psp).attemptLimit(network.slice("card:".length));
    return limit === undefined || state.attempt >= limit ? payment : await place({ request, reference: ref, payment: again(state.transaction), asked: false });
  };

  const advance = async (request: HoldSettle, ref: string, payment: CardPayment, begun: boolean): Promise<CardPayment> => {
    if (payment.state.kind === "placing") return await place({ request, reference: ref, payment, asked: !begun });
    if (payment.state.kind === "held" && !begun && fault("facilitator.auth-capture-card.held-again")) return await holdOnceMore(request, ref, payment);
    return await retry(request, ref, payment);
  };

  const holdOnceMore = async (request: HoldSettle, ref: string, payment: CardPayment): Promise<CardPayment> => {
    const answer = await ground.provider(payment.psp).place({ hold: holdRequest(request, ref), idempotencyKey: freshKey(ref) });
    return await conclude({ reference: ref, payment: { ...payment, state: { kind: "placing", attempt: 1 } }, answer });
  };

  return {
    reference,
    judge(request) {
      const known = payments.find(reference(request));
      if (known === undefined) return isLate(request) ? "invalid_payment_requirements" : undefined;
      const other = conflict(request, known);
      if (other !== undefined) return other;
      const { success, errorReason } = replyTo(known);
      return success || (known.state.kind === "declined" && known.state.retriable) || known.state.kind === "placing" ? undefined : (errorReason as ErrorReason);
    },
    async settle(request, caller) {
      const ref = reference(request);
      if (caller === undefined && fault("facilitator.auth-capture-card.hold-needs-server")) return refusal({ network, reason: "invalid_transaction_state" });
      if (underWay.has(ref) && fault("facilitator.auth-capture-card.concurrent-held-twice")) {
        const answer = await ground.provider(request.terms.psp).place({ hold: holdRequest(request, ref), idempotencyKey: freshKey(ref) });
        if (answer.kind === "intent") return { success: true, transaction: answer.intent.id, network, amount: request.terms.amount.toString() };
      }
      underWay.add(ref);
      return await ground
        .lock(ref, async () => {
          const known = payments.find(ref);
          const other = known === undefined ? undefined : conflict(request, known);
          if (other !== undefined) {
            if (known?.state.kind === "held" && fault("facilitator.auth-capture-card.conflict-voids")) await ground.provider(known.psp).cancel({ id: known.state.transaction, idempotencyKey: keyOf(ref, "conflict") });
            return refusal({ network, reason: other });
          }
          const payment = known ?? (await begin(request, ref));
          return typeof payment === "string" ? refusal({ network, reason: payment }) : told(ref, replyTo(await advance(request, ref, payment, known === undefined)));
        })
        .finally(() => underWay.delete(ref));
    },
    lookUp: async (ref, payment) => await conclude({ reference: ref, payment, answer: await seek(ref, payment) }),
    async giveUp(ref, payment) {
      const answer = await seek(ref, payment);
      if (payment.state.kind !== "placing" || answer.kind !== "none") return await conclude({ reference: ref, payment, answer });
      const { attempt, transaction = "" } = payment.state;
      return payments.put(ref, { ...payment, state: { kind: "declined", reason: "invalid_transaction_state", retriable: false, attempt, transaction } });
    },
  };
}

/** What whoever presents a payment's payload is told. */
function replyTo({ network: named, amount, state }: CardPayment): SettleResponse {
  const network = named as `card:${string}`;
  if (state.kind === "placing") return state.transaction === undefined ? refusal({ network, reason: "unexpected_settle_error" }) : refusal({ network, reason: "settlement_pending", transaction: state.transaction });
  if (state.kind === "declined") return refusal({ network, reason: state.reason });
  // Let go, or lapsed: it holds nothing any more, and under this identity nothing is held again.
  if (state.kind === "closed" && !state.captured) return refusal({ network, reason: "invalid_transaction_state", transaction: state.transaction });
  return { success: true, transaction: state.transaction, network, amount };
}
