import { check, type Check } from "../check.ts";
import { besideGoodTwin, facts, goodTwin, isObject, type JsonObject, object, paid, type Paid, paymentCheck, paymentsOf, signalOf } from "../client-steps.ts";
import type { Trace } from "../../trace/trace.ts";

/** x402-specification-v2.md §5.1.2, Extensions, as clients keep it. */

const UNKNOWN = "conformance-unheard-of";
/** The same in the scenario. */
const ADVERTISED = /^(?:conformance-|payment-identifier$)/;

export const checks: readonly Check[] = [
  check({
    id: "core.ext.client-echo",
    requirement: "core.ext.client-echo",
    appliesTo: { scenarios: "client/core-types/extension-known" },
    witness: (trace) => paid(trace, "extension-known")[0] ?? (declaredHere(trace).length === 0 ? goodTwin(trace) : undefined),
    judge({ witness, trace, pass, fail, notApplicable }) {
      const declared = declaredHere(trace);
      if (declared.length === 0) return notApplicable("the target declares no extension that the suite can advertise");
      const echoed = object(witness.message["extensions"]);
      const advertised = advertisedBefore(witness);
      for (const name of declared) {
        const info = object(echoed[name])["info"];
        const lost = Object.keys(object(object(advertised[name])["info"])).find((member) => !(member in object(info)));
        if (!(name in echoed)) return fail(`the payment does not repeat the extension ${name}, which the client declares`, { expected: name, actual: Object.keys(echoed), at: witness.attempt.request });
        if (lost !== undefined) return fail(`the payment repeats the extension ${name} without ${lost} of its info`, { expected: lost, actual: echoed[name], at: witness.attempt.request });
      }
      return pass({ at: witness.attempt.request });
    },
    killedBy: ["client.ext.known-dropped"],
    alsoKilledBy: { "client.payload.extensions-as-list": "a list repeats no extension under its identifier" },
  }),
  check({
    id: "core.ext.client-echo-unknown",
    requirement: "core.ext.client-echo-unknown",
    appliesTo: { scenarios: "client/core-types/extension-unknown" },
    witness: (trace) => paid(trace, "extension-unknown")[0],
    judge({ witness, position }) {
      const echoed = object(witness.message["extensions"])[UNKNOWN];
      const info = object(object(advertisedBefore(witness)[UNKNOWN])["info"]);
      const at = { at: witness.attempt.request };
      if (echoed === undefined) return position("dropped", "The client leaves extensions it does not know out of the payment.", at);
      return keeps({ sent: object(echoed)["info"], received: info }) ? position("echoed", "The client repeats extensions it does not know, with their info.", at) : position("altered", "The client repeats extensions it does not know, but not all of their info.", at);
    },
    killedBy: ["client.ext.unknown-dropped"],
    alsoKilledBy: { "client.payload.extensions-as-list": "in a list nothing stands under the extension's identifier" },
  }),
  paymentCheck({
    requirement: "core.ext.client-no-overwrite",
    scenarios: "client/core-types/extension-*",
    deviation(payment) {
      const advertised = advertisedBefore(payment);
      const echoed = Object.entries(object(payment.message["extensions"])).filter(([name]) => Object.hasOwn(advertised, name));
      if (echoed.length === 0) return "silent";
      for (const [name, entry] of echoed) {
        const received = { ...object(object(advertised[name])["info"]) };
        // The examples of the gas sponsoring extensions lose it, so its loss is nobody's fault.
        if (name.endsWith("GasSponsoring")) Reflect.deleteProperty(received, "description");
        const sent = object(entry)["info"];
        if (!keeps({ sent, received })) return { message: `info of the extension ${name} is not what the server sent`, expected: JSON.stringify(received), actual: sent ?? "no such member" };
      }
      return undefined;
    },
    killedBy: ["client.ext.info-overwritten"],
    alsoKilledBy: { "client.http.402-header-latin1": "a text that was read wrongly is repeated wrongly" },
  }),
  // Not in the text: our position, for an optional extension must not stand in the way of the base protocol.
  check({
    id: "core.ext.unknown-tolerated",
    requirement: "core.ext.unknown-tolerated",
    appliesTo: { scenarios: "client/core-types/extension-unknown" },
    witness: (trace) => besideGoodTwin(trace, "extension-unknown")?.[0],
    judge({ pass, fail, witness: step }) {
      const [payment] = paymentsOf(step);
      return payment === undefined ? fail("the client does not pay an offer it can pay where an unknown extension is advertised", { expected: "a payment", actual: step.outcome?.message ?? "none", at: step.attempts[0]?.response }) : pass({ at: payment.attempt.request });
    },
    killedBy: ["client.ext.unknown-refused"],
  }),
];

/** Extensions the target declares and the scenario advertises: of those with a text of their own a made-up info is none. */
function declaredHere(trace: Trace): readonly string[] {
  return (facts(trace)?.extensions ?? []).filter((name) => ADVERTISED.test(name));
}

/** `extensions` of the signal a payment answers. */
function advertisedBefore({ step, attempt }: Paid): JsonObject {
  const before = step.attempts.slice(0, step.attempts.indexOf(attempt));
  for (const { response } of before.toReversed()) {
    const extensions = response === undefined ? undefined : signalOf(response)["extensions"];
    if (isObject(extensions)) return extensions;
  }
  return {};
}

/** Everything received is still there: members may be added to objects and items to lists, none changed or removed. */
function keeps(options: { sent: unknown; received: unknown }): boolean {
  const { sent, received } = options;
  if (Array.isArray(received)) return Array.isArray(sent) && (received as unknown[]).every((item) => (sent as unknown[]).some((candidate) => keeps({ sent: candidate, received: item })));
  if (!isObject(received)) return sent === received;
  return isObject(sent) && Object.entries(received).every(([name, value]) => Object.hasOwn(sent, name) && keeps({ sent: sent[name], received: value }));
}
