import { check, type Check } from "../check.ts";
import { clientSteps, paymentsOf } from "../client-steps.ts";

/** EIP-55: letter case in an address is a checksum. Not in the x402 text: our position. */

export const checks: readonly Check[] = [
  check({
    id: "evm.3009.fac.address-case.client",
    requirement: "evm.3009.fac.address-case",
    title: "A client pays an offer whether its addresses carry a checksum or not.",
    appliesTo: { scenarios: "client/exact-evm-eip3009/addresses" },
    // Who paid one spelling could pay.
    witness(trace) {
      const steps = clientSteps(trace, (as) => as.startsWith("address-")).filter(({ outcome }) => outcome !== undefined);
      return steps.some((step) => paymentsOf(step).length > 0) ? steps : undefined;
    },
    judge({ witness, pass, fail }) {
      const unpaid = witness.find((step) => paymentsOf(step).length === 0);
      return unpaid === undefined ? pass({ at: witness.flatMap(paymentsOf).map(({ attempt }) => attempt.request) }) : fail(`the client pays one spelling of the addresses and not the other (step "${unpaid.as}")`, { expected: "a payment", actual: unpaid.outcome?.message ?? "none", at: unpaid.attempts[0]?.response });
    },
    killedBy: ["client.exact-evm.addresses-checksummed-only"],
  }),
];
