import { check, type Check } from "../check.ts";
import { clientSteps, type ClientStep, paid, type Paid, paymentsOf } from "../client-steps.ts";
import { svmPaymentOf } from "../svm-transaction.ts";
import type { Trace } from "../../trace/trace.ts";

/** schemes/exact/scheme_exact_svm.md, `extra.recentBlockhash`: what a transaction's lifetime is taken from. */

const SCENARIO = "client/exact-svm/blockhash";

/** What the suite's chain knew of blockhashes when they came: mark `blockhash`, one for each that a payment carried. */
function isKnown(trace: Trace, blockhash: string): boolean | undefined {
  return trace.marks<{ value: string; known: boolean }>("blockhash").find(({ value }) => value === blockhash)?.known;
}

function blockhashOf(payment: Paid): string | undefined {
  return svmPaymentOf(payment)?.transaction.transaction.message.blockhash;
}

/** Steps that were asked for and answered, in a case whose client pays at all. */
function stepsOf(trace: Trace, as: string | ((as: string) => boolean)): readonly ClientStep[] | undefined {
  const found = clientSteps(trace, as).filter(({ attempts, outcome }) => attempts.length > 0 && outcome !== undefined);
  return found.length === 0 || paid(trace).length === 0 ? undefined : found;
}

/** Judges that a client which pays offers of the case pays these too, on a blockhash of its own. */
function ownBlockhash(options: { id: string; steps: string | ((as: string) => boolean); what: string; killedBy: readonly string[] }): Check {
  return check({
    id: options.id,
    requirement: options.id,
    appliesTo: { scenarios: SCENARIO },
    witness: (trace) => stepsOf(trace, options.steps),
    judge({ witness, trace, pass, fail, notApplicable }) {
      const judged: Paid[] = [];
      for (const step of witness) {
        const [payment] = paymentsOf(step);
        if (payment === undefined) return fail(`an offer ${options.what} is not paid, in step "${step.as}"`, { expected: "a payment on a blockhash the client got itself", actual: step.outcome?.message ?? "none", at: step.attempts[0]?.response });
        const blockhash = blockhashOf(payment);
        if (blockhash === undefined) continue;
        if (isKnown(trace, blockhash) === false) return fail(`an offer ${options.what} is paid on a blockhash the chain does not know, in step "${step.as}"`, { expected: "a blockhash of the chain", actual: blockhash, at: payment.attempt.request });
        judged.push(payment);
      }
      return judged.length === 0 ? notApplicable("no payment of these steps can be read") : pass({ at: judged.map(({ attempt }) => attempt.request) });
    },
    killedBy: options.killedBy,
  });
}

export const checks: readonly Check[] = [
  check({
    id: "svm.client.blockhash-hint",
    requirement: "svm.client.blockhash-hint",
    appliesTo: { scenarios: SCENARIO },
    witness: (trace) => {
      const hint = trace.mark<{ value: string }>("hint")?.value;
      const [payment] = paid(trace, "hint-valid");
      const blockhash = payment === undefined ? undefined : blockhashOf(payment);
      return hint === undefined || payment === undefined || blockhash === undefined ? undefined : { hint, payment, blockhash };
    },
    judge({ witness: { hint, payment, blockhash }, pass, fail }) {
      return blockhash === hint ? pass({ at: payment.attempt.request }) : fail("the offer's recentBlockhash is not the transaction's", { expected: hint, actual: blockhash, at: payment.attempt.request });
    },
    killedBy: ["client.exact-svm.blockhash-hint-ignored"],
  }),
  ownBlockhash({ id: "svm.client.blockhash-fallback", steps: "unhinted", what: "without recentBlockhash", killedBy: ["client.exact-svm.blockhash-hint-demanded", "client.exact-svm.blockhash-constant"] }),
  ownBlockhash({
    id: "svm.client.blockhash-malformed",
    steps: (as) => as.startsWith("malformed-"),
    what: "whose recentBlockhash is malformed",
    killedBy: ["client.exact-svm.blockhash-malformed-refused", "client.exact-svm.blockhash-malformed-used"],
  }),
];
