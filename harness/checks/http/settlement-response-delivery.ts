import { headerValues } from "../../trace/headers.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { exempt, settlesLater } from "../exempt.ts";
import { answered, type AnsweredStep, callsOf, delivers, hasContent, isSuccess, type JsonObject, named, object, paidTwin, readHeader, replyOf, settlementReport } from "../server-steps.ts";

/** transports-v2/http.md, Settlement Response Delivery. */

const PAID = "server/http/paid";
const FAILED = "server/http/settle-failure";

interface Settled {
  readonly step: AnsweredStep;
  readonly reply: JsonObject;
}

/** Answers to payments of that name whose settlement the facilitator reported as it is said here. */
function settled(trace: Trace, as: string, success: boolean): Settled[] {
  return answered(trace, as).flatMap((step) => {
    const reply = callsOf(trace, "settle", step).map(replyOf).find((value) => value["success"] === success);
    return reply === undefined ? [] : [{ step, reply }];
  });
}

/** Paid responses. */
function paid(trace: Trace): Settled[] | undefined {
  const found = settled(trace, "good", true).filter(({ step }) => isSuccess(step.response));
  return found.length === 0 ? undefined : found;
}

/** The answer to a payment whose verification succeeded and whose settlement fails, whether the server waited to hear of it or not. */
function failed(trace: Trace): AnsweredStep | undefined {
  const step = paidTwin(trace) === undefined ? undefined : answered(trace, "settle-fails")[0];
  if (step === undefined) return undefined;
  return callsOf(trace, "settle", step).some((call) => replyOf(call)["success"] === false) || callsOf(trace, "verify", step).some((call) => replyOf(call)["isValid"] === true) ? step : undefined;
}

/** Where a report and the facilitator's reply differ. A payer is compared where both name one. */
function inconsistency({ step, reply }: Settled): { member: string; expected: unknown; actual: unknown } | undefined {
  const report = settlementReport(step.response);
  if (report === undefined) return undefined;
  // Compared as text: whether a member has the right type is its own check.
  const differs = ["success", "transaction", "network", "payer"].find((member) => member in report && reply[member] !== undefined && String(report[member]).toLowerCase() !== String(reply[member]).toLowerCase());
  return differs === undefined ? undefined : { member: differs, expected: reply[differs], actual: report[differs] };
}

const consistencyCheck = (options: { id: string; title: string; scenarios: string; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>>; several?: true }): Check =>
  check({
    id: options.id,
    requirement: "http.success.header-consistency",
    title: options.title,
    appliesTo: { scenarios: options.scenarios },
    witness(trace) {
      const found = paid(trace)?.filter(({ step }) => settlementReport(step.response) !== undefined);
      return found === undefined || found.length < (options.several === true ? 2 : 1) ? undefined : found;
    },
    judge({ witness, pass, fail }) {
      for (const found of witness) {
        const wrong = inconsistency(found);
        if (wrong !== undefined) return fail(`PAYMENT-RESPONSE has another ${wrong.member} than the facilitator's settle reply`, { expected: String(wrong.expected), actual: wrong.actual, at: found.step.response });
      }
      return pass({ at: witness.map(({ step }) => step.response) });
    },
    killedBy: options.killedBy,
    ...(options.alsoKilledBy === undefined ? {} : { alsoKilledBy: options.alsoKilledBy }),
  });

export const checks: readonly Check[] = [
  exempt(
    check({
      id: "http.success.header",
      requirement: "http.success.header",
      appliesTo: { scenarios: PAID },
      witness: paid,
      judge({ witness, pass, fail }) {
        const bare = witness.find(({ step }) => readHeader(step.response, "payment-response") === undefined);
        return bare === undefined ? pass({ at: witness.map(({ step }) => step.response) }) : fail("a paid response has no PAYMENT-RESPONSE header", { expected: "PAYMENT-RESPONSE", actual: bare.step.response.headers.map(([name]) => name).join(", "), at: bare.step.response });
      },
      killedBy: ["server.http.success-without-header"],
      alsoKilledBy: { "server.flow.responds-before-settle": "who answers before settlement has nothing to report" },
    }),
    settlesLater,
  ),
  exempt(
    check({
      id: "http.success.header-base64",
      requirement: "http.success.header-base64",
      appliesTo: { scenarios: PAID },
      witness(trace) {
        const found = paid(trace)?.filter(({ step }) => readHeader(step.response, "payment-response") !== undefined);
        return found?.length === 0 ? undefined : found;
      },
      judge({ witness, pass, fail }) {
        for (const { step } of witness) {
          const header = readHeader(step.response, "payment-response");
          if (header?.decoded.ok === false) return fail(`PAYMENT-RESPONSE: ${header.decoded.message}`, { expected: "padded standard base64 of UTF-8 JSON", actual: header.values[0], at: step.response });
          if (typeof header?.value === "string") return fail("PAYMENT-RESPONSE is encoded twice", { expected: "base64 of a JSON object", actual: header.value, at: step.response });
        }
        return pass({ at: witness.map(({ step }) => step.response) });
      },
      killedBy: ["server.http.success-header-raw-json"],
    }),
    settlesLater,
  ),
  exempt(
    consistencyCheck({
      id: "http.success.header-consistency",
      title: "PAYMENT-RESPONSE says what the facilitator settled",
      scenarios: PAID,
      killedBy: ["server.response.invented-transaction"],
      alsoKilledBy: {
        "server.response.v1-network-name": "the facilitator named the network otherwise",
        "server.response.payer-is-recipient": "the facilitator named another payer",
      },
    }),
    settlesLater,
  ),
  consistencyCheck({
    id: "http.success.header-consistency.at-once",
    title: "Of several payments at once each gets the report of its own settlement",
    scenarios: "server/http/distinct-at-once",
    several: true,
    killedBy: ["server.response.stale"],
    alsoKilledBy: {
      "server.response.invented-transaction": "an invented transaction is nobody's own",
      "server.response.v1-network-name": "the facilitator named the network otherwise",
      "server.response.payer-is-recipient": "the facilitator named another payer",
    },
  }),
  check({
    id: "http.success.after-settle",
    requirement: "http.success.after-settle",
    appliesTo: { scenarios: "server/http/settle-held" },
    witness: heldSettlement,
    judge: ({ witness: { step, answer }, pass, fail }) =>
      answer !== undefined && step.response.seq > answer.seq ? pass({ at: [answer, step.response] }) : fail("the success was sent before settlement was answered", { expected: "the answer after the facilitator's", at: step.response }),
    killedBy: ["server.flow.responds-before-settle"],
  }),
  check({
    id: "http.success.no-early-bytes",
    requirement: "http.success.no-early-bytes",
    appliesTo: { scenarios: "server/http/settle-held-large" },
    witness: heldSettlement,
    judge({ witness: { step, answer }, trace, pass, fail }) {
      const early = trace.events.find((event) => event.kind === "mark" && event.name === "first-bytes");
      return answer !== undefined && early !== undefined && early.seq > answer.seq ? pass({ at: [answer, step.response] }) : fail("content began to arrive before settlement was answered", { expected: "the first byte after the facilitator's answer", at: early ?? step.response });
    },
    killedBy: ["server.flow.early-content"],
    alsoKilledBy: { "server.flow.responds-before-settle": "who sends everything before settlement also sends the first byte then" },
  }),
  check({
    id: "http.settle-fail.status",
    requirement: "http.settle-fail.status",
    appliesTo: { scenarios: FAILED },
    witness: failed,
    judge: ({ witness: step, pass, fail }) => (step.response.status === 402 ? pass({ at: step.response }) : fail("a failed settlement was not answered with 402", { expected: "402", actual: step.response.status, at: step.response })),
    killedBy: ["server.http.settle-failure-500"],
    alsoKilledBy: { "server.flow.responds-before-settle": "the content was gone before settlement could fail" },
  }),
  check({
    id: "http.settle-fail.header",
    requirement: "http.settle-fail.header",
    appliesTo: { scenarios: FAILED },
    witness: failed,
    judge({ witness: step, pass, fail }) {
      const report = settlementReport(step.response);
      if (report === undefined) return fail("the answer to a failed settlement has no PAYMENT-RESPONSE", { expected: "PAYMENT-RESPONSE", actual: step.response.headers.map(([name]) => name).join(", "), at: step.response });
      if (report["success"] !== false) return fail("PAYMENT-RESPONSE of a failed settlement does not say that it failed", { expected: "success false", actual: report, at: step.response });
      const missing = ["transaction", "network"].find((member) => !(member in report));
      return missing === undefined ? pass({ at: step.response }) : fail(`PAYMENT-RESPONSE of a failed settlement has no ${missing}`, { expected: "transaction and network", actual: report, at: step.response });
    },
    killedBy: ["server.http.settle-failure-without-header"],
    alsoKilledBy: { "server.flow.responds-before-settle": "the answer was gone before settlement could fail" },
  }),
  check({
    id: "http.settle-fail.offer",
    requirement: "http.settle-fail.offer",
    appliesTo: { scenarios: FAILED },
    witness: (trace) => {
      const found = failed(trace);
      return found !== undefined && found.response.status === 402 ? found : undefined;
    },
    judge({ witness: step, position }) {
      const again = readHeader(step.response, "payment-required") !== undefined;
      return position(again ? "with-offer" : "without-offer", `the 402 after a failed settlement comes ${again ? "with" : "without"} PAYMENT-REQUIRED`, { at: step.response });
    },
    killedBy: ["server.http.settle-failure-with-offer"],
  }),
  check({
    id: "http.settle-fail.no-content",
    requirement: "http.settle-fail.no-content",
    appliesTo: { scenarios: FAILED },
    witness: failed,
    judge: ({ witness: step, trace, pass, fail }) => (delivers(trace, step.response) ? fail("the content was delivered although settlement failed", { expected: "no content", actual: hasContent(trace, step.response) ? "the content" : step.response.status, at: step.response }) : pass({ at: step.response })),
    killedBy: ["server.http.settle-failure-with-content"],
    alsoKilledBy: { "server.flow.responds-before-settle": "the content was gone before settlement could fail" },
  }),
  check({
    id: "http.ext-responses.not-forwarded",
    requirement: "http.ext-responses.not-forwarded",
    appliesTo: { scenarios: "server/http/extension-responses" },
    witness: (trace) => {
      const step = paidTwin(trace);
      const sent = trace.mark<{ header: string; text: string }>("sidechannel");
      return step === undefined || sent === undefined ? undefined : { step, sent };
    },
    judge({ witness: { step, sent }, position }) {
      const { response } = step;
      const visible = [...response.headers.map(([, value]) => value), response.body.text ?? "", ...["payment-response", "payment-required"].flatMap((name) => headerValues({ headers: response.headers, name })).map((value) => Buffer.from(value, "base64").toString("utf8"))];
      const forwarded = visible.some((text) => text.includes(sent.header) || text.includes(sent.text));
      return position(forwarded ? "forwarded" : "withheld", `the facilitator's EXTENSION-RESPONSES ${forwarded ? "reaches" : "does not reach"} the buyer (${named(step)})`, { at: response });
    },
    killedBy: ["server.http.forwards-extension-responses"],
  }),
];

/**
 * The paid answer of a case that held settlement back, and the facilitator's answer to it. A target
 * that never asked for settlement is not judged here.
 */
function heldSettlement(trace: Trace): { step: AnsweredStep; answer: ReturnType<Trace["responseTo"]> } | undefined {
  const [step] = answered(trace, "good").filter(({ response }) => isSuccess(response) && hasContent(trace, response));
  const [call] = step === undefined ? [] : callsOf(trace, "settle", step);
  if (step === undefined || call === undefined || object(trace.mark("barrier"))["roundTrips"] === undefined) return undefined;
  return { step, answer: call.response };
}
