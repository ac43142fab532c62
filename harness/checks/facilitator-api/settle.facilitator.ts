import { check } from "../check.ts";
import { answered, paymentIn, broadcasts, broadcastsOf, calls, discriminates, outcomeOf, reportsSuccess, requirementsOf, same, settlements, settlesApart, tellsApart, transactionOf, validControl } from "../facilitator-calls.ts";

/** x402-specification-v2.md §7.2, POST /settle, and §10.1. */

const API = "facilitator/facilitator-api";
const SVM = "facilitator/exact-svm";

export const checks = [
  check({
    id: "fac.settle.endpoint",
    requirement: "fac.settle.endpoint",
    appliesTo: { scenarios: [`${API}/replies`, `${SVM}/api/replies`] },
    witness: (trace) => {
      const call = calls(trace, "settle").at(-1);
      return discriminates(trace) === undefined ? undefined : call;
    },
    judge: ({ witness: call, trace, pass, fail }) => {
      // Whichever attempt it was: a settlement lost to others at the same time is fac.settle.concurrent.
      const settled = settlements(trace).find(({ call: { body } }) => "success" in body);
      return settled !== undefined
        ? pass({ at: [settled.call.response, settled.transfer] })
        : fail("POST /settle does not settle a valid payment and answer with a SettlementResponse", { expected: "a reply with success, and the money moved", actual: outcomeOf(call), at: [call.request, ...(call.response === undefined ? [] : [call.response])] });
    },
    killedBy: ["facilitator.request.settle-other-members"],
    alsoKilledBy: { "facilitator.exact-evm.paid-from-own-balance": "the payer's money never moves", "facilitator.exact-svm.paid-from-own-balance": "the payer's money never moves" },
  }),
  check({
    id: "fac.settle.reverify",
    requirement: "fac.settle.reverify",
    appliesTo: { scenarios: `${API}/settle-unverified/*` },
    witness: (trace) => {
      const [call] = answered(trace, "settle-invalid");
      const [settled] = settlements(trace);
      // /verify refuses this kind of payment; whether /settle does so by itself is the question.
      return discriminates(trace) === undefined || call === undefined || settled === undefined || broadcasts(trace).length === 0 ? undefined : { call, settled };
    },
    judge: ({ witness: { call, settled }, trace, pass, fail }) => {
      if (reportsSuccess(call)) return fail("An invalid payment sent straight to /settle succeeded", { actual: outcomeOf(call), at: [call.request, call.response] });
      const sent = broadcastsOf(trace, call);
      return sent.length === 0 ? pass({ at: [call.response, settled.transfer] }) : fail("An invalid payment sent straight to /settle was broadcast", { actual: outcomeOf(call), at: [call.request, ...sent] });
    },
    killedBy: ["facilitator.exact-evm.settle-unverified"],
  }),
  check({
    id: "fac.settle.error-shape",
    requirement: "fac.settle.error-shape",
    appliesTo: { scenarios: [`${API}/replies`, `${API}/settle-replies`] },
    witness: (trace) => settlesApart(trace)?.refused,
    judge: ({ witness, pass, fail }) => {
      const { success, transaction, network } = witness.body;
      const missing = [success === false ? undefined : "success false", typeof transaction === "string" ? undefined : "transaction", typeof network === "string" ? undefined : "network"].filter((name) => name !== undefined);
      return missing.length === 0 ? pass({ at: witness.response }) : fail(`A failed settlement was answered without ${missing.join(", ")}`, { expected: `success false, transaction, network ${String(requirementsOf(witness.sent)["network"])}`, actual: outcomeOf(witness), at: witness.response });
    },
    killedBy: ["facilitator.reply.failure-as-text"],
    alsoKilledBy: {
      "facilitator.reply.success-string": 'the string "false" is not false',
      "facilitator.reply.failure-without-transaction": "transaction is one of the members",
    },
  }),
  check({
    id: "fac.settle.error-status",
    requirement: "fac.settle.error-status",
    appliesTo: { scenarios: [`${API}/replies`, `${API}/settle-replies`, `${API}/settle-unverified/*`] },
    reach: "some",
    witness: (trace) => {
      const [refused] = answered(trace, (as) => as === "settle-forged" || as === "settle-invalid");
      return (validControl(trace) === undefined && settlesApart(trace) === undefined) || settlements(trace).length === 0 || refused?.body["success"] !== false ? undefined : refused;
    },
    judge: ({ witness: { response }, position }) => {
      const { status } = response;
      const taken = status === 200 ? "200" : status >= 500 ? "5xx" : status >= 400 ? "4xx" : "other";
      return position(taken, `success false came with ${status}`, { at: response });
    },
    killedBy: ["facilitator.reply.failure-as-400"],
  }),
  check({
    id: "fac.settle.replay",
    requirement: "fac.settle.replay",
    appliesTo: { scenarios: ["facilitator/exact/replay/*", `${SVM}/duplicate/sequential`, `${SVM}/duplicate/overlapping/*`, `${SVM}/duplicate/two-instances`] },
    witness: (trace) => {
      const settled = settlements(trace, (as) => as.startsWith("settle"));
      // The one presented again: an attempt before it may have moved the money of another authorization.
      const nonces = settled.map(({ call }) => paymentIn(call.sent).key);
      const repeated = settled.filter((_, index) => nonces[index] === nonces.at(-1));
      return discriminates(trace) === undefined || repeated.length < 2 ? undefined : repeated;
    },
    judge: ({ witness, pass, fail }) => {
      const transfers = [...new Set(witness.map(({ transfer }) => transfer))];
      if (transfers.length > 1) return fail("One authorization was settled with more than one transfer", { actual: transfers.length, at: transfers });
      const successes = witness.map(({ call }) => call).filter(reportsSuccess);
      const hashes = new Set(successes.map(({ body }) => body["transaction"]).flatMap((hash) => (typeof hash === "string" && hash !== "" ? [hash.toLowerCase()] : [])));
      return hashes.size > 1 ? fail("One authorization was reported as settled in more than one transaction", { actual: [...hashes].join(", "), at: successes.map(({ response }) => response) }) : pass({ at: [...transfers, ...successes.map(({ response }) => response)] });
    },
    killedBy: ["facilitator.exact-evm.replay-rebroadcast"],
  }),
  check({
    id: "fac.settle.onchain-truth",
    requirement: "fac.settle.onchain-truth",
    appliesTo: { scenarios: ["facilitator/exact-evm-eip3009/reverted", `${SVM}/failed-onchain`] },
    witness: (trace) => {
      const [call] = answered(trace, "doomed-settle");
      const hash = call === undefined ? undefined : broadcastsOf(trace, call).find(({ result }) => typeof result === "string")?.result;
      const transaction = transactionOf(trace, hash);
      return discriminates(trace) === undefined || call === undefined || transaction?.status !== "reverted" ? undefined : { call, transaction };
    },
    judge: ({ witness: { call, transaction }, pass, fail }) =>
      call.body["success"] === true ? fail("A reverted transaction was reported as a success", { actual: outcomeOf(call), at: [transaction, call.response] }) : pass({ at: [transaction, call.response] }),
    killedBy: ["facilitator.exact-evm.receipt-ignored", "facilitator.exact-svm.status-ignored"],
    alsoKilledBy: { "facilitator.exact-svm.unlanded-is-success": "success was told before the transaction could fail" },
  }),
  check({
    id: "fac.settle.onchain-truth.requirements",
    requirement: "fac.settle.onchain-truth",
    title: "No success is reported for requirements that nothing on the chain meets.",
    appliesTo: { scenarios: ["facilitator/exact-evm-eip3009/other-requirements/*", `${SVM}/other-requirements/*`] },
    witness: (trace) => {
      const [presented] = answered(trace, "presented");
      // The payment moved money, only not what is now asked for.
      const [moved] = settlements(trace, "other");
      return discriminates(trace) === undefined || presented === undefined || moved === undefined ? undefined : { presented, moved };
    },
    judge: ({ witness: { presented, moved }, trace, pass, fail }) => {
      const { amount, payTo } = requirementsOf(presented.sent);
      const met = trace.transfers().some((transfer) => same(transfer.recipient, payTo) && transfer.amount === amount);
      return reportsSuccess(presented) && !met
        ? fail("A settlement was reported as a success, and nobody made the transfer that was required", { actual: outcomeOf(presented), at: [presented.request, presented.response, moved.transfer] })
        : pass({ at: [presented.response, moved.transfer] });
    },
    killedBy: ["facilitator.exact-evm.pending-unbound", "facilitator.exact-svm.pending-unbound"],
  }),
  check({
    id: "fac.settle.onchain-truth.broken-chain",
    requirement: "fac.settle.onchain-truth",
    title: "No success is reported while the chain cannot be reached.",
    appliesTo: { scenarios: `${API}/broken-chain/*` },
    witness: (trace) => {
      const [call] = answered(trace, "broken-settle");
      return !tellsApart(trace) || call === undefined || !trace.rpc().some(({ scripted }) => scripted) ? undefined : call;
    },
    judge: ({ witness, trace, pass, fail }) =>
      witness.body["success"] === true && settlements(trace, "broken-settle").length === 0
        ? fail("A settlement was reported as a success while the node could not be reached, and nothing moved", { actual: outcomeOf(witness), at: witness.response })
        : pass({ at: witness.response }),
    killedBy: ["facilitator.reply.error-as-success"],
  }),
  check({
    id: "fac.settle.concurrent",
    requirement: "fac.settle.concurrent",
    appliesTo: { scenarios: [`${API}/settle-distinct`, `${SVM}/api/settle-distinct`] },
    witness: (trace) => {
      const sent = calls(trace, "settle");
      // One of them settled, so the target settles; the question is whether the others did.
      return discriminates(trace) === undefined || settlements(trace).length === 0 ? undefined : sent;
    },
    judge: ({ witness, trace, pass, fail }) => {
      const done = new Set(settlements(trace).filter(({ call }) => reportsSuccess(call)).map(({ call }) => call.request.exchange));
      const lost = witness.filter(({ request }) => !done.has(request.exchange));
      return lost.length === 0 ? pass({ at: trace.transfers() }) : fail("Payments settled at the same time got in each other's way", { expected: `${witness.length} settled`, actual: `${done.size} settled; one of the others: ${lost[0] === undefined ? "" : outcomeOf(lost[0])}`, at: lost.flatMap(({ response }) => response ?? []) });
    },
    killedBy: ["facilitator.exact-evm.concurrent-dropped", "facilitator.exact-svm.concurrent-dropped"],
  }),
];
