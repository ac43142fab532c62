import { X402_VERSION, type PaymentPayload } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { isObject, type JsonObject } from "../json.ts";

/** Reading a decoded PAYMENT-SIGNATURE: x402-specification-v2.md §5.2.2. */

export const faults = defineFaults({
  "server.payload.any-version": { role: "server", bug: "BUG: treats a payment of any x402Version as version 2" },
  "server.payload.v1-shape": { role: "server", bug: "BUG: takes a payload with scheme and network at its top for a version 2 payment" },
  "server.payload.requires-resource": { role: "server", bug: "BUG: refuses a payment that leaves out the optional resource" },
  "server.payload.rejects-unknown": { role: "server", bug: "BUG: refuses a payment with a member it does not know" },
  "server.payload.malformed-500": { role: "server", bug: "BUG: fails with 500 on a payload that lacks a member" },
});

/** A defect of a payment that has a code in §9. */
export interface PayloadDefect {
  readonly code: "invalid_payload" | "invalid_x402_version";
  readonly message: string;
}

export type ParsedPayload = { readonly ok: true; readonly payment: PaymentPayload } | { readonly ok: false; readonly defect: PayloadDefect };

const MEMBERS = ["x402Version", "resource", "accepted", "payload", "extensions"];
const ACCEPTED_STRINGS = ["scheme", "network", "amount", "asset", "payTo"];

/** Checks the shape of a payment; what it is worth is the facilitator's to say. Unknown members are left in place. */
export function createPayloadParser(options: { faults: FaultSet }): (value: unknown) => ParsedPayload {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const malformed = (message: string): ParsedPayload => {
    if (fault("server.payload.malformed-500")) throw new TypeError(message);
    return { ok: false, defect: { code: "invalid_payload", message } };
  };
  return (decoded) => {
    if (!isObject(decoded)) return malformed("the payment is not a JSON object");
    let value: JsonObject = decoded;
    if (value["x402Version"] !== X402_VERSION) {
      if (typeof value["x402Version"] !== "number") return malformed("x402Version is missing or not a number");
      if (!fault("server.payload.any-version")) return { ok: false, defect: { code: "invalid_x402_version", message: `x402Version is ${value["x402Version"]}, this server speaks ${X402_VERSION}` } };
      value = { ...value, x402Version: X402_VERSION };
    }
    if (value["accepted"] === undefined && typeof value["scheme"] === "string" && fault("server.payload.v1-shape")) value = { ...value, accepted: { scheme: value["scheme"], network: value["network"] } };
    else {
      const problem = acceptedProblem(value["accepted"]);
      if (problem !== undefined) return malformed(problem);
    }
    if (!isObject(value["payload"])) return malformed("payload is missing or not an object");
    if (value["resource"] === undefined && fault("server.payload.requires-resource")) return { ok: false, defect: { code: "invalid_payload", message: "resource is missing" } };
    if (value["resource"] !== undefined && !isObject(value["resource"])) return malformed("resource is not an object");
    if (value["extensions"] !== undefined && !isObject(value["extensions"])) return malformed("extensions is not an object");
    const unknown = Object.keys(value).find((member) => !MEMBERS.includes(member));
    if (unknown !== undefined && fault("server.payload.rejects-unknown")) return { ok: false, defect: { code: "invalid_payload", message: `unknown member ${unknown}` } };
    return { ok: true, payment: value as unknown as PaymentPayload };
  };
}

function acceptedProblem(accepted: unknown): string | undefined {
  if (!isObject(accepted)) return "accepted is missing or not an object";
  const wrong = ACCEPTED_STRINGS.find((member) => typeof accepted[member] !== "string");
  if (wrong !== undefined) return `accepted.${wrong} is missing or not a string`;
  if (typeof accepted["maxTimeoutSeconds"] !== "number") return "accepted.maxTimeoutSeconds is missing or not a number";
  return accepted["extra"] === undefined || isObject(accepted["extra"]) ? undefined : "accepted.extra is not an object";
}
