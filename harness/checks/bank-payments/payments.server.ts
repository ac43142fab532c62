import { jsonEqual } from "../../../simulators/json.ts";
import { BANK_NETWORKS } from "../../methods/bank-networks.ts";
import { bodyJson } from "../../trace/body.ts";
import type { FacilitatorCall, Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { textsSentBy } from "../account-data.ts";
import { buysNothing } from "../server-judgements.ts";
import { answered, callsOf, delivers, type JsonObject, keyOf, named, object, paidTwin, paymentOf, type Step, steps } from "../server-steps.ts";
import { accountIn } from "./account-data.ts";

/** experimental/bank-payments.md 7.1, 7.4, 6.7 and 9: what a server passes on, how often it delivers, and what it asks for. */

function payloadOf(call: FacilitatorCall): JsonObject {
  return object(object(object(call.body)["paymentPayload"])["payload"]);
}

/** Verifies and settles of clients' payloads. */
function passedOn(trace: Trace): readonly FacilitatorCall[] {
  return [...trace.facilitatorCalls("verify"), ...trace.facilitatorCalls("settle")].filter((call) => payloadOf(call)["type"] === undefined);
}

function presented(trace: Trace): readonly JsonObject[] {
  return steps(trace).map(({ request }) => object(paymentOf(request)["payload"]));
}

/** Numbers of what the handler produced, in the answers to one payment. Who sends something again sends its number again. */
function produced(trace: Trace, key: string): readonly { readonly step: Step; readonly number: unknown }[] {
  return answered(trace)
    .filter(({ request, response }) => keyOf(request) === key && delivers(trace, response))
    .map((step) => ({ step, number: object(bodyJson(step.response.body))["produced"] }));
}

function onceCheck(definition: { id: string; requirement: string; title?: string; scenarios: string; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }): Check {
  const { scenarios, ...rest } = definition;
  return check({
    ...rest,
    appliesTo: { scenarios },
    witness(trace) {
      const again = paidTwin(trace) === undefined ? [] : answered(trace, (as) => as.startsWith("again-") || as.startsWith("at-once-"));
      return again.length === 0 ? undefined : again;
    },
    judge({ witness, trace, pass, fail }) {
      for (const key of new Set(witness.flatMap(({ request }) => keyOf(request) ?? []))) {
        const found = produced(trace, key);
        const numbers = [...new Set(found.map(({ number }) => number))];
        if (numbers.length > 1) return fail(`one payment brought the resource ${numbers.length} times (${named(found.at(-1)?.step as Step)})`, { expected: "content once, or the same content again", actual: numbers, at: found.map(({ step }) => step.request) });
      }
      return pass({ at: witness.map(({ response }) => response) });
    },
  });
}

/** Settles whose answer did not arrive, with the payment's step. */
function lost(trace: Trace): readonly Step[] {
  return steps(trace, (as) => as.startsWith("lost-")).filter((step) => callsOf(trace, "settle", step).some(({ response }) => response === undefined));
}

export const checks: readonly Check[] = BANK_NETWORKS.flatMap(({ area, method, network }) => {
  const row = (name: string): string => `${area}.server.${name}`;
  const at = (name: string): string => `server/${method}/${name}`;
  return [
    check({
      id: row("payload-unchanged"),
      requirement: row("payload-unchanged"),
      appliesTo: { scenarios: [at("settled"), at("accepted")] },
      witness(trace) {
        const calls = passedOn(trace);
        return calls.length === 0 ? undefined : calls;
      },
      judge({ witness, trace, pass, fail }) {
        const payloads = presented(trace);
        const other = witness.find((call) => !payloads.some((payload) => jsonEqual(payload, payloadOf(call))));
        return other === undefined ? pass({ at: witness.map(({ request }) => request) }) : fail("a payload that reached the facilitator is none that a client sent", { expected: "the client's payload as it came", actual: payloadOf(other), at: other.request });
      },
      killedBy: ["server.payload.token-trimmed"],
    }),
    buysNothing({
      requirement: row("no-client-status"),
      scenarios: at("smuggled"),
      steps: (as) => as.startsWith("status-"),
      killedBy: ["server.bank-payments.type-passed", "server.payload.operation-passed"],
    }),
    onceCheck({
      id: row("once"),
      requirement: row("once"),
      scenarios: at("once"),
      killedBy: ["server.replay.serves-settled", "server.replay.shares-settlement"],
      alsoKilledBy: { "server.replay.same-receipt": "the first report comes with content that is produced anew" },
    }),
    onceCheck({ id: row("once.restarted"), requirement: row("once"), title: "One payment brings the resource once, also after a restart of the server.", scenarios: at("once-restarted"), killedBy: ["server.bank-payments.delivers-duplicates"] }),
    check({
      id: row("status"),
      requirement: row("status"),
      appliesTo: { scenarios: at("lost-reply") },
      witness(trace) {
        const payments = lost(trace);
        return paidTwin(trace) === undefined || payments.length === 0 ? undefined : payments;
      },
      judge({ trace, pass, fail, notApplicable }) {
        const asked = trace.facilitatorCalls("settle").filter((call) => payloadOf(call)["type"] === "status");
        for (const { body, request } of asked) {
          const { paymentPayload, paymentRequirements } = object(body);
          const { token, paymentId } = object(object(paymentPayload)["payload"]);
          const payment = steps(trace).map((step) => paymentOf(step.request)).find(({ payload }) => object(payload)["paymentId"] === paymentId);
          if (payment === undefined) return fail("a status names a paymentId that nobody presented", { expected: "that of a payment", actual: paymentId ?? "no such member", at: request });
          if (token !== undefined) return fail("a status has the client's token", { expected: "type and paymentId", actual: "a token beside them", at: request });
          const { payTo } = object(payment["accepted"]);
          for (const terms of [object(object(paymentPayload)["accepted"]), object(paymentRequirements)]) {
            if (terms["payTo"] !== payTo || terms["network"] !== network) return fail("a status has another payTo or network than the payment", { expected: `${String(payTo)} on ${network}`, actual: `${String(terms["payTo"])} on ${String(terms["network"])}`, at: request });
          }
        }
        return asked.length === 0 ? notApplicable("the server asks for no status") : pass({ at: asked.map(({ request }) => request) });
      },
      killedBy: ["server.bank-payments.inquiry-with-token", "server.bank-payments.inquiry-other-payto"],
    }),
    check({
      id: row("lost-reply"),
      requirement: row("lost-reply"),
      appliesTo: { scenarios: at("lost-reply") },
      witness(trace) {
        const payments = lost(trace);
        return paidTwin(trace) === undefined || payments.length === 0 ? undefined : payments;
      },
      judge({ witness, trace, pass, fail }) {
        for (const key of new Set(witness.flatMap(({ request }) => keyOf(request) ?? []))) {
          const ofPayment = answered(trace).filter(({ request }) => keyOf(request) === key);
          if (!ofPayment.some(({ response }) => delivers(trace, response))) return fail(`the content of a payment is never delivered, as the answer to its settle was lost (${witness.find(({ request }) => keyOf(request) === key)?.as ?? ""})`, { expected: "the content, once the server has found out", actual: ofPayment.map(({ response }) => response.status), at: ofPayment.map(({ response }) => response) });
        }
        return pass({ at: witness.map(({ request }) => request) });
      },
      killedBy: ["server.flow.lost-reply-unasked"],
      alsoKilledBy: {
        "server.bank-payments.accepted-withheld": "what is found to be accepted is withheld as well",
        "server.bank-payments.unknown-given-up": "a payment that was given up is not asked after",
        "server.flow.pending-not-resettled": "who does not ask the facilitator again does not find out",
        "server.facilitator.settle-retried": "who sends the call again is told of a duplicate, and forgets that an answer was lost",
        "server.facilitator.strict-settle-reply": "the status is told in extra as well",
        "server.bank-payments.replay-unguarded": "who takes every presentation for another payment does not know that the answer was lost",
      },
    }),
    check({
      id: `${area}.any.no-account-data.server`,
      requirement: `${area}.any.no-account-data`,
      title: "No message of a server carries the number of a bank account.",
      appliesTo: { scenarios: at("*") },
      reach: "some",
      witness: (trace) => paidTwin(trace),
      judge({ witness, trace, pass, fail }) {
        for (const { event, where, text } of textsSentBy(trace, "server")) {
          const found = accountIn(area, text);
          if (found !== undefined) return fail(`there is the number of a bank account in ${where}`, { expected: "the merchant's account at the provider, and tokens", actual: found, at: event });
        }
        return pass({ at: witness.response });
      },
      killedBy: [`server.${method}.account-shown`],
    }),
  ];
});
