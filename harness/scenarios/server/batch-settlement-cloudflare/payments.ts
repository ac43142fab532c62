import type { CarryingRequest } from "../../../../simulators/schemes/scheme.ts";
import { encodeHeader, HEADERS } from "../../../../simulators/transports/http/header-codec.ts";
import { type CloudflareServerSeat, cloudflareServerScenario } from "../../../methods/batch-settlement-cloudflare/scenarios.ts";
import { type SignatureBend, signRequest } from "../../../methods/batch-settlement-cloudflare/sign-request.ts";
import type { PaymentJson } from "../../../seats/server-payment.ts";
import type { HeaderFields } from "../../../trace/events.ts";

/** Payments on cloudflare:402: good ones, and edits of them, each signed anew unless the signature is what is edited. */

const HOUR = 3_600;

/** Pays with a signature that is bent. */
async function paySigned(seat: CloudflareServerSeat, as: string, bend: SignatureBend): Promise<void> {
  await seat.pay({ as, sign: (request) => signRequest({ wallet: seat.wallet(), request, effects: seat.effects, bend }) });
}

/** A different value in PAYMENT-SIGNATURE than the one that is signed. */
function asItWas(request: CarryingRequest, payment: PaymentJson): CarryingRequest {
  return { ...request, headers: request.headers.map(([name, value]) => [name, name === HEADERS.paymentSignature ? encodeHeader(payment) : value] as const) };
}

/** Another byte in a signature that is otherwise whole. */
function withAnotherByte(fields: HeaderFields): HeaderFields {
  return fields.map(([name, value]) => [name, name === "Signature" ? value.replace(/:(.)/, (_, first: string) => `:${first === "A" ? "B" : "A"}`) : value] as const);
}

function resourceUrl({ resource }: PaymentJson): string {
  const { url } = typeof resource === "object" && resource !== null ? (resource as { readonly url?: unknown }) : {};
  return typeof url === "string" && URL.canParse(url) ? url : "https://conformance.example/";
}

const less = (amount: unknown): string => (BigInt(String(amount)) - 1n).toString();

/** Terms that the payment says it accepts, with a payload that agrees with them. */
const otherTerms = (terms: (accepted: PaymentJson["accepted"]) => Record<string, unknown>) => (payment: PaymentJson): void => {
  Object.assign(payment.accepted, terms(payment.accepted));
  const { amount, asset } = payment.accepted;
  payment.payload = { amount, asset };
};

/** Currencies that the route is not offered in: a target with routes of its own may take several. */
async function unofferedCurrencies(seat: CloudflareServerSeat): Promise<readonly [string, string]> {
  const { accepts } = await seat.offer("basic");
  const [first = "EUR", second = "JPY"] = ["EUR", "JPY", "CHF", "GBP", "CAD"].filter((code) => accepts.every(({ asset }) => asset !== code));
  return [first, second];
}

export const scenarios = [
  cloudflareServerScenario({
    id: "server/batch-settlement-cloudflare/paid",
    title: "Pays for two routes of different price, as an agent the network knows",
    needs: { routes: ["basic"] },
    async drive(seat) {
      await seat.request({ as: "unpaid" });
      await seat.pay({ as: "good" });
      if (seat.routes.includes("dear")) await seat.pay({ as: "good", route: "dear" });
    },
  }),
  cloudflareServerScenario({
    id: "server/batch-settlement-cloudflare/signatures",
    title: "Pays well, then with signatures that are missing, wrong, too narrow, over, or of an agent the network does not know",
    needs: { routes: ["basic"] },
    async drive(seat) {
      await seat.request({ as: "unpaid" });
      await seat.pay({ as: "good" });
      await seat.pay({ as: "signature-missing", sign: () => [] });
      await paySigned(seat, "signature-altered", { fields: withAnotherByte });
      await paySigned(seat, "signature-for-other-authority", { authority: "other.example" });
      const payment = await seat.payment();
      const other = structuredClone(payment);
      other["note"] = "not what was signed";
      await seat.request({ as: "signature-over-other-payment", payment, sign: (request) => signRequest({ wallet: seat.wallet(), request: asItWas(request, other), effects: seat.effects }) });
      await paySigned(seat, "uncovered-payment", { components: ["@authority", "signature-agent"] });
      const now = Math.floor(seat.effects.now() / 1000);
      await paySigned(seat, "expired", { parameters: { created: now - HOUR - 30, expires: now - HOUR } });
      // Publishes its key as it should, and nobody registered it.
      const stranger = seat.node.unregistered(`${seat.tag}/unknown`);
      await seat.pay({ as: "agent-unknown", sign: (request) => signRequest({ wallet: stranger, request, effects: seat.effects }) });
      await seat.pay({ as: "good-again" });
    },
  }),
  cloudflareServerScenario({
    id: "server/batch-settlement-cloudflare/terms",
    title: "Pays well, then less than the price, in another currency, by terms that were not offered, and with a payload that says something else",
    needs: { routes: ["basic"] },
    async drive(seat) {
      await seat.request({ as: "unpaid" });
      await seat.pay({ as: "good" });
      const [currency, asset] = await unofferedCurrencies(seat);
      await seat.pay({ as: "amount-lower", edit: otherTerms(({ amount }) => ({ amount: less(amount) })) });
      await seat.pay({ as: "amount-currency", edit: otherTerms(() => ({ asset: currency })) });
      await seat.pay({ as: "accepted-asset", edit: otherTerms(() => ({ asset })) });
      await seat.pay({ as: "accepted-network", edit: otherTerms(() => ({ network: "cloudflare:403" })) });
      await seat.pay({ as: "accepted-payto", edit: otherTerms(() => ({ payTo: "acct_shop" })) });
      await seat.pay({ as: "accepted-amount", edit: ({ accepted }) => void (accepted["amount"] = less(accepted["amount"])) });
      await seat.pay({ as: "payload-lower", edit: ({ payload }) => void (payload["amount"] = less(payload["amount"])) });
    },
  }),
  cloudflareServerScenario({
    id: "server/batch-settlement-cloudflare/preauthorized",
    title: "Pays with the first request for a resource, by terms agreed beforehand, then asks for it without payment",
    needs: { features: ["preauthorized", "routes"], routes: ["basic", "nested"] },
    async drive(seat) {
      // Both routes have one price: the terms of the one are those agreed for the other.
      const payment = await seat.payment({ route: "basic", edit: (made) => void (made.resource = { url: new URL(seat.target("nested"), resourceUrl(made)).href }) });
      await seat.request({ as: "good-first", route: "nested", payment });
      await seat.request({ as: "unpaid", route: "nested" });
      await seat.pay({ as: "good" });
    },
  }),
];
