import type { SettleResponse, VerifyResponse } from "../../../spec/types.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import { createPspClient } from "../../psp-client/psp-client.ts";
import { memoryStore } from "../../store.ts";
import { createHttpFetch, type HttpFetch } from "../../transports/http/http-fetch.ts";
import type { CreateSchemeFacilitator, PaymentToJudge, Provider, SchemeFacilitator } from "../scheme.ts";
import { anyCardNumber } from "./card-number.ts";
import { createCardProvider } from "./card-provider.ts";
import { createDeadlines } from "./deadlines.ts";
import { createFinalizing } from "./finalize.ts";
import { type Ground, refusal } from "./ground.ts";
import { createHolds } from "./hold.ts";
import { createKeyedLock } from "./keyed-lock.ts";
import { lettersOf } from "./letters.ts";
import { createRequestParser, type RequestToParse, type SettleRequest } from "./parse-request.ts";
import { type CardPayment, createPayments } from "./payments.ts";
import { createEventIntake } from "./provider-events.ts";
import { isCardNetwork } from "./terms.ts";

/** Facilitator half of scheme `auth-capture` on cards: scheme_auth_capture_card.md 4.5, 4.6 and 6.2. */

export const faults = defineFaults({
  "facilitator.auth-capture-card.verify-holds": { role: "facilitator", bug: "BUG: places the hold when asked to verify" },
  "facilitator.auth-capture-card.psps-missing": { role: "facilitator", bug: "BUG: does not say which PSPs it can use" },
  "facilitator.auth-capture-card.lifecycle-refused": { role: "facilitator", bug: "BUG: takes captures and voids at an endpoint of its own only, and refuses them at settle" },
  "facilitator.auth-capture-card.lifecycle-as-repetition": { role: "facilitator", bug: "BUG: takes a capture of the whole hold for a repetition of the hold" },
  "facilitator.auth-capture-card.refund-relayed": { role: "facilitator", bug: "BUG: passes a settle of type refund on to the PSP" },
  "facilitator.auth-capture-card.reclaim-relayed": { role: "facilitator", bug: "BUG: lets the hold go for a settle of type reclaim" },
  "facilitator.auth-capture-card.deadline-unwatched": { role: "facilitator", bug: "BUG: leaves holds alone that nobody has captured by captureDeadline" },
  "facilitator.auth-capture-card.forgets-on-restart": { role: "facilitator", bug: "BUG: knows nothing of its payments after a restart, and makes idempotency keys by its start" },
  "facilitator.auth-capture-card.outcomes-forgotten": { role: "facilitator", bug: "BUG: forgets on a restart what became of payments that are over" },
  "facilitator.auth-capture-card.amount-in-major-units": { role: "facilitator", bug: "BUG: reports amounts in the unit people know, with a point" },
  "facilitator.auth-capture-card.extension-demanded": { role: "facilitator", bug: "BUG: refuses payments without the extension payment-identifier" },
  "facilitator.auth-capture-card.card-number-in-reply": { role: "facilitator", bug: "BUG: names the payer by the number of the card" },
});

/** Where `providers` is missing, the one behind `rpcUrl` goes by this name. */
const ONLY_PROVIDER = "simpay";

/** Milliseconds. A settle takes a few answers at most, and somebody waits for it. */
const LONGEST_ANSWER = 10_000;

export const createFacilitator: CreateSchemeFacilitator = (options) => createCardFacilitator({ ...options, fetch: createHttpFetch() });

/**
 * @param options.network `card:<card network>`
 * @param options.chain.providers by the names that offers have in `extra.psp`
 * @param options.confirmationTimeoutSeconds for one answer of a provider
 * @throws Error when the network is not a `card:` one
 */
export function createCardFacilitator(options: Parameters<CreateSchemeFacilitator>[0] & { readonly fetch: HttpFetch }): SchemeFacilitator {
  const { effects, faults: active, chain, fetch } = options;
  const network = options.network as `card:${string}`;
  if (!isCardNetwork(network)) throw new Error(`auth-capture on cards serves networks named card:<card network>, found ${network}`);
  const fault = faultPoints({ declared: faults, active });
  const forgets = fault("facilitator.auth-capture-card.forgets-on-restart");
  const providers: Readonly<Record<string, Provider>> = chain.providers ?? { [ONLY_PROVIDER]: { url: chain.rpcUrl, key: chain.signerPrivateKey } };
  const names = Object.keys(providers);
  const start = forgets ? lettersOf(effects.randomBytes(8)) : "";

  const clients = new Map(names.map((name) => [name, createCardProvider(createPspClient({ ...(providers[name] as Provider), fetch, timeoutMilliseconds: Math.min(options.confirmationTimeoutSeconds * 1_000, LONGEST_ANSWER) }))]));
  const watch = (reference: string, payment: CardPayment): void => void (payment.network === network && deadlines.watch({ reference, at: dueAt(payment) }));
  const payments = createPayments({ store: forgets ? memoryStore() : (options.store ?? memoryStore()), changed: watch });
  const ground: Ground = {
    network,
    firstProvider: names[0] ?? "",
    providers: names,
    provider(name) {
      const provider = clients.get(name);
      if (provider === undefined) throw new Error(`There is no provider ${name}; known are ${names.join(", ")}.`);
      return provider;
    },
    payments,
    lock: createKeyedLock(),
    keyOf: (reference, what) => `${reference}-${what}${start}`,
    effects,
    faults: active,
  };
  const parse = createRequestParser({ providers: names, faults: active });
  const holds = createHolds(ground);
  const finalizing = createFinalizing(ground, holds);
  const deadlines = createDeadlines({ now: effects.now, expire: finalizing.expire });
  const notify = createEventIntake({ providers, payments, now: effects.now, mine: (reference) => payments.find(reference)?.network === network, refresh: finalizing.refresh, faults: active });

  function dueAt({ state, captureDeadline, tellBy }: CardPayment): number | undefined {
    if (state.kind === "declined" || state.kind === "closed") return undefined;
    const deadline = captureDeadline === undefined || fault("facilitator.auth-capture-card.deadline-unwatched") ? Number.POSITIVE_INFINITY : captureDeadline * 1_000;
    // Without an answer by then the server has been told of no hold, and will end none.
    const at = state.kind === "placing" ? Math.min(deadline, tellBy * 1_000) : deadline;
    return at === Number.POSITIVE_INFINITY ? undefined : at;
  }

  /** Operations that are not relayed: 4.6, and the parent scheme on reclaim. */
  const foreign = async (request: Extract<SettleRequest, { kind: "foreign-operation" }>): Promise<SettleResponse> => {
    const reference = holds.reference(request);
    const payment = payments.find(reference);
    const transaction = payment !== undefined && "transaction" in payment.state ? (payment.state.transaction ?? "") : "";
    if (payment !== undefined && request.type === "refund" && fault("facilitator.auth-capture-card.refund-relayed")) {
      await ground.provider(payment.psp).refund({ id: transaction, idempotencyKey: ground.keyOf(reference, "refund") });
      return { success: true, transaction, network };
    }
    if (payment !== undefined && request.type === "reclaim" && fault("facilitator.auth-capture-card.reclaim-relayed")) {
      await finalizing.expire(reference);
      return { success: true, transaction, network };
    }
    return refusal({ network, reason: "invalid_payload" });
  };

  const lifecycle = async (request: Extract<SettleRequest, { kind: "lifecycle" }>, caller: PaymentToJudge["caller"]): Promise<SettleResponse> => {
    const payment = payments.find(holds.reference(request));
    if (payment?.state.kind === "held") {
      const { transaction } = payment.state;
      if (fault("facilitator.auth-capture-card.lifecycle-refused")) return refusal({ network, reason: "invalid_payload" });
      const whole = request.operation.type === "capture" && request.operation.amount.toString() === payment.amount;
      if (whole && finalizing.consents(request.terms.payTo, caller) && fault("facilitator.auth-capture-card.lifecycle-as-repetition")) return { success: true, transaction, network, amount: payment.amount };
    }
    return await finalizing.settle(request, caller);
  };

  for (const [reference, payment] of payments.all()) {
    if (payment.state.kind === "closed" && fault("facilitator.auth-capture-card.outcomes-forgotten")) payments.forget(reference);
    else watch(reference, payment);
  }

  return {
    scheme: "auth-capture",
    network,
    kind: () => ({ x402Version: 2, scheme: "auth-capture", network, ...(fault("facilitator.auth-capture-card.psps-missing") ? {} : { extra: { psps: names } }) }),
    // Cards are signed by nobody here: consent is the token, and the server's credential.
    signers: () => ({}),
    async verify(payment: RequestToParse): Promise<VerifyResponse> {
      const parsed = parse(payment);
      if (!parsed.ok) return { isValid: false, invalidReason: parsed.reason };
      // What a server sends to end a payment is settled, and never verified.
      if (parsed.request.kind !== "hold") return { isValid: false, invalidReason: "invalid_payload" };
      const reason = holds.judge(parsed.request);
      if (reason === undefined && fault("facilitator.auth-capture-card.verify-holds")) await holds.settle(parsed.request, undefined);
      return reason === undefined ? { isValid: true } : { isValid: false, invalidReason: reason };
    },
    async settle({ caller, ...payment }: PaymentToJudge): Promise<SettleResponse> {
      const parsed = parse(payment);
      if (!parsed.ok) return refusal({ network, reason: parsed.reason });
      const { request } = parsed;
      if (request.kind === "foreign-operation") return await foreign(request);
      if (request.kind === "hold" && payment.extensions?.["payment-identifier"] === undefined && fault("facilitator.auth-capture-card.extension-demanded")) return refusal({ network, reason: "invalid_payload" });
      const reply = request.kind === "hold" ? await holds.settle(request, caller) : await lifecycle(request, caller);
      if (reply.amount !== undefined && fault("facilitator.auth-capture-card.amount-in-major-units")) return { ...reply, amount: `${reply.amount.slice(0, -2)}.${reply.amount.slice(-2)}` };
      return reply.success && fault("facilitator.auth-capture-card.card-number-in-reply") ? { ...reply, payer: anyCardNumber() } : reply;
    },
    notify,
    close: deadlines.close,
  };
}
