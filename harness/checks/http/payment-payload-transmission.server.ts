import { readPayment } from "../../methods/reader.ts";
import { check, type Check } from "../check.ts";
import { buysContent, buysNothing } from "../server-judgements.ts";
import { answered, besidePaidTwin, delivers, keyOf, keyOfCall, paidTwin, steps } from "../server-steps.ts";
import { headerValues } from "../../trace/headers.ts";
import { decodeHeader } from "../../../simulators/transports/http/header-codec.ts";

/** transports-v2/http.md, Payment Payload Transmission and Header Summary, seen at a server. */

/** Common intermediaries take no more for one header. */
const HEADER_LIMIT = 8 * 1024;

export const checks: readonly Check[] = [
  buysContent({
    id: "http.header.case-insensitive.server",
    requirement: "http.header.case-insensitive",
    title: "A server knows PAYMENT-SIGNATURE in any letter case",
    scenarios: "server/http/header-case",
    steps: (as) => as === "lower-case" || as === "mixed-case",
    killedBy: ["server.http.header-name-exact-case"],
  }),
  check({
    id: "http.req.duplicate-header",
    requirement: "http.req.duplicate-header",
    appliesTo: { scenarios: "server/http/two-payments" },
    witness: (trace) => besidePaidTwin(trace, "two-payments")?.[0],
    judge({ witness, trace, pass, fail }) {
      const keys = headerValues({ headers: witness.request.headers, name: "payment-signature" }).map((value) => {
        const decoded = decodeHeader(value);
        return decoded.ok ? (readPayment({ message: decoded.value }).key ?? "") : "";
      });
      const asked = (endpoint: "verify" | "settle"): Set<string> => new Set(trace.facilitatorCalls(endpoint).flatMap((call) => keyOfCall(call) ?? []).filter((key) => keys.includes(key)));
      const [verified, settled] = [asked("verify"), asked("settle")];
      if (settled.size > 1) return fail("both of two payments were settled", { expected: "one or none", actual: settled.size, at: witness.request });
      const [one] = settled;
      // Under a flow that does not verify there is nothing to compare with.
      if (one !== undefined && verified.size > 0 && !verified.has(one)) return fail("one of two payments was verified and the other settled", { expected: "the same payment", actual: one, at: witness.request });
      return pass({ at: witness.response ?? witness.request });
    },
    killedBy: ["server.http.duplicate-header-settles-both"],
  }),
  check({
    id: "http.req.both-v1-v2.precedence",
    requirement: "http.req.both-v1-v2",
    title: "Beside PAYMENT-SIGNATURE a payment in X-PAYMENT is not used",
    appliesTo: { scenarios: "server/http/both-versions" },
    witness: (trace) => besidePaidTwin(trace, "both")?.[0],
    judge({ witness, trace, pass, fail }) {
      const other = keyOf(witness.request, "x-payment");
      const used = [...trace.facilitatorCalls("verify"), ...trace.facilitatorCalls("settle")].find((call) => other !== undefined && keyOfCall(call) === other);
      return used === undefined ? pass({ at: witness.response ?? witness.request }) : fail("the payment of X-PAYMENT was used although PAYMENT-SIGNATURE was there", { expected: keyOf(witness.request) ?? "", actual: other, at: used.request });
    },
    killedBy: ["server.http.v1-header-wins"],
  }),
  buysNothing({
    id: "http.req.both-v1-v2.x-payment",
    requirement: "http.req.both-v1-v2",
    title: "A version 2 payment in X-PAYMENT buys nothing",
    scenarios: "server/http/both-versions",
    steps: "x-payment-alone",
    killedBy: ["server.http.x-payment-as-v2"],
  }),
  check({
    id: "http.req.oversize-header.server.received",
    requirement: "http.req.oversize-header",
    title: "A payment header of 64 KB is refused, and the server goes on serving",
    appliesTo: { scenarios: "server/http/oversize-header" },
    witness(trace) {
      const [step, after] = ["oversize", "good"].map((as) => steps(trace, as).find(({ abort }) => abort?.reason !== "timeout"));
      // A good payment that is answered and refused says nothing of the oversize one.
      return step === undefined || after === undefined || (paidTwin(trace) === undefined && after.response !== undefined) ? undefined : { step, after };
    },
    judge({ witness: { step, after }, trace, pass, fail }) {
      if (step.response !== undefined && delivers(trace, step.response)) return fail("a request with an oversize payment header was served", { expected: "a refusal", actual: step.response.status, at: step.response });
      if (after.response === undefined) return fail("after an oversize header the server no longer answers", { expected: "an answer", actual: after.abort?.message ?? "none", at: after.abort ?? after.request });
      return pass({ at: step.response ?? step.request });
    },
    killedBy: ["server.http.oversize-header-served"],
  }),
  check({
    id: "http.req.oversize-header.server.sent",
    requirement: "http.req.oversize-header",
    title: "A server's payment headers stay below 8 KB",
    appliesTo: { scenarios: "server/http/unpaid" },
    witness(trace) {
      const sent = answered(trace).flatMap((step) => ["payment-required", "payment-response"].flatMap((name) => headerValues({ headers: step.response.headers, name }).map((value) => ({ step, name, value }))));
      return sent.length === 0 ? undefined : sent;
    },
    judge({ witness, pass, fail }) {
      const large = witness.find(({ value }) => value.length > HEADER_LIMIT);
      return large === undefined ? pass({ at: witness.slice(0, 1).map(({ step }) => step.response) }) : fail(`${large.name.toUpperCase()} is larger than common intermediaries take`, { expected: `at most ${HEADER_LIMIT} bytes`, actual: large.value.length, at: large.step.response });
    },
    killedBy: ["server.http.402-header-bloated"],
  }),
];
