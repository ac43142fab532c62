import { BANK_NETWORKS } from "../../methods/bank-networks.ts";
import { check, type Check } from "../check.ts";
import { paid } from "../client-steps.ts";
import { freshIdCheck, isOn, ownProviderCheck, PAYMENT_ID, presented, railPaymentCheck, stableIdCheck, vaultOf } from "../rail-client.ts";
import { textsSentBy } from "../account-data.ts";
import { accountIn, accountInsteadOf } from "./account-data.ts";

/** experimental/bank-payments.md 5.1 to 5.3 and 9, ach.md 7, sepa.md 2 and 6: what a client presents. */

export const checks: readonly Check[] = BANK_NETWORKS.flatMap(({ area, method, namespace }) => {
  const row = (name: string): string => `${area}.client.${name}`;
  const at = (name: string): string => `client/${method}/${name}`;
  return [
    railPaymentCheck({
      requirement: row("payload"),
      namespace,
      scenarios: at("paid"),
      deviation(payment) {
        const { token, paymentId } = presented(payment);
        if (typeof token !== "string" || token === "") return { message: "the payload has no token", expected: "what the provider calls the account, as text", actual: typeof token };
        return typeof paymentId === "string" && PAYMENT_ID.test(paymentId) ? undefined : { message: "paymentId is missing or has another form", expected: "16 to 128 letters, digits, hyphens or underscores", actual: paymentId ?? "no such member" };
      },
      killedBy: ["client.bank-payments.token-missing", "client.bank-payments.payment-id-short"],
    }),
    ownProviderCheck({ requirement: row("psp"), scenarios: at("providers"), killedBy: ["client.bank-payments.psp-ignored"] }),
    railPaymentCheck({
      requirement: row("token-opaque"),
      namespace,
      scenarios: at("paid"),
      deviation(payment, trace) {
        const { token } = presented(payment);
        // What the case gave it is the provider's, whatever it looks like; that there is one is matter of the payload's row.
        if (typeof token !== "string" || token === "") return "silent";
        if (vaultOf(trace).has(token)) return undefined;
        const found = accountInsteadOf(area, token);
        return found === undefined ? undefined : { message: "the token is the number of a bank account, or contains one", expected: "an opaque token", actual: found };
      },
      killedBy: [`client.${method}.token-${area === "ach" ? "account" : "iban"}`],
    }),
    stableIdCheck({
      requirement: row("payment-id-stable"),
      namespace,
      scenarios: at("retries"),
      sameToken: true,
      killedBy: ["client.flow.pending-forgotten"],
      alsoKilledBy: { "client.flow.signs-after-drop": "what is signed anew after a broken connection has a paymentId of its own" },
    }),
    freshIdCheck({ requirement: row("payment-id-fresh"), namespace, scenarios: at("purchases"), killedBy: ["client.bank-payments.payment-id-constant"] }),
    check({
      id: `${area}.any.no-account-data.client`,
      requirement: `${area}.any.no-account-data`,
      title: "No message of a client carries the number of a bank account.",
      appliesTo: { scenarios: at("*") },
      reach: "some",
      witness: (trace) => paid(trace).find((payment) => isOn(namespace, payment)),
      judge({ witness, trace, pass, fail }) {
        for (const { event, where, text } of textsSentBy(trace, "client")) {
          const found = accountIn(area, text);
          if (found !== undefined) return fail(`there is the number of a bank account in ${where}`, { expected: "tokens only", actual: found, at: event });
        }
        return pass({ at: witness.attempt.request });
      },
      killedBy: [`client.${method}.account-beside`],
      alsoKilledBy: { [`client.${method}.token-${area === "ach" ? "account" : "iban"}`]: "a number in the token's place is in the payload as well" },
    }),
  ];
});
