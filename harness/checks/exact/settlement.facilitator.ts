import { check } from "../check.ts";
import { answered, paymentIn, discriminates, foundValid, outcomeOf, reportsSuccess, requirementsOf, same, settlements } from "../facilitator-calls.ts";

/** scheme_exact.md: Critical Validation Requirements, and the newer text's rules for facilitator-submitted methods. */

export const checks = [
  check({
    id: "exact.one-transfer",
    requirement: "exact.one-transfer",
    appliesTo: { scenarios: ["facilitator/exact-evm-eip3009/settle", "facilitator/facilitator-api/replies"] },
    witness: (trace) => {
      const [settled] = settlements(trace);
      return discriminates(trace) === undefined ? undefined : settled;
    },
    judge: ({ witness: { call, transfer }, trace, pass, fail }) => {
      const { amount, payTo } = requirementsOf(call.sent);
      // One transaction may carry other payments; those to this recipient are this payment's.
      const arrived = trace.transfers().filter((one) => one.transaction === transfer.transaction && same(one.recipient, payTo));
      return arrived.length === 1 && arrived[0]?.amount === amount
        ? pass({ at: arrived })
        : fail("The settling transaction does not make exactly one transfer of the amount to payTo", { expected: `one transfer of ${String(amount)}`, actual: arrived.map((one) => one.amount).join(", "), at: arrived });
    },
    killedBy: ["facilitator.exact-evm.transfer-twice"],
  }),
  check({
    id: "exact.sponsor-safety",
    requirement: "exact.sponsor-safety",
    appliesTo: { scenarios: ["facilitator/exact/sponsor-safety", "facilitator/exact-svm/sponsor-funds/authority", "facilitator/exact-svm/sponsor-funds/delegate"] },
    witness: (trace) => {
      const [draining] = answered(trace, "draining-settle");
      const [good] = settlements(trace);
      return discriminates(trace) === undefined || draining === undefined || good === undefined ? undefined : { draining, good };
    },
    judge: ({ witness: { draining, good }, trace, pass, fail }) => {
      const sponsor = trace.mark<string>("sponsor");
      const lost = trace.transfers().filter(({ sender, transaction }) => transaction !== good.transfer.transaction && same(sender, sponsor));
      return lost.length === 0 ? pass({ at: [good.transfer, draining.response] }) : fail("A payment moved the sponsor's own tokens", { actual: outcomeOf(draining), at: [draining.request, ...lost] });
    },
    killedBy: ["facilitator.exact-evm.erc6492-called"],
    alsoKilledBy: { "facilitator.exact-svm.settle-unverified": "what is settled without a look may spend anything" },
  }),
  check({
    id: "exact.consumed-primitive",
    requirement: "exact.consumed-primitive",
    title: "Settling a payment that has settled fails.",
    appliesTo: { scenarios: ["facilitator/exact/replay/sequential", "facilitator/exact-svm/duplicate/sequential"] },
    witness: (trace) => {
      const first = settlements(trace).find(({ call }) => reportsSuccess(call));
      const again = answered(trace, "settle-again");
      return discriminates(trace) === undefined || first === undefined || again.length === 0 ? undefined : { first, again };
    },
    judge: ({ witness: { first, again }, pass, fail }) => {
      const repeated = again.find(reportsSuccess);
      return repeated === undefined ? pass({ at: [first.transfer, ...again.map(({ response }) => response)] }) : fail("A settlement that had settled before succeeded again", { actual: outcomeOf(repeated), at: [first.call.response, repeated.response] });
    },
    killedBy: ["facilitator.exact-evm.replay-cached", "facilitator.exact-svm.replay-cached"],
    alsoKilledBy: { "facilitator.exact-evm.replay-rebroadcast": "another hash is another success of the same authorization" },
  }),
  check({
    id: "exact.consumed-primitive.other-instance",
    requirement: "exact.consumed-primitive",
    title: "Settling a payment that another instance with the same key has settled fails.",
    appliesTo: { scenarios: "facilitator/exact-svm/duplicate/other-instance" },
    witness: (trace) => {
      const first = settlements(trace).find(({ call }) => reportsSuccess(call));
      const [again] = answered(trace, "settle-again");
      // The other instance judges as well.
      const there = answered(trace, "control-there").find(foundValid);
      return discriminates(trace) === undefined || first === undefined || again === undefined || there === undefined ? undefined : { first, again };
    },
    judge: ({ witness: { first, again }, pass, fail }) =>
      reportsSuccess(again) ? fail("A payment that the chain had executed settled again at another instance", { actual: outcomeOf(again), at: [first.transfer, again.request, again.response] }) : pass({ at: [first.transfer, again.response] }),
    killedBy: ["facilitator.exact-svm.already-processed-settled"],
    alsoKilledBy: { "facilitator.exact-svm.settle-unverified": "who does not look before settling does not see that it has been executed" },
  }),
  check({
    id: "exact.consumed-primitive.foreign",
    requirement: "exact.consumed-primitive",
    title: "Settling a payment that somebody else has put on the chain fails.",
    appliesTo: { scenarios: "facilitator/exact-evm-eip3009/nonce-used" },
    witness: (trace) => {
      const [settle] = answered(trace, "used-settle");
      const used = trace.transfers().find(({ sender }) => same(sender, paymentIn(settle?.sent).payer));
      return discriminates(trace) === undefined || settle === undefined || used === undefined ? undefined : { settle, used };
    },
    judge: ({ witness: { settle, used }, pass, fail }) => (reportsSuccess(settle) ? fail("A settlement of a used nonce succeeded", { actual: outcomeOf(settle), at: [used, settle.response] }) : pass({ at: [used, settle.response] })),
    killedBy: ["facilitator.exact-evm.nonce-unchecked"],
  }),
];
