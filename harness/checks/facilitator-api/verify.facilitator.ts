import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { answered, type AnsweredCall, broadcasts, broadcastsOf, calls, discriminates, foundValid, outcomeOf, refusalCheck, reportsSuccess, settlements, validControl } from "../facilitator-calls.ts";

/** x402-specification-v2.md §7.1, POST /verify. */

const API = "facilitator/facilitator-api";
const SVM = "facilitator/exact-svm";

/** Payments that are well-formed, with one thing not valid. */
const WELL_FORMED = ["signature/other-key", "tampered/*", "balance/*", "amount-under/one-less", "amount-over/*", "recipient/*", "valid-before/*", "valid-after/*", "simulate/*"].map((name) => `facilitator/exact-evm-eip3009/${name}`).concat(["feepayer-accounts/*", "feepayer-authority/*", "simulation/*", "blockhash-expired/*", "smart-wallet-reason/*"].map((name) => `${SVM}/${name}`));
const USED_UP = "a payment that verify has put on the chain is used up";

/** The edited payment, in a case whose control was found valid and where the edit was not. */
function refusedEdit(trace: Trace): AnsweredCall | undefined {
  return validControl(trace) === undefined ? undefined : answered(trace, "edited").find((call) => !foundValid(call));
}

/** How a reply says no, by status and body: for questions the text leaves open. */
function manner(call: AnsweredCall): "isvalid-false" | "4xx" | "5xx" | "other" {
  const { status } = call.response;
  if (status >= 500) return "5xx";
  if (status >= 400) return "4xx";
  return status === 200 && call.body["isValid"] === false ? "isvalid-false" : "other";
}

function unsupportedCheck(name: "version" | "scheme" | "network", options: { scenarios: string; message: string; killedBy: readonly string[] }): Check {
  return refusalCheck({ id: `fac.verify.${name}`, requirement: `fac.verify.${name}`, appliesTo: { scenarios: options.scenarios }, message: options.message, killedBy: options.killedBy });
}

export const checks = [
  check({
    id: "fac.verify.endpoint",
    requirement: "fac.verify.endpoint",
    appliesTo: { scenarios: `${API}/replies` },
    // That it settles shows that it works; so no answer to /verify here is an answer.
    witness: (trace) => {
      const [settled] = settlements(trace);
      const refused = answered(trace, "settle-forged").find((call) => !reportsSuccess(call));
      const [call] = calls(trace, "control");
      return settled === undefined || refused === undefined || call === undefined ? undefined : call;
    },
    judge: ({ witness: call, pass, fail }) =>
      call.response !== undefined && call.response.status < 300 && "isValid" in call.body
        ? pass({ at: call.response })
        : fail("POST /verify does not answer a valid request with a VerifyResponse", { expected: "a 2xx with isValid", actual: outcomeOf(call), at: [call.request, ...(call.response === undefined ? [] : [call.response])] }),
    killedBy: ["facilitator.request.verify-other-members"],
  }),
  check({
    id: "fac.verify.no-side-effects",
    requirement: "fac.verify.no-side-effects",
    appliesTo: { scenarios: [`${API}/verify-twice`, `${SVM}/api/verify-twice`] },
    witness: (trace) => {
      const [again] = answered(trace, "control-again");
      const settle = answered(trace, "settle").at(-1);
      return discriminates(trace) === undefined || again === undefined || settle === undefined || settlements(trace, "settle-control").length === 0 ? undefined : { again, settle };
    },
    judge: ({ witness: { again, settle }, trace, pass, fail }) => {
      if (!foundValid(again)) return fail("A valid payment was no longer valid when verified again", { actual: outcomeOf(again), at: [again.request, again.response] });
      const [settled] = settlements(trace);
      return reportsSuccess(settle) && settled !== undefined ? pass({ at: [again.response, settled.transfer] }) : fail("A payment verified twice did not settle", { actual: outcomeOf(settle), at: [again.response, settle.response] });
    },
    killedBy: ["facilitator.exact-evm.verify-claims", "facilitator.exact-svm.verify-claims"],
    alsoKilledBy: { "facilitator.exact-evm.verify-broadcasts": USED_UP, "facilitator.exact-svm.verify-broadcasts": USED_UP },
  }),
  check({
    id: "fac.verify.no-broadcast",
    requirement: "fac.verify.no-broadcast",
    appliesTo: { scenarios: [`${API}/verify-only`, `${SVM}/api/verify-only`] },
    witness: (trace) => {
      const valid = validControl(trace);
      const [settled] = settlements(trace);
      // The settlement's own broadcast was seen, so a broadcast by verify would have been.
      return valid === undefined || discriminates(trace) === undefined || settled === undefined || broadcasts(trace).length === 0 ? undefined : { valid, settled };
    },
    judge: ({ witness: { valid, settled }, trace, pass, fail }) => {
      const early = answered(trace).flatMap((call) => (call.path === "/verify" ? broadcastsOf(trace, call) : []));
      return early.length === 0 ? pass({ at: [valid.response, settled.transfer] }) : fail("/verify put the payment on the network", { at: [valid.request, ...early] });
    },
    killedBy: ["facilitator.exact-evm.verify-broadcasts", "facilitator.exact-svm.verify-broadcasts"],
  }),
  check({
    id: "fac.verify.invalid-shape",
    requirement: "fac.verify.invalid-shape",
    appliesTo: { scenarios: WELL_FORMED },
    reach: "some",
    witness: refusedEdit,
    judge: ({ witness, pass, fail }) => (witness.body["isValid"] === false ? pass({ at: witness.response }) : fail("An invalid payment was not answered with isValid false", { actual: outcomeOf(witness), at: [witness.request, witness.response] })),
    killedBy: ["facilitator.reply.invalid-without-isvalid"],
    alsoKilledBy: { "facilitator.reply.isvalid-string": 'the string "false" is not false' },
  }),
  check({
    id: "fac.verify.invalid-status",
    requirement: "fac.verify.invalid-status",
    appliesTo: { scenarios: WELL_FORMED },
    reach: "some",
    witness: (trace) => {
      const call = refusedEdit(trace);
      return call?.body["isValid"] === false ? call : undefined;
    },
    judge: ({ witness: { response }, position }) => {
      const taken = response.status === 200 ? "200" : response.status >= 400 && response.status < 500 ? "4xx" : "other";
      return position(taken, `isValid false came with ${response.status}`, { at: response });
    },
    killedBy: ["facilitator.reply.invalid-as-400"],
  }),
  check({
    id: "fac.verify.malformed",
    requirement: "fac.verify.malformed",
    appliesTo: { scenarios: [`${API}/malformed/*`, `${API}/oversize`] },
    witness: (trace) => {
      const [malformed] = calls(trace, "malformed");
      const [after] = calls(trace, "control-after");
      return validControl(trace) === undefined || malformed === undefined || after === undefined || (malformed.response === undefined && malformed.abort === undefined) ? undefined : { malformed, after };
    },
    judge: ({ witness: { malformed, after }, trace, pass, fail }) => {
      const { response } = malformed;
      // Where everything that was signed and everything that is required can be read, reading it anyway is no harm done.
      const readable = trace.mark<boolean>("readable") === true;
      if (!readable && response !== undefined && foundValid({ ...malformed, response })) return fail("A malformed request was found valid", { actual: outcomeOf(malformed), at: [malformed.request, response] });
      return after.response !== undefined && foundValid({ ...after, response: after.response })
        ? pass({ at: [malformed.request, after.response] })
        : fail("After a malformed request a good payment was no longer found valid", { actual: outcomeOf(after), at: [malformed.request, after.request] });
    },
    killedBy: ["facilitator.request.malformed-valid", "facilitator.dispatch.malformed-remembered"],
    alsoKilledBy: { "facilitator.exact-svm.undecodable-valid": "a transaction that is no text, or no transaction, cannot be decoded either" },
  }),
  check({
    id: "fac.verify.malformed-status",
    requirement: "fac.verify.malformed-status",
    appliesTo: { scenarios: `${API}/malformed/*` },
    reach: "some",
    witness: (trace) => {
      const [malformed] = answered(trace, "malformed");
      return validControl(trace) === undefined || malformed === undefined || foundValid(malformed) ? undefined : malformed;
    },
    judge: ({ witness, position }) => position(manner(witness), `answered with ${witness.response.status}`, { at: witness.response }),
    killedBy: ["facilitator.request.malformed-as-200", "facilitator.exact-svm.undecodable-throws"],
  }),
  unsupportedCheck("version", { scenarios: `${API}/unsupported/version*`, message: "A payment of x402Version 99 was found valid", killedBy: ["facilitator.request.version-ignored"] }),
  unsupportedCheck("scheme", { scenarios: `${API}/unsupported/scheme`, message: "A payment of a scheme that does not exist was found valid", killedBy: ["facilitator.dispatch.scheme-ignored"] }),
  unsupportedCheck("network", { scenarios: `${API}/unsupported/network`, message: "A payment on a network that does not exist was found valid", killedBy: ["facilitator.dispatch.network-ignored"] }),
  check({
    id: "fac.verify.unsupported-status",
    requirement: "fac.verify.unsupported-status",
    appliesTo: { scenarios: `${API}/unsupported/*` },
    reach: "some",
    witness: refusedEdit,
    judge: ({ witness, position }) => position(manner(witness), `answered with ${witness.response.status}`, { at: witness.response }),
    killedBy: ["facilitator.dispatch.unsupported-as-500"],
  }),
  refusalCheck({
    id: "fac.verify.requirements-authoritative",
    requirement: "fac.verify.requirements-authoritative",
    appliesTo: { scenarios: `${API}/requirements-authoritative/*` },
    message: "A payment was judged by the client's accepted instead of paymentRequirements",
    killedBy: ["facilitator.exact-evm.amount-from-accepted", "facilitator.exact-evm.recipient-from-accepted"],
    alsoKilledBy: {
      "facilitator.exact-evm.amount-under-accepted": "an amount below what is required is below it whatever accepted says",
      "facilitator.exact-evm.recipient-unchecked": "a payTo that is not looked at is not that of the requirements either",
    },
  }),
  refusalCheck({
    id: "fac.verify.accepted-vs-requirements",
    requirement: "fac.verify.accepted-vs-requirements",
    appliesTo: { scenarios: `${API}/accepted/*` },
    message: "A payment whose accepted names another scheme, network or asset than is required was found valid",
    killedBy: ["facilitator.dispatch.accepted-uncompared"],
  }),
];
