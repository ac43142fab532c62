import { verifyWebhook } from "../../rails/psp/webhook-signature.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { Provider } from "../scheme.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { closedState } from "./ground.ts";
import type { CardPayment, Payments, PaymentState } from "./payments.ts";

export const faults = defineFaults({
  "facilitator.auth-capture-card.event-unverified": { role: "facilitator", bug: "BUG: believes events that are not signed as they should be" },
  "facilitator.auth-capture-card.event-state-believed": { role: "facilitator", bug: "BUG: takes a payment to stand as the event says that came last" },
});

/**
 * Takes a provider's events in. They come late, twice and in any order, so nothing in them is believed but that
 * something happened to a payment: how it stands is asked.
 */
export function createEventIntake(options: {
  providers: Readonly<Record<string, Provider>>;
  payments: Payments;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Whether a payment is this half's. */
  mine: (reference: string) => boolean;
  /** @returns whether the provider could be asked */
  refresh: (reference: string) => Promise<boolean>;
  faults: FaultSet;
}): (event: { readonly provider: string; readonly signature: string | null; readonly body: string }) => Promise<boolean> {
  const { providers, payments, now, mine, refresh } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  /** By faults. */
  const believe = (reference: string, event: JsonObject | undefined): boolean => {
    const payment = payments.find(reference);
    const state = payment === undefined ? undefined : stateIn(payment, event);
    if (payment !== undefined && state !== undefined) payments.put(reference, { ...payment, state });
    return true;
  };
  return async ({ provider, signature, body }) => {
    const secret = Object.hasOwn(providers, provider) ? providers[provider]?.webhookSecret : undefined;
    const event = parse(body);
    const reference = referenceIn(event);
    if (secret === undefined) return false;
    if (verifyWebhook({ body, header: signature, secret, at: now() }) !== "valid") return reference !== undefined && mine(reference) && fault("facilitator.auth-capture-card.event-unverified") ? believe(reference, event) : false;
    if (event === undefined || typeof event["id"] !== "string" || reference === undefined || !mine(reference)) return true;
    if (fault("facilitator.auth-capture-card.event-state-believed")) return believe(reference, event);
    // Genuine, and known: it is received, and there is nothing to do for it.
    const met = `${provider}/${event["id"]}`;
    if (payments.hasMet(met)) return true;
    // Not received, so that it is sent again.
    if (!(await refresh(reference))) throw new Error(`The provider ${provider} could not be asked about an event of its own.`);
    payments.meet({ event: met, at: now() });
    return true;
  };
}

/** How a payment stands as an event has it. */
function stateIn(payment: CardPayment, event: JsonObject | undefined): PaymentState | undefined {
  const data = event?.["data"];
  const object = isObject(data) && isObject(data["object"]) ? data["object"] : {};
  const { id, status, amount_received: received } = object;
  if (typeof id !== "string" || typeof status !== "string") return undefined;
  if (status === "requires_capture") return { kind: "held", transaction: id };
  if (status !== "canceled" && status !== "succeeded") return undefined;
  return closedState({ payment, intent: { id, status, attempts: 1, received: BigInt(Number(received)), decline: undefined } });
}

/** The payment's own reference, which every intent of ours carries. */
function referenceIn(event: JsonObject | undefined): string | undefined {
  const data = event?.["data"];
  const object = isObject(data) ? data["object"] : event?.["object"];
  const reference = isObject(object) ? object["merchant_reference"] : undefined;
  return typeof reference === "string" ? reference : undefined;
}

function parse(body: string): JsonObject | undefined {
  try {
    const event: unknown = JSON.parse(body);
    return isObject(event) ? event : undefined;
  } catch {
    return undefined;
  }
}
