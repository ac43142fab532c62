import { findCardNumbers } from "../../../simulators/rails/card-data.ts";
import { check, type Check } from "../check.ts";
import { delivers, paidTwin, paymentOf, steps } from "../server-steps.ts";
import { allOperations } from "./card-steps.ts";

/** schemes/auth-capture/scheme_auth_capture_card.md 4.4 and 8.1, at the server: what holds for whoever sends a message. */

/** Any text, with its long runs of digits put inside words: there only ranges that card networks give out count, and no time or id. */
function holdsCardNumber(value: unknown): boolean {
  return findCardNumbers(JSON.stringify(value).replaceAll(/\d{13,19}/g, "x$&x")).length > 0;
}

export const checks: readonly Check[] = [
  check({
    id: "card.any.no-card-data.server",
    requirement: "card.any.no-card-data",
    title: "No payload that a server writes carries card data",
    appliesTo: { scenarios: "server/auth-capture-card/paid" },
    witness: allOperations,
    judge({ witness, pass, fail }) {
      for (const { operation } of witness) {
        const found = Object.entries(operation.payload).find(([name, value]) => name !== "paymentId" && name !== "amount" && holdsCardNumber(value))?.[0];
        if (found !== undefined) return fail("a lifecycle payload carries card data", { expected: "references only", actual: `member ${found}`, at: operation.call.request });
      }
      return pass({ at: witness.map(({ operation }) => operation.call.request) });
    },
    killedBy: ["server.auth-capture-card.card-number-in-capture"],
  }),
  check({
    id: "card.any.no-extension-needed.server",
    requirement: "card.any.no-extension-needed",
    title: "A server serves a payment without any extension",
    appliesTo: { scenarios: "server/auth-capture-card/offers" },
    witness(trace) {
      // With an extension, or without one: where either was served, the server had its chance with both.
      const [plain] = steps(trace, "good");
      const served = paidTwin(trace) ?? paidTwin(trace, "extended");
      return plain?.response === undefined || served === undefined || paymentOf(plain.request)["extensions"] !== undefined ? undefined : plain;
    },
    judge({ witness, trace, pass, fail }) {
      const { response } = witness;
      return response !== undefined && delivers(trace, response) ? pass({ at: response }) : fail("a payment without extensions was refused, and one that has the member was served", { expected: "the content", actual: response?.status, at: response ?? witness.request });
    },
    killedBy: ["server.ext.requires-member"],
  }),
];
