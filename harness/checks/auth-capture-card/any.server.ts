import { cardDataIn } from "../card-data.ts";
import { check, type Check } from "../check.ts";
import { delivers, type JsonObject, paidTwin, paymentOf, steps } from "../server-steps.ts";
import { allOperations } from "./card-steps.ts";

/** schemes/auth-capture/scheme_auth_capture_card.md 4.4 and 8.1, at the server: what holds for whoever sends a message. */

/** The member in which a payload has what looks like card data. The payment's own id may be of any letters and digits. */
function numbered(payload: JsonObject): string | undefined {
  return Object.entries(payload).find(([name, value]) => name !== "paymentId" && name !== "amount" && cardDataIn({ text: JSON.stringify({ [name]: value }) }).length > 0)?.[0];
}

export const checks: readonly Check[] = [
  check({
    id: "card.any.no-card-data.server",
    requirement: "card.any.no-card-data",
    title: "No payload that a server writes carries card data",
    appliesTo: { scenarios: "server/auth-capture-card/paid" },
    witness: allOperations,
    judge({ witness, pass, fail }) {
      const at = witness.map(({ operation }) => operation.call.request);
      const found = witness.map(({ operation }) => numbered(operation.payload));
      // A reference may look like one by chance, but not one in every payload: there are several, with a reference each.
      return found.length > 0 && found.every((member) => member !== undefined) ? fail("lifecycle payloads carry card data", { expected: "references only", actual: `member ${found[0]}`, at }) : pass({ at });
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
