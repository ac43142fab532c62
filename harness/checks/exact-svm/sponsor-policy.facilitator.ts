import { NATIVE } from "../../../simulators/chains/chain.ts";
import type { ChainBalanceEvent, ChainTransactionEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { check } from "../check.ts";
import { answered, type AnsweredCall, discriminates, foundValid, outcomeOf, refusalCheck, settlements, validControl } from "../facilitator-calls.ts";
import { openQuestion } from "./open-question.ts";

/** scheme_exact_svm.md (later text) §2.1, Minimal Safety Baseline, from its second point on. */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-svm/${name}` });

interface Spending {
  readonly draining: AnsweredCall;
  /** Of the sponsor, before everything and after it. */
  readonly balances: readonly { readonly asset: string; readonly before: ChainBalanceEvent; readonly after: ChainBalanceEvent }[];
  /** What the sponsor paid for, as the chain recorded it. */
  readonly paid: readonly ChainTransactionEvent[];
}

function spending(trace: Trace): Spending | undefined {
  const sponsor = trace.mark<string>("sponsor");
  const [draining] = answered(trace, "draining-settle");
  const [good] = settlements(trace);
  const of = (when: string): ChainBalanceEvent[] => trace.events.filter((event): event is ChainBalanceEvent => event.kind === "chain.balance" && event.when === when && event.address === sponsor);
  const balances = of("before").flatMap((before) => of("after").flatMap((after) => (after.asset === before.asset ? [{ asset: after.asset, before, after }] : [])));
  const paid = trace.events.filter((event): event is ChainTransactionEvent => event.kind === "chain.transaction" && event.sender === sponsor && event.status !== "pending");
  // The good payment's fee is told, so those of others would be.
  const told = paid.some(({ hash, fee }) => hash === good?.transfer.transaction && fee !== undefined);
  return discriminates(trace) === undefined || draining === undefined || !told || !balances.some(({ asset }) => asset === NATIVE) ? undefined : { draining, balances, paid };
}

export const checks = [
  refusalCheck({
    id: "svm.fac.alt",
    requirement: "svm.fac.alt",
    appliesTo: at("alt/*"),
    message: "The fee payer among accounts out of a lookup table was found valid",
    killedBy: ["facilitator.exact-svm.tables-not-resolved"],
  }),
  check({
    id: "svm.fac.alt-fail-closed",
    requirement: "svm.fac.alt-fail-closed",
    appliesTo: at("alt-fail-closed/*"),
    witness: (trace) => {
      const control = validControl(trace);
      const [call] = answered(trace, "edited");
      return control === undefined || call === undefined ? undefined : { control, call };
    },
    judge: ({ witness: { control, call }, trace, pass, fail, notApplicable }) => {
      if (!foundValid(call)) return pass({ at: [control.response, call.response] });
      // The chain itself can read the table: only to whom it was not told can it be unresolvable.
      if (trace.mark("unreadable") !== undefined && !trace.rpc().some(({ scripted }) => scripted)) return notApplicable("it never asked what is in the lookup table");
      return fail("A transaction whose lookup table cannot be resolved was found valid", { expected: "isValid false, or an error", actual: outcomeOf(call), at: [call.request, call.response] });
    },
    killedBy: ["facilitator.exact-svm.tables-unresolvable-accepted"],
  }),
  check({
    id: "svm.fac.fund-safety",
    requirement: "svm.fac.fund-safety",
    appliesTo: at("sponsor-funds/*"),
    witness: spending,
    judge: ({ witness: { draining, balances, paid }, pass, fail }) => {
      const fees = paid.reduce((sum, { fee = "0" }) => sum + BigInt(fee), 0n);
      for (const { asset, before, after } of balances) {
        const allowed = asset === NATIVE ? fees : 0n;
        const lost = BigInt(before.amount) - BigInt(after.amount);
        if (lost <= allowed) continue;
        const [expected, actual] = asset === NATIVE ? [`at most ${fees} lamports less, its fees`, `${lost} less`] : ["none of its tokens less", `${lost} of ${asset} less`];
        return fail("A settlement cost the sponsor more than the network's fee", { expected, actual, at: [draining.request, draining.response, ...paid, after] });
      }
      return pass({ at: [draining.response, ...balances.map(({ after }) => after)] });
    },
    killedBy: ["facilitator.exact-svm.sponsor-sol-moved", "facilitator.exact-svm.sponsor-rent-spent"],
    alsoKilledBy: { "facilitator.exact-svm.settle-unverified": "what is settled without a look may spend anything" },
  }),
  refusalCheck({
    id: "svm.fac.signer-set",
    requirement: "svm.fac.signer-set",
    appliesTo: at("signer-set/*"),
    message: "A transaction that a third key has yet to sign was found valid",
    killedBy: ["facilitator.exact-svm.third-signer-accepted"],
  }),
  openQuestion({
    id: "svm.fac.signer-set-signed",
    requirement: "svm.fac.signer-set-signed",
    appliesTo: at("signer-set-signed/*"),
    what: "a third key has to sign and has signed",
    killedBy: ["facilitator.exact-svm.third-signer-accepted"],
  }),
];
