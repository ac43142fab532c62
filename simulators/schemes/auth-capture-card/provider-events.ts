import { verifyWebhook } from "../../rails/psp/webhook-signature.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { Provider } from "../scheme.ts";
import type { Payments } from "./payments.ts";

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
}): (event: { readonly provider: string; readonly signature: string | null; readonly body: string }) => Promise<boolean> {
  const { providers, payments, now, mine, refresh } = options;
  return async ({ provider, signature, body }) => {
    const secret = Object.hasOwn(providers, provider) ? providers[provider]?.webhookSecret : undefined;
    if (secret === undefined || verifyWebhook({ body, header: signature, secret, at: now() }) !== "valid") return false;
    const event = parse(body);
    const reference = referenceIn(event);
    if (event === undefined || typeof event["id"] !== "string" || reference === undefined || !mine(reference)) return true;
    // Genuine, and known: it is received, and there is nothing to do for it.
    const met = `${provider}/${event["id"]}`;
    if (payments.hasMet(met)) return true;
    // Not received, so that it is sent again.
    if (!(await refresh(reference))) throw new Error(`The provider ${provider} could not be asked about an event of its own.`);
    payments.meet({ event: met, at: now() });
    return true;
  };
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
