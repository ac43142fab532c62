import type { SchemaName, Validator } from "../../spec/schemas.ts";
import { type PaymentRequired, type PaymentRequirements, X402_VERSION } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { SchemeClient } from "../schemes/scheme.ts";
import { decodeHeader, HEADERS } from "../transports/http/header-codec.ts";
import { fieldValues, type HttpResponse } from "../transports/http/http-fetch.ts";

/** Reads the payment-required signal of a response: transports-v2/http.md, Payment Required Signaling. */

export const faults = defineFaults({
  "client.http.402-header-case-sensitive": { role: "client", bug: "BUG: recognises PAYMENT-REQUIRED in capitals only" },
  "client.http.402-header-latin1": { role: "client", bug: "BUG: decodes the text of PAYMENT-REQUIRED as Latin-1" },
  "client.http.402-truncated-repaired": { role: "client", bug: "BUG: closes the brackets of a truncated PAYMENT-REQUIRED and goes on" },
  "client.http.402-accepts-object": { role: "client", bug: "BUG: takes accepts for the one offer when it is an object" },
  "client.http.402-version-unchecked": { role: "client", bug: "BUG: does not look at the x402Version of an offer" },
  "client.http.402-unknown-member-refused": { role: "client", bug: "BUG: refuses PAYMENT-REQUIRED when it has a member the text does not name" },
  "client.http.402-body-must-be-json": { role: "client", bug: "BUG: parses the body of every 402 as JSON and fails when it is none" },
  "client.http.402-terms-from-body": { role: "client", bug: "BUG: takes the offers from a JSON body where header and body both have some" },
  "client.http.402-v1-body-paid": { role: "client", bug: "BUG: pays the terms of a version 1 body when there is no header" },
});

export type PaymentRequiredReading =
  /** A 402 of somebody who does not speak x402 V2 over HTTP. */
  | { readonly kind: "absent" }
  | { readonly kind: "malformed"; readonly message: string }
  /** Entries of `accepts` that are no PaymentRequirements are left out: one bad offer does not spoil the others. */
  | { readonly kind: "read"; readonly required: PaymentRequired };

export type ReadPaymentRequired = (response: HttpResponse) => PaymentRequiredReading;

/** @param options.schemes some of which have offers of a form of their own */
export function createPaymentRequiredReader(options: { faults: FaultSet; validator: Validator; schemes: readonly SchemeClient[] }): ReadPaymentRequired {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const { is } = options.validator;
  const schemaOf = (entry: unknown): SchemaName => {
    const { scheme, network } = isObject(entry) ? entry : {};
    return options.schemes.find((half) => half.offerSchema !== undefined && half.scheme === scheme && typeof network === "string" && half.supports(network))?.offerSchema ?? "payment-requirements";
  };

  const judge = (value: unknown): PaymentRequiredReading => {
    const malformed = (what: string): PaymentRequiredReading => ({ kind: "malformed", message: `PAYMENT-REQUIRED ${what}` });
    if (!isObject(value)) return malformed("does not hold an object");
    if (value["x402Version"] !== X402_VERSION && !fault("client.http.402-version-unchecked")) return malformed(`is of version ${JSON.stringify(value["x402Version"])}, expected ${X402_VERSION}`);
    const accepts = isObject(value["accepts"]) && fault("client.http.402-accepts-object") ? [value["accepts"]] : value["accepts"];
    if (!Array.isArray(accepts)) return malformed("has no list of offers in accepts");
    if (!is("resource-info", value["resource"])) return malformed("does not say what is being sold in resource");
    if (value["extensions"] !== undefined && !isObject(value["extensions"])) return malformed("has extensions that are no object");
    if (Object.keys(value).some((name) => !KNOWN.has(name)) && fault("client.http.402-unknown-member-refused")) return malformed("has an unknown member");
    const offers = (accepts as unknown[]).filter((entry): entry is PaymentRequirements => is(schemaOf(entry), entry));
    return { kind: "read", required: { ...value, x402Version: X402_VERSION, accepts: offers } as unknown as PaymentRequired };
  };

  return ({ headers, body }) => {
    const json = parseJson(body);
    const fields = fieldValues({ headers, name: HEADERS.paymentRequired });
    const inCapitals = headers.filter(([name]) => name === HEADERS.paymentRequired).map(([, value]) => value);
    const [first, ...others] = inCapitals.length < fields.length && fault("client.http.402-header-case-sensitive") ? inCapitals : fields;
    if (first === undefined) return fault("client.http.402-v1-body-paid") ? fromVersion1(json) : { kind: "absent" };
    if (others.length > 0) return { kind: "malformed", message: "PAYMENT-REQUIRED stands more than once in the response" };
    if (json === undefined && fault("client.http.402-body-must-be-json")) return { kind: "malformed", message: "the body of the 402 is not JSON" };
    const decoded = decodeHeader(first);
    const repaired = !decoded.ok && fault("client.http.402-truncated-repaired") ? closeBrackets(first) : undefined;
    if (!decoded.ok && repaired === undefined) return { kind: "malformed", message: `PAYMENT-REQUIRED: ${decoded.message}` };
    const latin1 = (): string => Buffer.from(first, "base64").toString("latin1");
    const value = decoded.ok ? (fault("client.http.402-header-latin1", () => /[^\0-\x7f]/.test(latin1())) ? (JSON.parse(latin1()) as unknown) : decoded.value) : repaired;
    if (isObject(value) && isObject(json) && Array.isArray(json["accepts"]) && fault("client.http.402-terms-from-body")) return judge({ ...value, accepts: json["accepts"] });
    return judge(value);
  };
}

const KNOWN = new Set(["x402Version", "error", "resource", "accepts", "extensions"]);

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

function closeBrackets(header: string): unknown {
  const text = Buffer.from(header, "base64").toString("utf8");
  for (const ending of ["]}", "}]}", '"}}]}', "}}]}"]) {
    try {
      return JSON.parse(text + ending) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
}

function fromVersion1(json: unknown): PaymentRequiredReading {
  if (!isObject(json) || !Array.isArray(json["accepts"])) return { kind: "absent" };
  const accepts = (json["accepts"] as readonly JsonObject[]).map((entry) => ({ ...entry, network: "eip155:84532", amount: entry["maxAmountRequired"] }));
  return { kind: "read", required: { x402Version: X402_VERSION, resource: { url: "about:blank" }, accepts: accepts as unknown as readonly PaymentRequirements[] } };
}
