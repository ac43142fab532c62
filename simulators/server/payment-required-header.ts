import type { PaymentRequired } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { encodeHeader, HEADERS } from "../transports/http/header-codec.ts";
import { type HeaderFields, jsonResponse, type ServerResponse } from "./messages.ts";

/** Putting a PaymentRequired on the wire: transports-v2/http.md, Payment Required Signaling. */

export const faults = defineFaults({
  "server.http.unpaid-status-403": { role: "server", bug: "BUG: answers an unpaid request with 403" },
  "server.http.402-without-header": { role: "server", bug: "BUG: puts the PaymentRequired into the body of an unpaid 402 and sends no PAYMENT-REQUIRED" },
  "server.http.402-header-raw-json": { role: "server", bug: "BUG: writes PAYMENT-REQUIRED as JSON instead of base64" },
  "server.http.402-header-latin1": { role: "server", bug: "BUG: encodes the JSON of PAYMENT-REQUIRED with a table that has no letter beyond ASCII" },
  "server.http.402-header-bare-accepts": { role: "server", bug: "BUG: PAYMENT-REQUIRED holds the accepts array instead of the PaymentRequired" },
  "server.http.402-header-twice": { role: "server", bug: "BUG: sends two different PAYMENT-REQUIRED headers" },
  "server.http.402-header-bloated": { role: "server", bug: "BUG: repeats 12 KB of documentation in every PAYMENT-REQUIRED" },
  "server.http.cors-hides-headers": { role: "server", bug: "BUG: lets browsers call but not read the payment headers" },
});

/** Where a 402 comes from decides what some faults do to it. */
export type SignalReason = "unpaid" | "refused";

export function createSignal(options: { faults: FaultSet }): (signal: { required: PaymentRequired; reason: SignalReason; status?: number }) => ServerResponse {
  const fault = faultPoints({ declared: faults, active: options.faults });

  const encode = (required: PaymentRequired): string => {
    if (fault("server.http.402-header-raw-json")) return asciiJson(required);
    if (fault("server.http.402-header-latin1", () => /[^ -~]/u.test(JSON.stringify(required)))) return Buffer.from(JSON.stringify(required).replace(/[^ -~]/gu, "?"), "latin1").toString("base64");
    if (fault("server.http.402-header-bare-accepts")) return encodeHeader(required.accepts);
    if (fault("server.http.402-header-bloated")) return encodeHeader({ ...required, documentation: "How to pay. ".repeat(1024) });
    return encodeHeader(required);
  };
  const headers = (required: PaymentRequired): HeaderFields => {
    const field = [HEADERS.paymentRequired, encode(required)] as const;
    return fault("server.http.402-header-twice") ? [field, [HEADERS.paymentRequired, encodeHeader({ ...required, error: "again" })]] : [field];
  };

  return ({ required, reason, status = 402 }) => {
    const unpaid = reason === "unpaid";
    const hidden = unpaid && fault("server.http.402-without-header");
    return jsonResponse({
      status: unpaid && fault("server.http.unpaid-status-403") ? 403 : status,
      headers: [...(hidden ? [] : headers(required)), ["Cache-Control", "no-store"]],
      body: hidden ? required : {},
    });
  };
}

/** JSON a header field can carry: everything beyond ASCII escaped. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Lets scripts of other origins call and see what the protocol says to them. */
export function corsHeaders(options: { faults: FaultSet }): HeaderFields {
  const hides = faultPoints({ declared: faults, active: options.faults })("server.http.cors-hides-headers");
  return [["Access-Control-Allow-Origin", "*"], ...(hides ? [] : [["Access-Control-Expose-Headers", `${HEADERS.paymentRequired}, ${HEADERS.paymentResponse}`] as const])];
}
