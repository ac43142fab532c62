import { check } from "../check.ts";
import { answered, authorizationOf, discriminates, foundValid, outcomeOf, refusalCheck, requirementsOf, same, settlements, transactionOf, validControl } from "../facilitator-calls.ts";

/** Forms a payment comes in: scheme_exact_evm.md §1 Phase 1, x402-specification-v2.md §5.2.2. */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-evm-eip3009/${name}` });

export const checks = [
  check({
    id: "evm.3009.fac.valid",
    requirement: "evm.3009.fac.valid",
    appliesTo: at("valid/*"),
    witness: (trace) => {
      // A target that refuses the forged payment judges; whether it takes the good one is the question.
      const [control] = answered(trace, "control");
      const [forged] = answered(trace, "forged");
      return control === undefined || forged === undefined || foundValid(forged) ? undefined : control;
    },
    judge: ({ witness, pass, fail }) => (foundValid(witness) ? pass({ at: witness.response }) : fail("A good payment was refused", { actual: outcomeOf(witness), at: [witness.request, witness.response] })),
    killedBy: ["facilitator.exact-evm.verify-refuses-all"],
    alsoKilledBy: { "facilitator.request.verify-other-members": "a request it cannot read is one it cannot find valid" },
  }),
  refusalCheck({
    id: "evm.atm.shape-mismatch",
    requirement: "evm.atm.shape-mismatch",
    appliesTo: at("shape/*"),
    message: "A payload of another transfer method than the required one was found valid",
    killedBy: ["facilitator.exact-evm.other-methods-taken"],
  }),
  check({
    id: "evm.extra.domain-missing",
    requirement: "evm.extra.domain-missing",
    appliesTo: at("domain-missing"),
    witness: (trace) => {
      const [call] = answered(trace, "edited");
      return call === undefined || !answered(trace, "known-token").some(foundValid) ? undefined : call;
    },
    judge: ({ witness: call, trace, pass, fail, notApplicable }) => {
      const control = validControl(trace);
      if (control === undefined) return notApplicable("a token it was not told of is refused whatever the offer says, which is allowed");
      return foundValid(call)
        ? fail("A payment was verified under a domain that neither the offer nor the token names", { expected: "isValid false, or an error", actual: outcomeOf(call), at: [call.request, call.response] })
        : pass({ at: [control.response, call.response] });
    },
    killedBy: ["facilitator.exact-evm.domain-guessed"],
  }),
  check({
    id: "evm.3009.fac.address-case",
    requirement: "evm.3009.fac.address-case",
    appliesTo: at("address-case/*"),
    witness: (trace) => (discriminates(trace) === undefined ? undefined : answered(trace, "lower")[0]),
    judge: ({ witness, pass, fail }) => (foundValid(witness) ? pass({ at: witness.response }) : fail("A good payment was refused for the letter case of an address", { actual: outcomeOf(witness), at: [witness.request, witness.response] })),
    killedBy: ["facilitator.exact-evm.addresses-case-sensitive"],
  }),
  refusalCheck({
    id: "evm.3009.fac.numeric-parsing.malformed",
    requirement: "evm.3009.fac.numeric-parsing",
    title: "A value that is no decimal integer in a string is refused.",
    appliesTo: at("malformed-number/*"),
    message: "A malformed number was found valid",
    killedBy: ["facilitator.exact-evm.numbers-coerced"],
  }),
  check({
    id: "evm.3009.fac.numeric-parsing.precision",
    requirement: "evm.3009.fac.numeric-parsing",
    title: "An amount above 2^53 is verified and settled to the last unit.",
    appliesTo: at("large-number"),
    witness: (trace) => (discriminates(trace) === undefined || settlements(trace, "settle-control").length === 0 ? undefined : answered(trace, "large")[0]),
    judge: ({ witness, trace, pass, fail }) => {
      if (!foundValid(witness)) return fail("A good payment above 2^53 was refused", { actual: outcomeOf(witness), at: [witness.request, witness.response] });
      const [settled] = settlements(trace);
      const { value } = authorizationOf(witness.sent);
      if (settled === undefined) return fail("A valid payment above 2^53 did not settle", { at: answered(trace, "settle").map(({ response }) => response) });
      return settled.transfer.amount === value ? pass({ at: settled.transfer }) : fail("Another amount moved than was signed", { expected: String(value), actual: settled.transfer.amount, at: settled.transfer });
    },
    killedBy: ["facilitator.exact-evm.numbers-as-doubles"],
  }),
  refusalCheck({
    id: "evm.3009.fac.smart-wallet",
    requirement: "evm.3009.fac.smart-wallet",
    appliesTo: at("smart-wallet/*"),
    message: "A signature that nobody vouches for was found valid",
    killedBy: ["facilitator.exact-evm.signature-long-trusted"],
  }),
  check({
    id: "evm.3009.fac.smart-wallet.settles",
    requirement: "evm.3009.fac.smart-wallet",
    title: "What a contract payer vouches for is refused, or it settles.",
    appliesTo: at("contract-payer/*"),
    witness: (trace) => (validControl(trace) === undefined || settlements(trace, "settle-control").length === 0 ? undefined : answered(trace, "edited")[0]),
    judge: ({ witness, trace, pass, fail, notApplicable }) => {
      if (!foundValid(witness)) return notApplicable("contract payers are refused, which is allowed");
      const [settled] = settlements(trace);
      return settled === undefined ? fail("A contract's payment was found valid and did not settle", { at: [witness.response, ...answered(trace, "settle").map(({ response }) => response)] }) : pass({ at: [witness.response, settled.transfer] });
    },
    killedBy: ["facilitator.exact-evm.contract-unsettled"],
  }),
  check({
    id: "evm.3009.fac.simulate.signature-form",
    requirement: "evm.3009.fac.simulate",
    title: "A signature in a form the token does not take is refused, or made such that it settles.",
    appliesTo: at("signature-form/*"),
    witness: (trace) => (validControl(trace) === undefined || settlements(trace, "settle-control").length === 0 ? undefined : answered(trace, "edited")[0]),
    judge: ({ witness, trace, pass, fail }) => {
      if (!foundValid(witness)) return pass({ at: witness.response });
      const [settled] = settlements(trace);
      return settled === undefined ? fail("A signature the token refuses was found valid", { at: [witness.request, witness.response] }) : pass({ at: [witness.response, settled.transfer] });
    },
    killedBy: ["facilitator.exact-evm.signature-malleable"],
    alsoKilledBy: { "facilitator.exact-evm.signature-not-compared": "whatever recovers to some address passes, in any form" },
  }),
  check({
    id: "evm.3009.fac.nonce-used",
    requirement: "evm.3009.fac.nonce-used",
    appliesTo: at("nonce-used"),
    witness: (trace) => {
      const [settle] = answered(trace, "used-settle");
      const used = trace.transfers().find(({ sender }) => same(sender, authorizationOf(settle?.sent)["from"]));
      return discriminates(trace) === undefined || settle === undefined || used === undefined ? undefined : { settle, used };
    },
    judge: ({ witness: { settle, used }, pass, fail }) =>
      settle.body["success"] === true ? fail("A payment whose nonce was already used settled with success", { actual: outcomeOf(settle), at: [used, settle.response] }) : pass({ at: [used, settle.response] }),
    killedBy: ["facilitator.exact-evm.nonce-unchecked"],
  }),
  check({
    id: "evm.3009.fac.settle-call",
    requirement: "evm.3009.fac.settle-call",
    appliesTo: at("settle"),
    witness: (trace) => {
      const call = answered(trace, "settle").find(({ body }) => body["success"] === true);
      // Money that reached the recipient, from wherever, shows that there is a call to look at.
      const arrived = trace.transfers().find(({ recipient, transaction }) => same(recipient, authorizationOf(call?.sent)["to"]) && same(transaction, call?.body["transaction"]));
      return discriminates(trace) === undefined || call === undefined || arrived === undefined ? undefined : { call, arrived };
    },
    judge: ({ witness: { call, arrived }, trace, pass, fail }) => {
      const transaction = transactionOf(trace, arrived.transaction);
      const authorization = authorizationOf(call.sent);
      const input = transaction?.input.toLowerCase() ?? "";
      const direct = same(transaction?.to, requirementsOf(call.sent)["asset"]);
      // Wrapped into a call of another contract, only the authorization can have moved the payer's money.
      const right = direct ? SELECTORS.some((selector) => input.startsWith(`0x${selector}${transferWords(authorization)}`)) : same(arrived.sender, authorization["from"]) && arrived.amount === authorization["value"];
      return right
        ? pass({ at: [call.response, arrived] })
        : fail("The settling transaction does not call transferWithAuthorization with the client's values", { actual: input.slice(0, 200), at: [call.response, arrived, ...(transaction === undefined ? [] : [transaction])] });
    },
    killedBy: ["facilitator.exact-evm.paid-from-own-balance"],
  }),
];

/** transferWithAuthorization with v, r and s, and with one bytes signature. */
const SELECTORS = ["e3ee160e", "cf092995"];

/** The six arguments of both overloads of transferWithAuthorization, as they stand in call data. */
function transferWords(authorization: Readonly<Record<string, unknown>>): string {
  const { from, to, value, validAfter, validBefore, nonce } = authorization as Readonly<Record<string, string>>;
  const address = (hex = ""): string => hex.slice(2).toLowerCase().padStart(64, "0");
  const number = (decimal = "0"): string => BigInt(decimal).toString(16).padStart(64, "0");
  return [address(from), address(to), number(value), number(validAfter), number(validBefore), (nonce ?? "").slice(2).toLowerCase()].join("");
}
