import { isObject, type JsonObject } from "../../json.ts";
import type { PspAnswer, PspClient } from "../../psp-client/psp-client.ts";

/** What a facilitator of cards asks a payment service provider for, and what it makes of the answers. */

export type DeclineClass = "soft" | "hard" | "authentication-required";

/** A payment intent as far as cards need it. */
export interface SeenIntent {
  readonly id: string;
  /** The provider's own word, e.g. `requires_capture`. */
  readonly status: string;
  /** Authorizations that were tried. */
  readonly attempts: number;
  /** Minor units. */
  readonly received: bigint;
  /** Why the last authorization was none. */
  readonly decline: { readonly class: DeclineClass; readonly code: string } | undefined;
}

export type IntentAnswer =
  | { readonly kind: "intent"; readonly intent: SeenIntent }
  /** Said no, and did nothing. */
  | { readonly kind: "refused"; readonly code: string }
  /** No answer, or none that says whether anything was done, or that it was not its turn. */
  | { readonly kind: "open" };

export interface SeenToken {
  readonly type: string;
  /** Name of the card network, e.g. `visa`. */
  readonly network: string;
  readonly fingerprint: string;
  readonly singleUse: boolean;
  readonly used: boolean;
}

export interface HoldRequest {
  readonly payTo: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly token: string;
  /** Under which the provider finds the intent again. */
  readonly reference: string;
  readonly captureMethod: "manual" | "automatic";
  readonly marked: boolean;
}

export interface CardProvider {
  token(token: string): Promise<{ readonly kind: "token"; readonly token: SeenToken } | { readonly kind: "unknown" } | { readonly kind: "open" }>;
  place(options: { hold: HoldRequest; idempotencyKey: string }): Promise<IntentAnswer>;
  /** Another authorization of a declined intent. */
  confirm(options: { id: string; idempotencyKey: string }): Promise<IntentAnswer>;
  capture(options: { id: string; amount: bigint; idempotencyKey: string }): Promise<IntentAnswer>;
  cancel(options: { id: string; idempotencyKey: string }): Promise<IntentAnswer>;
  refund(options: { id: string; idempotencyKey: string }): Promise<void>;
  read(id: string): Promise<IntentAnswer>;
  find(options: { payTo: string; reference: string }): Promise<IntentAnswer | { readonly kind: "none" }>;
  /** Authorizations of one payment that provider and card network allow; `undefined` where it cannot be learned. */
  attemptLimit(network: string): Promise<number | undefined>;
}

/** Authorizations after the first one that every card network allows within 30 days, where the provider tells no number. */
const FEWEST_RETRIES = 15;

export function createCardProvider(client: PspClient): CardProvider {
  const intents = "/v1/payment_intents";
  const at = (id: string): string => `${intents}/${encodeURIComponent(id)}`;
  return {
    async token(token) {
      const answer = await client.call({ method: "GET", path: `/v1/payment_methods/${encodeURIComponent(token)}` });
      if (answer.kind === "refused") return turnLater(answer.status) ? { kind: "open" } : { kind: "unknown" };
      if (answer.kind === "lost") return { kind: "open" };
      const { type, network, fingerprint, single_use: singleUse, used, detached } = answer.body;
      return detached === true ? { kind: "unknown" } : { kind: "token", token: { type: String(type), network: String(network), fingerprint: String(fingerprint), singleUse: singleUse === true, used: used === true } };
    },
    place: async ({ hold, idempotencyKey }) =>
      intentIn(
        await client.call({
          method: "POST",
          path: intents,
          idempotencyKey,
          body: {
            amount: Number(hold.amount),
            currency: hold.currency,
            merchant_account: hold.payTo,
            payment_method: hold.token,
            capture_method: hold.captureMethod,
            confirm: true,
            // Nobody is there to go through a challenge (7.2): an issuer that wants one declines, and holds nothing.
            on_authentication: "fail",
            merchant_reference: hold.reference,
            ...(hold.marked ? { transaction_indicator: "x402" } : {}),
          },
        }),
      ),
    confirm: async ({ id, idempotencyKey }) => intentIn(await client.call({ method: "POST", path: `${at(id)}/confirm`, idempotencyKey, body: {} })),
    capture: async ({ id, amount, idempotencyKey }) => intentIn(await client.call({ method: "POST", path: `${at(id)}/capture`, idempotencyKey, body: { amount_to_capture: Number(amount) } })),
    cancel: async ({ id, idempotencyKey }) => intentIn(await client.call({ method: "POST", path: `${at(id)}/cancel`, idempotencyKey, body: {} })),
    refund: async ({ id, idempotencyKey }) => void (await client.call({ method: "POST", path: "/v1/refunds", idempotencyKey, body: { payment_intent: id } })),
    read: async (id) => intentIn(await client.call({ method: "GET", path: at(id) })),
    async find({ payTo, reference }) {
      const answer = await client.call({ method: "GET", path: `${intents}?${new URLSearchParams({ merchant_account: payTo, merchant_reference: reference }).toString()}` });
      if (answer.kind !== "done" || !Array.isArray(answer.body["data"])) return { kind: "open" };
      const [found] = answer.body["data"] as readonly unknown[];
      if (found === undefined) return { kind: "none" };
      const intent = readIntent(found);
      return intent === undefined ? { kind: "open" } : { kind: "intent", intent };
    },
    async attemptLimit(network) {
      const answer = await client.call({ method: "GET", path: "/v1/account" });
      if (answer.kind !== "done" || !isObject(answer.body["limits"])) return undefined;
      const { attempts_per_intent: ofProvider, card_networks: networks } = answer.body["limits"];
      const rules = isObject(networks) ? networks[network] : undefined;
      const retries = isObject(rules) && typeof rules["retries"] === "number" ? rules["retries"] : FEWEST_RETRIES;
      // A network counts the attempts after the first one, a provider all of them.
      return Math.min(typeof ofProvider === "number" ? ofProvider : 1, retries + 1);
    },
  };
}

function intentIn(answer: PspAnswer): IntentAnswer {
  if (answer.kind === "lost") return { kind: "open" };
  if (answer.kind === "done") {
    const intent = readIntent(answer.body);
    return intent === undefined ? { kind: "open" } : { kind: "intent", intent };
  }
  // A decline is an outcome of an intent that is there, and comes with it.
  const declined = answer.status === 402 ? readIntent(answer.error["payment_intent"]) : undefined;
  if (declined !== undefined) return { kind: "intent", intent: declined };
  return turnLater(answer.status) || answer.status === 402 ? { kind: "open" } : { kind: "refused", code: String(answer.error["code"]) };
}

/** Refused for now: the key, a first request under way, too many requests. Nothing is said about the payment. */
function turnLater(status: number): boolean {
  return status === 401 || status === 409 || status === 429;
}

function readIntent(value: unknown): SeenIntent | undefined {
  if (!isObject(value)) return undefined;
  const { id, status, attempts, amount_received: received, last_payment_error: error } = value;
  if (typeof id !== "string" || typeof status !== "string") return undefined;
  return {
    id,
    status,
    attempts: typeof attempts === "number" ? attempts : 0,
    received: typeof received === "number" && Number.isSafeInteger(received) ? BigInt(received) : 0n,
    decline: isObject(error) ? declineIn(error) : undefined,
  };
}

/** What is in no known class is not tried again. */
function declineIn({ code, decline_code: reason, advice_code: advice }: JsonObject): SeenIntent["decline"] {
  const text = typeof reason === "string" ? reason : String(code);
  if (code === "authentication_required") return { class: "authentication-required", code: text };
  return { class: advice === "try_again_later" ? "soft" : "hard", code: text };
}
