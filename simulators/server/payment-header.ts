import type { PaymentPayload } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { decodeHeader, HEADERS } from "../transports/http/header-codec.ts";
import type { ServerLimits } from "./config.ts";
import { isObject } from "../json.ts";
import { type HeaderFields, headerValues } from "./messages.ts";
import { createPayloadParser, type PayloadDefect } from "./payment-payload.ts";

/** Finding the payment in a request: transports-v2/http.md, Payment Payload Transmission. */

export const faults = defineFaults({
  "server.http.header-name-exact-case": { role: "server", bug: "BUG: knows the payment header only in upper case" },
  "server.http.malformed-header-500": { role: "server", bug: "BUG: fails with 500 on a PAYMENT-SIGNATURE that cannot be decoded" },
  "server.http.malformed-header-as-unpaid": { role: "server", bug: "BUG: answers a PAYMENT-SIGNATURE that cannot be decoded like no payment at all" },
  "server.http.malformed-payload-as-unpaid": { role: "server", bug: "BUG: answers a payload that breaks the schema like no payment at all" },
  "server.http.oversize-header-served": { role: "server", bug: "BUG: lets a request through when its payment header is too long to look at" },
  "server.http.x-payment-as-v2": { role: "server", bug: "BUG: takes a version 2 payment from the X-PAYMENT header of version 1" },
  "server.http.v1-header-wins": { role: "server", bug: "BUG: pays with the authorization of X-PAYMENT when both headers are there" },
});

export type ReadPayment =
  | { readonly kind: "none" }
  | { readonly kind: "payment"; readonly payment: PaymentPayload }
  | { readonly kind: "malformed"; readonly defect: PayloadDefect; /** What it decodes to, where it does. */ readonly decoded?: unknown }
  | { readonly kind: "too-large" }
  /** A fault's: the gate is open. */
  | { readonly kind: "waived" };

export function createPaymentReader(options: { faults: FaultSet; limits: ServerLimits }): {
  /** Every PAYMENT-SIGNATURE value of a request, in wire order. */
  values(headers: HeaderFields): readonly string[];
  /** Reads the one value a request may have; two are ambiguous, and refused before anyone is asked to settle. */
  read(request: { values: readonly string[]; headers: HeaderFields }): ReadPayment;
} {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const parse = createPayloadParser({ faults: options.faults });

  const undecodable = (message: string): ReadPayment => {
    if (fault("server.http.malformed-header-500")) throw new SyntaxError(message);
    if (fault("server.http.malformed-header-as-unpaid")) return { kind: "none" };
    return { kind: "malformed", defect: { code: "invalid_payload", message } };
  };
  const readValue = (value: string): ReadPayment => {
    if (value.length > options.limits.paymentHeaderCharacters) return { kind: fault("server.http.oversize-header-served") ? "waived" : "too-large" };
    const decoded = decodeHeader(value);
    if (!decoded.ok) return undecodable(decoded.message);
    const parsed = parse(decoded.value);
    if (parsed.ok) return { kind: "payment", payment: parsed.payment };
    return fault("server.http.malformed-payload-as-unpaid") && parsed.defect.code === "invalid_payload" ? { kind: "none" } : { kind: "malformed", defect: parsed.defect, decoded: decoded.value };
  };

  return {
    values(headers) {
      const values = headerValues({ headers, name: HEADERS.paymentSignature });
      const exact = headers.filter(([name]) => name === HEADERS.paymentSignature).map(([, value]) => value);
      if (exact.length < values.length && fault("server.http.header-name-exact-case")) return exact;
      const legacy = headerValues({ headers, name: "X-PAYMENT" });
      return values.length === 0 && legacy.length > 0 && fault("server.http.x-payment-as-v2") ? legacy : values;
    },
    read({ values, headers }) {
      const [value] = values;
      if (value === undefined) return { kind: "none" };
      if (values.length > 1) return { kind: "malformed", defect: { code: "invalid_payload", message: "more than one PAYMENT-SIGNATURE: send one payment per request" } };
      const read = readValue(value);
      const legacy = fault("server.http.v1-header-wins", () => legacyPayload(headers) !== undefined) ? legacyPayload(headers) : undefined;
      return read.kind === "payment" && legacy !== undefined ? { kind: "payment", payment: { ...read.payment, payload: legacy } } : read;
    },
  };
}

function legacyPayload(headers: HeaderFields): Readonly<Record<string, unknown>> | undefined {
  const [value] = headerValues({ headers, name: "X-PAYMENT" });
  const decoded = value === undefined ? undefined : decodeHeader(value);
  return decoded?.ok === true && isObject(decoded.value) && isObject(decoded.value["payload"]) ? decoded.value["payload"] : undefined;
}
