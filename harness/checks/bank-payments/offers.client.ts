import { BANK_NETWORKS } from "../../methods/bank-networks.ts";
import { check, type Check } from "../check.ts";
import { besideGoodTwin, paymentsOf } from "../client-steps.ts";
import { presented, vaultOf } from "../rail-client.ts";

/** experimental/bank-payments.md 5.1, sepa.md 2: which offers a client leaves alone. */

const ODD_KILLERS = ["client.bank-payments.deliver-on-ignored", "client.bank-payments.pair-ignored", "client.bank-payments.currency-ignored"];

const understood = BANK_NETWORKS.map(({ area, method }): Check =>
  check({
    id: `${area}.client.understands-offer`,
    requirement: `${area}.client.understands-offer`,
    appliesTo: { scenarios: `client/${method}/odd-offers` },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("odd-")),
    judge({ witness, pass, fail }) {
      const [payment] = witness.flatMap(paymentsOf);
      if (payment === undefined) return pass({ at: witness.flatMap(({ outcome }) => outcome ?? []) });
      return fail(`the client pays an offer that the network does not have (${payment.step.as.replace("odd-", "")})`, { expected: "no payment", actual: payment.offer ?? payment.message["accepted"], at: payment.attempt.request });
    },
    killedBy: area === "sepa" ? [...ODD_KILLERS, "client.exact-sepa.rail-ignored", "client.exact-sepa.accepted-instant-paid"] : ODD_KILLERS,
  }),
);

export const checks: readonly Check[] = [
  ...understood,
  check({
    id: "sepa.client.rail-token",
    requirement: "sepa.client.rail-token",
    appliesTo: { scenarios: "client/exact-sepa/rail-tokens" },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("rail-")),
    judge({ witness, trace, pass, fail }) {
      const vault = vaultOf(trace);
      for (const payment of witness.flatMap(paymentsOf)) {
        const own = vault.get(String(presented(payment).token))?.rail;
        const extra = payment.offer?.["extra"] as { readonly rail?: unknown } | undefined;
        if (own !== undefined && own !== extra?.rail) return fail("the client presents a token that is for the other rail", { expected: `a token for ${String(extra?.rail)}, or no payment`, actual: `one for ${own}`, at: payment.attempt.request });
      }
      return pass({ at: witness.flatMap(({ outcome }) => outcome ?? []) });
    },
    killedBy: ["client.exact-sepa.token-other-rail"],
  }),
];
