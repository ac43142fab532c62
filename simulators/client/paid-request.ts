import type { PaymentPayload } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { encodeHeader, HEADERS } from "../transports/http/header-codec.ts";
import type { HeaderFields, HttpRequest } from "../transports/http/http-fetch.ts";

/** The original request once more, with the payment: transports-v2/http.md, Payment Payload Transmission. */

export const faults = defineFaults({
  "client.http.payment-in-x-payment": { role: "client", bug: "BUG: sends the payment in X-PAYMENT, as version 1 did" },
  "client.http.payment-raw-json": { role: "client", bug: "BUG: sends the payment as JSON, not as base64" },
  "client.http.payment-encoded-twice": { role: "client", bug: "BUG: encodes the payment twice" },
  "client.http.retry-loses-body": { role: "client", bug: "BUG: sends the paid request without its body" },
  "client.http.retry-loses-query": { role: "client", bug: "BUG: sends the paid request without its query" },
  "client.http.retry-as-post": { role: "client", bug: "BUG: sends every paid request that has a body by POST" },
  "client.http.retry-loses-headers": { role: "client", bug: "BUG: sends the paid request without the caller's Authorization" },
});

export function createPaidRequest(options: { faults: FaultSet }): (original: HttpRequest, payment: PaymentPayload) => HttpRequest {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return (original, payment) => {
    const name = fault("client.http.payment-in-x-payment") ? "X-PAYMENT" : HEADERS.paymentSignature;
    const value = fault("client.http.payment-raw-json") ? asciiJson(payment) : encodeHeader(fault("client.http.payment-encoded-twice") ? encodeHeader(payment) : payment);
    // A payment the caller sent himself was refused with this very 402; two in one request are none.
    const callers = original.headers.filter(([field]) => field.toLowerCase() !== name.toLowerCase());
    const kept: HeaderFields = callers.some(isAuthorization) && fault("client.http.retry-loses-headers") ? callers.filter((field) => !isAuthorization(field)) : callers;
    const { body, ...rest } = original;
    return {
      ...rest,
      ...(body === undefined || fault("client.http.retry-loses-body") ? {} : { body }),
      ...(original.url.includes("?") && fault("client.http.retry-loses-query") ? { url: original.url.replace(/\?.*$/s, "") } : {}),
      ...(body !== undefined && original.method !== "POST" && fault("client.http.retry-as-post") ? { method: "POST" } : {}),
      headers: [...kept, [name, value]],
    };
  };
}

function isAuthorization([field]: HeaderFields[number]): boolean {
  return field.toLowerCase() === "authorization";
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
