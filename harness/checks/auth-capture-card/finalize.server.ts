import { createValidator } from "../../../spec/schemas.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { besidePaidTwin, paidTwin, type Step, steps } from "../server-steps.ts";
import { allOperations, type CardSettle, handlerRuns, holdOf, isHeld, operationsOn, presented } from "./card-steps.ts";

/** schemes/auth-capture/scheme_auth_capture_card.md 4.5 and 4.6: how a server ends a hold. */

const PAID = "server/auth-capture-card/paid";
const METERED = "server/auth-capture-card/metered";
const NEAR = "server/auth-capture-card/near-deadline";

const { validate } = createValidator();

/** Whether the drive waited until the offers had to be captured, and beyond. */
function waited(trace: Trace): boolean {
  return trace.mark("waited") !== undefined;
}

/**
 * What a held payment's hold was ended with, given that it ended or that its deadline went by. What comes late is an end
 * all the same: 4.5 gives servers no time, and facilitators void at the deadline. How late is matter of card.server.capture-margin.
 */
function ending(trace: Trace, as: string): { readonly step: Step; readonly hold: CardSettle; readonly operations: readonly CardSettle[] } | undefined {
  const [step] = steps(trace, as);
  const hold = step === undefined || paidTwin(trace) === undefined || !isHeld(trace, step) ? undefined : holdOf(trace, step);
  return step === undefined || hold === undefined || !waited(trace) ? undefined : { step, hold, operations: operationsOn(trace, step) };
}

/** A void, or a capture of nothing. */
function releases({ payload }: CardSettle): boolean {
  return payload["type"] === "void" || (payload["amount"] !== undefined && Number(payload["amount"]) === 0) || (payload["type"] === undefined && payload["amount"] === undefined);
}

export const checks: readonly Check[] = [
  check({
    id: "card.server.finalize",
    requirement: "card.server.finalize",
    title: "After the resource a second settle captures the hold",
    appliesTo: { scenarios: NEAR },
    witness: (trace) => ending(trace, "good"),
    judge({ witness: { hold, operations }, pass, fail }) {
      const [first] = operations;
      if (first === undefined) return fail("nothing was sent to capture the hold of a delivered resource, neither by its deadline nor soon after", { expected: "a settle with a capture", actual: "no settle after the hold's", at: hold.call.request });
      return releases(first) ? fail("the hold was released although the resource was delivered", { expected: "a settle with a capture", actual: first.payload, at: first.call.request }) : pass({ at: [hold.call.request, first.call.request] });
    },
    killedBy: ["server.flow.escrow-no-finalize"],
  }),
  check({
    id: "card.server.finalize.void",
    requirement: "card.server.finalize",
    title: "A hold for a resource that failed is voided, and not captured",
    appliesTo: { scenarios: NEAR },
    witness(trace) {
      const ended = ending(trace, "failing");
      // The handler has to have failed, and the server to have shown that it ends holds at all.
      return ended !== undefined && handlerRuns(trace, ended.step).some((run) => trace.responseTo(run)?.status === 500) && (ending(trace, "good")?.operations.length ?? 0) > 0 ? ended : undefined;
    },
    judge({ witness: { hold, operations }, pass, fail }) {
      const [first] = operations;
      if (first === undefined) return fail("nothing was sent to release the hold of a failed request, neither by its deadline nor soon after", { expected: "a settle with a void", actual: "no settle after the hold's", at: hold.call.request });
      return releases(first) ? pass({ at: [hold.call.request, first.call.request] }) : fail("the hold of a failed request was captured", { expected: "a settle with a void", actual: first.payload, at: first.call.request });
    },
    killedBy: ["server.flow.escrow-failure-not-finalized", "server.flow.escrow-failure-charged", "server.auth-capture-card.failed-captured"],
  }),
  check({
    id: "card.server.finalize.amount",
    requirement: "card.server.finalize",
    title: "A capture is for the final amount",
    appliesTo: { scenarios: METERED },
    witness: (trace) => metered(trace, "less"),
    judge: ({ witness: { charge, operation }, pass, fail }) =>
      // As which JSON type it is written is matter of card.server.lifecycle-shape.
      String(operation.payload["amount"]) === charge ? pass({ at: operation.call.request }) : fail("a capture is not for what the resource cost in the end", { expected: charge, actual: operation.payload["amount"] ?? "no such member", at: operation.call.request }),
    killedBy: ["server.flow.escrow-charge-ignored"],
  }),
  check({
    id: "card.server.finalize-either",
    requirement: "card.server.finalize-either",
    title: "A capture may come during the request or later",
    appliesTo: { scenarios: PAID },
    witness(trace) {
      const step = paidTwin(trace);
      const [operation] = step === undefined ? [] : operationsOn(trace, step);
      return step === undefined || operation === undefined ? undefined : { step, operation };
    },
    judge: ({ witness: { step, operation }, pass }) => pass({ at: operation.call.request.seq < step.response.seq ? [operation.call.request, step.response] : [step.response, operation.call.request] }),
    killedBy: [],
  }),
  check({
    id: "card.server.capture-cap",
    requirement: "card.server.capture-cap",
    appliesTo: { scenarios: METERED },
    witness(trace) {
      const captures = ["good", "less", "more"].flatMap((as) => metered(trace, as) ?? []);
      return captures.some(({ as }) => as === "more") ? captures : undefined;
    },
    judge({ witness, pass, fail }) {
      const above = witness.find(({ hold, operation }) => Number(operation.payload["amount"]) > Number(hold.requirements["amount"]));
      return above === undefined
        ? pass({ at: witness.map(({ operation }) => operation.call.request) })
        : fail("a capture is for more than was held", { expected: `at most ${String(above.hold.requirements["amount"])}`, actual: above.operation.payload["amount"], at: [above.hold.call.request, above.operation.call.request] });
    },
    killedBy: ["server.auth-capture-card.capture-above-hold"],
  }),
  check({
    id: "card.server.lifecycle-shape",
    requirement: "card.server.lifecycle-shape",
    appliesTo: { scenarios: PAID },
    witness: allOperations,
    judge({ witness, pass, fail }) {
      for (const { step, operation } of witness) {
        const { payload, call } = operation;
        const at = call.request;
        if (payload["type"] !== "capture" && payload["type"] !== "void") return fail("a lifecycle payload names no operation", { expected: "type capture or void", actual: payload["type"] ?? "no such member", at });
        const { paymentId } = presented(step);
        if (payload["paymentId"] !== paymentId) return fail("a lifecycle payload names another payment than the one held", { expected: String(paymentId), actual: payload["paymentId"] ?? "no such member", at });
        const valid = validate("auth-capture-card-payload", payload);
        if (!valid.ok) return fail("a lifecycle payload does not have the form of its operation", { expected: "an amount of minor units as decimal text with a capture", actual: payload, at });
      }
      return pass({ at: witness.map(({ operation }) => operation.call.request) });
    },
    killedBy: ["server.auth-capture-card.lifecycle-unnamed", "server.auth-capture-card.capture-other-payment", "server.auth-capture-card.capture-amount-number"],
  }),
  check({
    id: "card.server.lifecycle-requirements",
    requirement: "card.server.lifecycle-requirements",
    appliesTo: { scenarios: PAID },
    witness: allOperations,
    judge({ witness, pass, fail }) {
      for (const { hold, operation } of witness) {
        const differs = ["payTo", "network"].find((member) => hold.requirements[member] !== operation.requirements[member]);
        if (differs !== undefined) return fail(`a lifecycle settle goes out with another ${differs} than the hold`, { expected: String(hold.requirements[differs]), actual: operation.requirements[differs] ?? "no such member", at: [hold.call.request, operation.call.request] });
      }
      return pass({ at: witness.map(({ operation }) => operation.call.request) });
    },
    killedBy: ["server.auth-capture-card.lifecycle-other-account"],
  }),
];

/** What a metered payment was captured with. */
function metered(trace: Trace, as: string): { readonly as: string; readonly charge: string; readonly hold: CardSettle; readonly operation: CardSettle } | undefined {
  const [step] = besidePaidTwin(trace, as) ?? [];
  const charge = trace.marks<{ as: string; charge: string }>("charge").find((mark) => mark.as === as)?.charge;
  const hold = step === undefined || !isHeld(trace, step) ? undefined : holdOf(trace, step);
  const [operation] = step === undefined ? [] : operationsOn(trace, step);
  return charge === undefined || hold === undefined || operation === undefined || releases(operation) ? undefined : { as, charge, hold, operation };
}
