import { check, type Check } from "../check.ts";
import { answered, delivers, paidTwin } from "../server-steps.ts";

/** schemes/exact/scheme_exact_svm.md, Duplicate Settlement Mitigation, at the merchant. */

/** The mitigation is the merchant's or the facilitator's to have: whom a server leaves it to. */
function onceCheck(definition: { id: string; title: string; scenarios: string; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }): Check {
  const { scenarios, ...rest } = definition;
  return check({
    ...rest,
    requirement: "svm.server.duplicate",
    appliesTo: { scenarios },
    witness(trace) {
      const delivered = paidTwin(trace) === undefined ? [] : answered(trace, "at-once").filter(({ response }) => delivers(trace, response));
      return delivered.length === 0 ? undefined : delivered;
    },
    judge({ witness, position }) {
      const at = witness.map(({ response }) => response);
      return witness.length === 1 ? position("once", "one of the requests was served", { at }) : position("several", `${witness.length} requests with one transaction were served`, { at });
    },
  });
}

export const checks: readonly Check[] = [
  onceCheck({
    id: "svm.server.duplicate",
    title: "Of simultaneous requests with one payment, how many a server serves",
    scenarios: "server/exact-svm/duplicates",
    killedBy: ["server.exact-svm.replay-unguarded"],
    alsoKilledBy: { "server.replay.shares-settlement": "who serves whatever comes while a settlement is open serves these too" },
  }),
  onceCheck({
    id: "svm.server.duplicate.message",
    title: "The same where the payment's bytes differ in the fee payer's empty slot",
    scenarios: "server/exact-svm/duplicate-messages",
    killedBy: ["server.exact-svm.replay-key-text", "server.exact-svm.replay-unguarded"],
    alsoKilledBy: { "server.replay.shares-settlement": "who serves whatever comes while a settlement is open serves these too" },
  }),
];
