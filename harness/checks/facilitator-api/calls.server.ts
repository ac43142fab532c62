import type { FacilitatorCall, Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { exempt, settlesFirst } from "../exempt.ts";
import { readerFor, readPayment } from "../../methods/reader.ts";
import { buysNothing } from "../server-judgements.ts";
import type { Deviation } from "../server-offers.ts";
import { answered, callsOf, isObject, type JsonObject, object, paidTwin, paymentOf, replyOf, type Step, steps } from "../server-steps.ts";

/** x402-specification-v2.md §7.1 and §7.2, seen at the server that calls. */

/** On the real chain, and alone with a facilitator: a call that lacks the payment belongs to no case otherwise. */
const PAID = ["server/http/paid", "server/facilitator-api/envelopes", "server/exact-svm/paid"];

interface Call {
  readonly step: Step;
  readonly call: FacilitatorCall;
}

function callsOfGood(trace: Trace, endpoint: "verify" | "settle"): Call[] | undefined {
  const found = steps(trace, "good").flatMap((step) => callsOf(trace, endpoint, step).filter((call) => !isOperation(call)).map((call) => ({ step, call })));
  return found.length === 0 ? undefined : found;
}

/** Every call that is shaped like an envelope or not; those whose payment cannot be read belong to the case all the same. */
function allCalls(trace: Trace, endpoint: "verify" | "settle"): Call[] | undefined {
  const known = callsOfGood(trace, endpoint) ?? [];
  const [first] = steps(trace, "good");
  const unread = trace.facilitatorCalls(endpoint).filter((call) => !isOperation(call) && !known.some((other) => other.call.request === call.request));
  const found = [...known, ...(first === undefined ? [] : unread.map((call) => ({ step: first, call })))];
  return found.length === 0 ? undefined : found;
}

/** What a server does with a payment that is there is in words of its own. */
function isOperation({ body }: FacilitatorCall): boolean {
  return readPayment({ message: object(body)["paymentPayload"], terms: object(body)["paymentRequirements"] }).operation === true;
}

function envelopeCheck(options: { requirement: string; endpoint: "verify" | "settle"; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }): Check {
  return check({
    id: options.requirement,
    requirement: options.requirement,
    appliesTo: { scenarios: PAID },
    witness: (trace) => allCalls(trace, options.endpoint),
    judge({ witness, pass, fail }) {
      for (const { step, call } of witness) {
        const wrong = envelopeDeviation({ body: call.body, payment: paymentOf(step.request) });
        if (wrong !== undefined) return fail(`POST /${options.endpoint}: ${wrong.message}`, { expected: wrong.expected, actual: wrong.actual, at: call.request });
      }
      return pass({ at: witness.map(({ call }) => call.request) });
    },
    killedBy: options.killedBy,
    ...(options.alsoKilledBy === undefined ? {} : { alsoKilledBy: options.alsoKilledBy }),
  });
}

/** What a server's request has wrong, given the payment it received. Members the text does not name are left alone. */
function envelopeDeviation(options: { body: unknown; payment: JsonObject }): Deviation {
  const { body, payment } = options;
  if (!isObject(body)) return { message: "the body is not a JSON object", expected: "x402Version, paymentPayload and paymentRequirements", actual: body ?? "no JSON" };
  if (body["x402Version"] !== 2) return { message: "x402Version is not the number 2", expected: "2", actual: body["x402Version"] ?? "no such member" };
  const forwarded = object(body["paymentPayload"]);
  // The optional members are the server's to pass on or not.
  const { resource, extensions: _, ...required } = payment;
  if (!includes(body["paymentPayload"], required) || (isObject(forwarded["resource"]) && !includes(forwarded["resource"], object(resource)))) return { message: "paymentPayload is not the payment the client sent", expected: JSON.stringify(payment), actual: body["paymentPayload"] ?? "no such member" };
  const accepted = object(payment["accepted"]);
  const mistyped = OPTIONAL_OBJECTS.find((path) => !isAbsentOrObject(path.reduce<unknown>((value, member) => object(value)[member], body)));
  if (mistyped !== undefined) return { message: `${mistyped.join(".")} is neither absent nor an object`, expected: "an object, or no such member", actual: body };
  const terms = Object.fromEntries(TERMS.flatMap((member) => (member in accepted ? [[member, member === "extra" ? withoutHints(accepted) : accepted[member]]] : [])));
  return includes(body["paymentRequirements"], terms) ? undefined : { message: "paymentRequirements is not the offer that was accepted", expected: JSON.stringify(terms), actual: body["paymentRequirements"] ?? "no such member" };
}

/** The members of PaymentRequirements; what an offer has beside them is the server's own. */
const TERMS = ["scheme", "network", "amount", "asset", "payTo", "maxTimeoutSeconds", "extra"];

/** What in `extra` binds: where it is no object, that itself. */
function withoutHints(accepted: JsonObject): unknown {
  const { extra } = accepted;
  const hints = readerFor(accepted)?.hints ?? [];
  return isObject(extra) ? Object.fromEntries(Object.entries(extra).filter(([member]) => !hints.includes(member))) : extra;
}

/** Members a server may leave out, or fill in, but not with anything else. */
const OPTIONAL_OBJECTS = [
  ["paymentPayload", "resource"],
  ["paymentPayload", "extensions"],
  ["paymentRequirements", "extra"],
];

function isAbsentOrObject(value: unknown): boolean {
  return value === undefined || isObject(value);
}

const HEX = /^0x[0-9a-f]*$/i;

/** Whether everything sent is still there, unchanged. Hex is bytes, whatever its letter case: a server may have parsed it. */
function includes(whole: unknown, part: unknown): boolean {
  if (Array.isArray(part)) return Array.isArray(whole) && whole.length === part.length && part.every((item, index) => includes(whole[index], item));
  if (!isObject(part)) return whole === part || (typeof whole === "string" && typeof part === "string" && HEX.test(part) && whole.toLowerCase() === part.toLowerCase());
  return isObject(whole) && Object.keys(part).every((member) => Object.hasOwn(whole, member) && includes(whole[member], part[member]));
}

export const checks: readonly Check[] = [
  exempt(
    envelopeCheck({
      requirement: "fac.verify.server-request",
      endpoint: "verify",
      killedBy: ["server.facilitator.requirements-without-extra"],
      alsoKilledBy: { "server.exact-svm.fee-payer-missing": "who names no fee payer passes none on" },
    }),
    settlesFirst,
  ),
  envelopeCheck({
    requirement: "fac.settle.server-request",
    endpoint: "settle",
    killedBy: ["server.facilitator.settle-without-version"],
    alsoKilledBy: { "server.flow.settles-double-amount": "requirements with another amount are not the offer that was verified" },
  }),
  exempt(
    check({
      id: "fac.server.no-settle-after-invalid",
      requirement: "fac.server.no-settle-after-invalid",
      appliesTo: { scenarios: "server/http/verify-invalid" },
      witness(trace) {
        const step = paidTwin(trace) === undefined ? undefined : answered(trace, "invalid")[0];
        return step !== undefined && callsOf(trace, "verify", step).some((call) => replyOf(call)["isValid"] === false) ? step : undefined;
      },
      judge({ witness, trace, pass, fail }) {
        const [settle] = callsOf(trace, "settle", witness);
        return settle === undefined ? pass({ at: witness.response }) : fail("settlement was asked for after verification had failed", { expected: "no settle call", at: settle.request });
      },
      killedBy: ["server.flow.settles-after-invalid"],
    }),
    settlesFirst,
  ),
  exempt(
    buysNothing({
      requirement: "fac.server.uses-reply",
      scenarios: "server/facilitator-api/verify-reply",
      steps: (as) => as === "verify-false" || as === "verify-missing",
      heard: "verify",
      killedBy: ["server.facilitator.missing-is-valid"],
      alsoKilledBy: { "server.facilitator.unreadable-is-valid": "a reply without isValid is one of those that cannot be read" },
    }),
    settlesFirst,
  ),
  buysNothing({
    requirement: "fac.server.settle-reply",
    scenarios: "server/facilitator-api/settle-reply",
    steps: (as) => as === "settle-false" || as === "settle-missing",
    heard: "settle",
    killedBy: ["server.facilitator.missing-success"],
    alsoKilledBy: { "server.flow.responds-before-settle": "who answers before settlement reads no reply", "server.http.settle-failure-with-content": "the content is in the answer, whatever its status" },
  }),
  check({
    id: "fac.http.idempotent-conn",
    requirement: "fac.http.idempotent-conn",
    appliesTo: { scenarios: "server/facilitator-api/settle-lost" },
    witness(trace) {
      const [step] = paidTwin(trace) === undefined ? [] : steps(trace, "settle-lost");
      // To ask what became of a payment is what the row wants.
      const settles = step === undefined ? [] : callsOf(trace, "settle", step).filter((call) => !isOperation(call));
      return settles.length === 0 ? undefined : settles;
    },
    judge: ({ witness, pass, fail }) => (witness.length === 1 ? pass({ at: witness.map(({ request }) => request) }) : fail("a settle call whose answer was lost was sent again", { expected: "one settle call", actual: witness.length, at: witness.map(({ request }) => request) })),
    killedBy: ["server.facilitator.settle-retried"],
  }),
];
