import { refusalCheck } from "../facilitator-calls.ts";

/** scheme_exact_evm.md §1 Phase 2 and x402-specification-v2.md §6.1.2, in the order of the steps: each step refuses what it is there for. */

const at = (name: string): { scenarios: string } => ({ scenarios: `facilitator/exact-evm-eip3009/${name}/*` });
const ANY_SIGNER = "with no comparison to from, whatever recovers to some address passes";

export const checks = [
  refusalCheck({
    id: "evm.3009.fac.signature",
    requirement: "evm.3009.fac.signature",
    appliesTo: at("signature"),
    message: "A signature that is not the payer's was found valid",
    killedBy: ["facilitator.exact-evm.signature-not-compared", "facilitator.exact-evm.signature-empty-skipped"],
  }),
  refusalCheck({
    id: "evm.3009.fac.tampered-fields",
    requirement: "evm.3009.fac.tampered-fields",
    appliesTo: at("tampered"),
    message: "An authorization changed after signing was found valid",
    killedBy: ["facilitator.exact-evm.signature-cached"],
    alsoKilledBy: { "facilitator.exact-evm.signature-not-compared": ANY_SIGNER },
  }),
  refusalCheck({
    id: "evm.3009.fac.balance",
    requirement: "evm.3009.fac.balance",
    appliesTo: at("balance"),
    message: "A payment the payer cannot fund was found valid",
    killedBy: ["facilitator.exact-evm.balance-unchecked"],
  }),
  refusalCheck({
    id: "evm.3009.fac.amount-under",
    requirement: "evm.3009.fac.amount-under",
    appliesTo: at("amount-under"),
    message: "Less than the required amount was found valid",
    killedBy: ["facilitator.exact-evm.amount-under-accepted"],
  }),
  refusalCheck({
    id: "evm.3009.fac.amount-over",
    requirement: "evm.3009.fac.amount-over",
    appliesTo: at("amount-over"),
    message: "More than the required amount was found valid: it must match exactly",
    killedBy: ["facilitator.exact-evm.amount-over-accepted"],
  }),
  refusalCheck({
    id: "evm.3009.fac.recipient",
    requirement: "evm.3009.fac.recipient",
    appliesTo: at("recipient"),
    message: "A payment to somebody other than payTo was found valid",
    killedBy: ["facilitator.exact-evm.recipient-unchecked"],
  }),
  refusalCheck({
    id: "evm.3009.fac.valid-before",
    requirement: "evm.3009.fac.valid-before",
    appliesTo: at("valid-before"),
    message: "An expired authorization was found valid",
    killedBy: ["facilitator.exact-evm.valid-before-unchecked"],
  }),
  refusalCheck({
    id: "evm.3009.fac.valid-after",
    requirement: "evm.3009.fac.valid-after",
    appliesTo: at("valid-after"),
    message: "An authorization that is not valid yet was found valid",
    killedBy: ["facilitator.exact-evm.valid-after-unchecked"],
  }),
  refusalCheck({
    id: "evm.3009.fac.asset",
    requirement: "evm.3009.fac.asset",
    appliesTo: at("asset"),
    message: "An authorization for another token was found valid",
    killedBy: ["facilitator.exact-evm.asset-from-accepted"],
    alsoKilledBy: { "facilitator.exact-evm.signature-not-compared": ANY_SIGNER },
  }),
  refusalCheck({
    id: "evm.3009.fac.network",
    requirement: "evm.3009.fac.network",
    appliesTo: at("network"),
    message: "An authorization for another chain was found valid",
    killedBy: ["facilitator.exact-evm.chain-from-accepted"],
    alsoKilledBy: { "facilitator.exact-evm.signature-not-compared": ANY_SIGNER },
  }),
  refusalCheck({
    id: "evm.3009.fac.simulate",
    requirement: "evm.3009.fac.simulate",
    appliesTo: at("simulate"),
    // A facilitator may take the tokens it knows and no others (§11.2), and then only sees the blocked payer.
    reach: "some",
    message: "A transfer that would revert was found valid",
    killedBy: ["facilitator.exact-evm.not-simulated"],
  }),
];
