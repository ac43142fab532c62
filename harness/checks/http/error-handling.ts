import { check, type Check } from "../check.ts";
import { exempt, settlesFirst, settlesLater } from "../exempt.ts";
import { buysNothing, statusPosition } from "../server-judgements.ts";
import { answered, type AnsweredStep, besidePaidTwin, callsOf, delivers, facts, heard, isObject, named, paidTwin, readHeader, replyOf } from "../server-steps.ts";
import type { Trace } from "../../trace/trace.ts";

/** transports-v2/http.md, Error Handling: the status table, row by row. */

const MALFORMED_HEADER = "server/http/malformed-header";
const MALFORMED_PAYLOAD = "server/http/malformed-payload";
const VERIFY_INVALID = "server/http/verify-invalid";
const malformed = (as: string): boolean => as.startsWith("malformed-");
const clientStatus = (status: number): string => (status === 400 || status === 402 ? String(status) : "other");

/** The answer to a payment that the facilitator found invalid. */
function refused(trace: Trace): AnsweredStep | undefined {
  const step = paidTwin(trace) === undefined ? undefined : answered(trace, "invalid")[0];
  return step !== undefined && callsOf(trace, "verify", step).some((call) => replyOf(call)["isValid"] === false) ? step : undefined;
}

export const checks: readonly Check[] = [
  buysNothing({
    requirement: "http.req.malformed-base64",
    scenarios: MALFORMED_HEADER,
    // An empty value may be taken for no payment, and then is no mistake.
    steps: (as) => malformed(as) || as === "empty-value",
    clientsFault: true,
    unsettled: true,
    killedBy: ["server.http.malformed-header-500"],
  }),
  statusPosition({
    requirement: "http.req.malformed-base64-status",
    scenarios: MALFORMED_HEADER,
    steps: (as) => ["malformed-not-base64", "malformed-not-json", "malformed-truncated"].includes(as),
    positions: clientStatus,
    what: "a PAYMENT-SIGNATURE that does not decode",
    killedBy: ["server.http.malformed-header-as-unpaid"],
    alsoKilledBy: { "server.http.malformed-header-500": "500 is another answer to the same header" },
  }),
  buysNothing({
    requirement: "http.req.malformed-schema",
    scenarios: MALFORMED_PAYLOAD,
    steps: malformed,
    clientsFault: true,
    unsettled: true,
    killedBy: ["server.payload.malformed-500", "server.payload.malformed-settled"],
  }),
  statusPosition({
    requirement: "http.req.malformed-schema-status",
    scenarios: MALFORMED_PAYLOAD,
    steps: malformed,
    positions: clientStatus,
    what: "a payload that breaks the schema",
    killedBy: ["server.http.malformed-payload-as-unpaid"],
    alsoKilledBy: { "server.payload.malformed-500": "500 is another answer to the same payload" },
  }),
  statusPosition({
    requirement: "http.req.unmatched-status",
    scenarios: "server/core-types/accepted-mismatch",
    steps: (as) => /^(lower|other)-/.test(as),
    positions: clientStatus,
    what: "a payment for terms that are not offered",
    killedBy: ["server.http.unmatched-400"],
  }),
  exempt(
    check({
      id: "http.verify-fail.status",
      requirement: "http.verify-fail.status",
      appliesTo: { scenarios: VERIFY_INVALID },
      witness: refused,
      judge: ({ witness, pass, fail }) => (witness.response.status === 402 ? pass({ at: witness.response }) : fail("a payment that failed verification was not answered with 402", { expected: "402", actual: witness.response.status, at: witness.response })),
      killedBy: ["server.http.verify-failure-400"],
    }),
    settlesFirst,
  ),
  exempt(
    check({
      id: "http.verify-fail.header",
      requirement: "http.verify-fail.header",
      appliesTo: { scenarios: VERIFY_INVALID },
      witness: (trace) => {
        const step = refused(trace);
        return step?.response.status === 402 ? step : undefined;
      },
      judge({ witness: { response }, position }) {
        const [offer, report] = [readHeader(response, "payment-required") !== undefined, readHeader(response, "payment-response") !== undefined];
        const taken = offer && report ? "both" : offer ? "payment-required" : report ? "payment-response" : "neither";
        return position(taken, `the 402 after a failed verification carries ${taken}`, { at: response });
      },
      killedBy: ["server.http.verify-failure-bare"],
    }),
    settlesFirst,
  ),
  exempt(
    check({
      id: "http.verify-fail.reason",
      requirement: "http.verify-fail.reason",
      appliesTo: { scenarios: VERIFY_INVALID },
      witness: (trace) => {
        const step = refused(trace);
        return step?.response.status === 402 ? step : undefined;
      },
      judge({ witness: { response }, pass, fail, notApplicable }) {
        const header = readHeader(response, "payment-required");
        const required = header?.value;
        if (header !== undefined && !isObject(required)) return notApplicable("PAYMENT-REQUIRED holds no object, see http.402.header-schema");
        if (!isObject(required)) return fail("the 402 after a failed verification makes no offer", { expected: "PAYMENT-REQUIRED", actual: response.headers.map(([name]) => name).join(", "), at: response });
        // Any member that is there is judged where offers are; here it matters that it says something.
        return "error" in required && required["error"] !== "" ? pass({ at: response }) : fail("the offer after a failed verification gives no reason", { expected: "error", actual: required, at: response });
      },
      killedBy: ["server.http.verify-failure-bare"],
    }),
    settlesFirst,
  ),
  exempt(
    check({
      id: "http.success.status",
      requirement: "http.success.status",
      appliesTo: { scenarios: "server/http/paid" },
      witness(trace) {
        const paid = answered(trace, "good").filter((step) => callsOf(trace, "settle", step).some((call) => replyOf(call)["success"] === true));
        const handled = trace.responses({ from: "upstream" });
        // Where the handler is ours, its success has to be on record.
        const unknown = facts(trace)?.upstream === true && handled.length === 0;
        return paid.length === 0 || unknown || handled.some(({ status }) => status >= 300) ? undefined : paid;
      },
      judge({ witness, pass, fail }) {
        const failed = witness.find(({ response }) => response.status >= 400);
        return failed === undefined ? pass({ at: witness.map(({ response }) => response) }) : fail("a payment that was verified and settled was answered with an error", { expected: "the handler's success", actual: failed.response.status, at: failed.response });
      },
      killedBy: ["server.http.success-500"],
    }),
    settlesLater,
  ),
  check({
    id: "http.error.500",
    requirement: "http.error.500",
    appliesTo: { scenarios: "server/http/facilitator-500" },
    witness(trace) {
      const found = besidePaidTwin(trace, (as) => as === "verify-500" || as === "settle-500")?.filter((step) => heard(trace, step.as === "verify-500" ? "verify" : "settle", step));
      return found?.length === 0 ? undefined : found;
    },
    judge({ witness, trace, pass, fail }) {
      const served = witness.find(({ response }) => response !== undefined && delivers(trace, response));
      return served === undefined ? pass({ at: witness.slice(0, 1).map((step) => step.response ?? step.request) }) : fail(`${named(served)}: the facilitator failed and the request was served`, { expected: "an error and no content", actual: served.response?.status, at: served.response ?? served.request });
    },
    killedBy: ["server.facilitator.http-error-is-valid"],
    alsoKilledBy: { "server.flow.responds-before-settle": "the content was gone before the facilitator could fail" },
  }),
  statusPosition({
    requirement: "http.error.status",
    scenarios: "server/http/facilitator-500",
    steps: (as) => as === "verify-500" || as === "settle-500",
    positions: (status) => (status === 500 || status === 402 ? String(status) : status > 500 ? "5xx" : "other"),
    what: "a fault of the facilitator",
    killedBy: ["server.http.facilitator-error-502"],
  }),
  statusPosition({
    requirement: "http.permit2.412",
    scenarios: "server/http/permit2-allowance",
    steps: "allowance-missing",
    positions: (status) => (status === 412 || status === 402 ? String(status) : "other"),
    what: "a missing Permit2 allowance",
    killedBy: ["server.http.permit2-402"],
  }),
];
