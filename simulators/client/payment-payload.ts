import { type PaymentPayload, type PaymentRequired, type PaymentRequirements, X402_VERSION } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { isObject, type JsonObject } from "../json.ts";

/** Wraps a scheme's payload: x402-specification-v2.md §5.2. */

export const faults = defineFaults({
  "client.payload.version-string": { role: "client", bug: 'BUG: sends x402Version as the string "2"' },
  "client.payload.accepted-partial": { role: "client", bug: "BUG: sends only scheme and network of the accepted offer" },
  "client.payload.accepted-extra-dropped": { role: "client", bug: "BUG: leaves extra out of the accepted offer" },
  "client.payload.payload-as-text": { role: "client", bug: "BUG: sends the scheme's payload as JSON text" },
  "client.payload.resource-as-text": { role: "client", bug: "BUG: sends the resource as its URL" },
  "client.payload.extensions-as-list": { role: "client", bug: "BUG: sends extensions as a list" },
  "client.payload.inflated": { role: "client", bug: "BUG: sends the offer a dozen times over" },
  "client.ext.known-dropped": { role: "client", bug: "BUG: leaves out extensions it supports" },
  "client.ext.unknown-dropped": { role: "client", bug: "BUG: leaves out extensions it does not know" },
  "client.ext.info-overwritten": { role: "client", bug: "BUG: turns required: false into true in an extension's info" },
});

export type CreatePaymentPayload = (options: { required: PaymentRequired; accepted: PaymentRequirements; payload: Record<string, unknown> }) => PaymentPayload;

/** @param options.extensions identifiers this client supports; the others it repeats all the same */
export function createPayloadWrapper(options: { faults: FaultSet; extensions: readonly string[] }): CreatePaymentPayload {
  const fault = faultPoints({ declared: faults, active: options.faults });

  const echo = (advertised: JsonObject): JsonObject | readonly unknown[] => {
    const kept = Object.entries(advertised).filter(([name]) => !(options.extensions.includes(name) ? fault("client.ext.known-dropped") : fault("client.ext.unknown-dropped")));
    const entries = fault("client.ext.info-overwritten") ? kept.map(([name, declaration]): [string, unknown] => [name, overwritten(declaration)]) : kept;
    return fault("client.payload.extensions-as-list") ? entries.map(([, declaration]) => declaration) : Object.fromEntries(entries);
  };

  return ({ required, accepted, payload }) => {
    const { resource, extensions } = required;
    const { scheme, network } = accepted;
    const { extra: _, ...plain } = accepted;
    const message: Record<string, unknown> = {
      x402Version: fault("client.payload.version-string") ? "2" : X402_VERSION,
      resource: fault("client.payload.resource-as-text") ? resource.url : resource,
      accepted: fault("client.payload.accepted-partial") ? { scheme, network } : accepted.extra !== undefined && fault("client.payload.accepted-extra-dropped") ? plain : accepted,
      payload: fault("client.payload.payload-as-text") ? JSON.stringify(payload) : payload,
      ...(extensions === undefined ? {} : { extensions: echo(extensions) }),
      ...(fault("client.payload.inflated") ? { history: Array.from({ length: 40 }, () => accepted) } : {}),
    };
    if ("permit2Authorization" in payload && options.faults.has("client.exact-evm.permit2-unnamed")) message["accepted"] = { ...plain, extra: {} };
    return message as unknown as PaymentPayload;
  };
}

function overwritten(declaration: unknown): unknown {
  if (!isObject(declaration) || !isObject(declaration["info"]) || declaration["info"]["required"] !== false) return declaration;
  return { ...declaration, info: { ...declaration["info"], required: true } };
}
