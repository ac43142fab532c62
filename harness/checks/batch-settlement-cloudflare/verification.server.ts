import { check, type Check } from "../check.ts";
import { eventOf, PREAUTHORIZED, receiptOf, refusalCheck, servedTwin, SIGNATURES, TERMS } from "../cloudflare-steps.ts";
import { answered, delivers, isObject, readHeader, steps } from "../server-steps.ts";

/** schemes/batch-settlement/scheme_batch_settlement_cloudflare.md, Verification, Pre-Authorized Access and Error Codes. */

const beginning = (prefix: string) => (as: string): boolean => as.startsWith(prefix);

/** Error Codes. */
const LISTED = new Set(["blocked", "price_not_acceptable", "payment_failed", "invalid_signature", "signature_agent_unknown", "invalid_payment_signature", "origin_error", "unknown"]);
/** Of the example under Verification alone. */
const EXAMPLE = new Set(["invalid_payment", "server_error"]);

export const checks: readonly Check[] = [
  refusalCheck({
    requirement: "cf.server.signature",
    scenarios: SIGNATURES,
    steps: beginning("signature-"),
    killedBy: ["server.batch-settlement-cloudflare.unsigned-served", "server.batch-settlement-cloudflare.signature-unverified"],
  }),
  refusalCheck({
    // The text has clients cover the three, and does not say what a server does with less: our position.
    requirement: "cf.server.components",
    scenarios: SIGNATURES,
    steps: beginning("uncovered-"),
    killedBy: ["server.batch-settlement-cloudflare.components-unread"],
  }),
  refusalCheck({
    requirement: "cf.server.agent-known",
    scenarios: SIGNATURES,
    steps: beginning("agent-"),
    killedBy: ["server.batch-settlement-cloudflare.agent-unasked"],
  }),
  refusalCheck({
    requirement: "cf.server.amount",
    scenarios: TERMS,
    steps: beginning("amount-"),
    killedBy: ["server.match.trusts-accepted"],
  }),
  check({
    // Two places for one value: the payment flow has the server compare the commitment, the example under Verification reads accepted alone.
    id: "cf.server.payload-agrees",
    requirement: "cf.server.payload-agrees",
    appliesTo: { scenarios: TERMS },
    witness: (trace) => (servedTwin(trace) === undefined ? undefined : answered(trace, "payload-lower")[0]),
    judge({ witness: { response }, trace, position }) {
      return delivers(trace, response) ? position("accepted-counts", "a payload of less than accepted was served", { at: response }) : position("both-count", "a payload of less than accepted was refused", { at: response });
    },
    killedBy: ["server.batch-settlement-cloudflare.payload-unread"],
  }),
  refusalCheck({
    requirement: "cf.server.freshness",
    scenarios: SIGNATURES,
    steps: beginning("expired"),
    killedBy: ["server.batch-settlement-cloudflare.expiry-ignored"],
  }),
  refusalCheck({
    requirement: "cf.server.accepted-match",
    scenarios: TERMS,
    steps: beginning("accepted-"),
    killedBy: ["server.match.trusts-accepted"],
  }),
  check({
    id: "cf.server.preauth",
    requirement: "cf.server.preauth",
    appliesTo: { scenarios: PREAUTHORIZED },
    witness(trace) {
      const [first] = servedTwin(trace) === undefined ? [] : steps(trace, "good-first");
      return first?.abort?.reason === "timeout" ? undefined : first;
    },
    judge({ witness: step, trace, pass, fail }) {
      const at = eventOf(step);
      return step.response !== undefined && delivers(trace, step.response) ? pass({ at }) : fail("a valid payment that came with the first request was not served", { expected: "the content", actual: step.response?.status ?? step.abort?.message ?? "no answer", at });
    },
    killedBy: ["server.http.first-payment-unread"],
  }),
  check({
    id: "cf.server.error-codes",
    requirement: "cf.server.error-codes",
    appliesTo: { scenarios: SIGNATURES },
    witness(trace) {
      const refused = servedTwin(trace) === undefined ? [] : answered(trace, (as) => !as.startsWith("good") && as !== "unpaid" && as !== "offer").filter(({ response }) => !delivers(trace, response));
      return refused.length === 0 ? undefined : refused;
    },
    judge({ witness, position }) {
      const codes = witness.map((step) => {
        const required = readHeader(step.response, "payment-required")?.value;
        return (isObject(required) ? required["error"] : undefined) ?? receiptOf(step)?.["errorReason"];
      });
      const kindOf = (code: unknown): string => (typeof code !== "string" ? "other" : LISTED.has(code) ? "listed" : EXAMPLE.has(code) ? "example" : "other");
      const kinds = new Set(codes.map(kindOf));
      // Who says something of its own once says something of its own.
      const taken = ["other", "example", "listed"].find((kind) => kinds.has(kind)) ?? "other";
      return position(taken, `refusals are given as ${[...new Set(codes.map(String))].join(", ")}`, { at: witness.map(({ response }) => response) });
    },
    killedBy: ["server.batch-settlement-cloudflare.reason-of-own"],
    alsoKilledBy: {
      "server.http.verify-failure-bare": "a refusal without a signal gives no code",
      "server.http.402-header-bare-accepts": "a signal of offers alone gives no code",
      "server.offer.error-object": "an object is no code",
    },
  }),
];
