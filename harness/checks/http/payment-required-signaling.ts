import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { protects, UNPAID, unpaid } from "../server-offers.ts";
import { facts, isObject, paidTwin, readHeader, hasContent } from "../server-steps.ts";

/** transports-v2/http.md, Payment Required Signaling. */

export const checks: readonly Check[] = [
  check({
    id: "http.402.status",
    requirement: "http.402.status",
    appliesTo: { scenarios: UNPAID },
    witness(trace) {
      const asked = unpaid(trace).filter((step) => !isRefusedBody(trace, step));
      return protects(trace) && asked.length > 0 ? asked : undefined;
    },
    missed(trace) {
      const open = unpaid(trace).filter((step) => step.response.status !== 402 && !isRefusedBody(trace, step));
      const told = open.slice(0, 3).map(({ request, response, route }) => `${route ?? request.target} with ${response.status}`);
      return told.length === 0 ? undefined : `nothing shows that a payment was due, neither an offer nor the upstream's content: unpaid requests were answered, ${told.join(", ")}`;
    },
    judge({ witness, pass, fail }) {
      const other = witness.find(({ response }) => response.status !== 402);
      return other === undefined ? pass({ at: witness.slice(0, 1).map(({ response }) => response) }) : fail(`${other.route ?? other.request.target} was asked for without payment and not answered with 402`, { expected: "402", actual: other.response.status, at: other.response });
    },
    killedBy: ["server.http.unpaid-status-403"],
  }),
  check({
    id: "http.402.header-present",
    requirement: "http.402.header-present",
    appliesTo: { scenarios: UNPAID },
    witness(trace) {
      const signals = unpaid(trace).filter(({ response }) => response.status === 402);
      return signals.length === 0 ? undefined : signals;
    },
    judge({ witness, pass, fail }) {
      const bare = witness.find(({ response }) => readHeader(response, "payment-required") === undefined);
      return bare === undefined ? pass({ at: witness.slice(0, 1).map(({ response }) => response) }) : fail(`the 402 of ${bare.route ?? bare.request.target} has no PAYMENT-REQUIRED header`, { expected: "PAYMENT-REQUIRED", actual: bare.response.headers.map(([name]) => name).join(", "), at: bare.response });
    },
    killedBy: ["server.http.402-without-header"],
  }),
  check({
    id: "http.402.header-base64",
    requirement: "http.402.header-base64",
    appliesTo: { scenarios: UNPAID },
    witness: (trace) => headers(unpaid(trace)),
    judge({ witness, pass, fail }) {
      for (const { step, header } of witness) {
        const { decoded, values } = header;
        if (!decoded.ok) return fail(`PAYMENT-REQUIRED of ${step.route}: ${decoded.message}`, { expected: "padded standard base64 of UTF-8 JSON", actual: values[0], at: step.response });
        if (typeof decoded.value === "string") return fail(`PAYMENT-REQUIRED of ${step.route} is encoded twice`, { expected: "base64 of a JSON object", actual: decoded.value, at: step.response });
      }
      return pass({ at: witness.slice(0, 1).map(({ step }) => step.response) });
    },
    killedBy: ["server.http.402-header-raw-json"],
  }),
  // Each member has a check of its own; this one is about what kind of message it is.
  check({
    id: "http.402.header-schema",
    requirement: "http.402.header-schema",
    appliesTo: { scenarios: UNPAID },
    witness: (trace) => headers(unpaid(trace))?.filter(({ header }) => header.value !== undefined),
    judge({ witness, pass, fail, notApplicable }) {
      if (witness.length === 0) return notApplicable("no PAYMENT-REQUIRED could be decoded");
      const other = witness.find(({ header: { value } }) => !isObject(value) || value["x402Version"] === 1 || !("accepts" in value || "resource" in value));
      return other === undefined ? pass({ at: witness.slice(0, 1).map(({ step }) => step.response) }) : fail(`PAYMENT-REQUIRED of ${other.step.route} does not hold a PaymentRequired`, { expected: "an object with x402Version 2, resource and accepts", actual: other.header.value, at: other.step.response });
    },
    killedBy: ["server.http.402-header-bare-accepts"],
  }),
  check({
    id: "http.402.single-header",
    requirement: "http.402.single-header",
    appliesTo: { scenarios: UNPAID },
    witness: (trace) => headers(unpaid(trace)),
    judge({ witness, pass, fail }) {
      const several = witness.find(({ header }) => header.values.length > 1 || header.values.some((value) => value.includes(",") && !value.trim().startsWith("{")));
      return several === undefined ? pass({ at: witness.slice(0, 1).map(({ step }) => step.response) }) : fail(`the 402 of ${several.step.route} has more than one PAYMENT-REQUIRED value`, { expected: "one", actual: several.header.values.length, at: several.step.response });
    },
    killedBy: ["server.http.402-header-twice"],
  }),
  check({
    id: "core.flow.unpaid-signal",
    requirement: "core.flow.unpaid-signal",
    appliesTo: { scenarios: "server/core-types/unpaid-signal" },
    // Only who is known to sell something can be seen giving it away.
    witness: (trace) => (paidTwin(trace) === undefined ? undefined : unpaid(trace)),
    judge({ witness, trace, pass, fail }) {
      const free = witness.find(({ response }) => hasContent(trace, response) || (response.status >= 200 && response.status < 300));
      return free === undefined ? pass({ at: witness.slice(0, 1).map(({ response }) => response) }) : fail(`${free.route ?? free.request.target} was served without payment`, { expected: "the payment-required signal and no content", actual: free.response.status, at: free.response });
    },
    killedBy: ["server.http.unpaid-402-with-content"],
  }),
];

type Unpaid = ReturnType<typeof unpaid>[number];

/** A route of the target's own may want another body than the suite can think of, and may say so before it asks for money. */
function isRefusedBody(trace: Trace, { request, response }: Unpaid): boolean {
  return facts(trace)?.configured !== true && request.body.bytes > 0 && [400, 413, 415, 422].includes(response.status);
}

function headers(steps: readonly Unpaid[]): { step: Unpaid; header: NonNullable<ReturnType<typeof readHeader>> }[] | undefined {
  const found = steps.flatMap((step) => {
    const header = readHeader(step.response, "payment-required");
    return header === undefined ? [] : [{ step, header }];
  });
  return found.length === 0 ? undefined : found;
}
