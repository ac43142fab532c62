import { clientScenario } from "../../../seats/client-seat.ts";

/** What stands in the body of a 402, which is nobody's business but the server's. */

const HTML = "<!doctype html><title>Payment required</title><p>Please pay.</p>";
const BINARY = Uint8Array.from({ length: 512 }, (_, index) => index % 256);

export const scenarios = [
  clientScenario({
    id: "client/http/bodies",
    title: "Sends every kind of body with a good PAYMENT-REQUIRED header",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "body-empty", signal402: { body: "", contentType: "text/plain" } });
      await seat.fetch({ as: "body-html", signal402: { body: HTML, contentType: "text/html; charset=utf-8" } });
      await seat.fetch({ as: "body-array", signal402: { body: "[]" } });
      await seat.fetch({ as: "body-null", signal402: { body: "null" } });
      await seat.fetch({ as: "body-broken-json", signal402: { body: '{"error":' } });
      await seat.fetch({ as: "body-binary", signal402: { body: BINARY, contentType: "application/octet-stream" } });
    },
  }),
  clientScenario({
    id: "client/http/conflicting-body",
    title: "Sends terms in the body that differ from those in the header",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      for (const version of [1, 2] as const) {
        const as = `conflict-version-${version}`;
        const other = seat.offer({ amount: "20000" });
        const terms = { x402Version: version, error: "Payment required", resource: { url: seat.url(as) }, accepts: [version === 2 ? other : version1(other, seat.url(as))] };
        seat.mark("body-terms", { as, payTo: other.payTo, amount: other.amount });
        await seat.fetch({ as, signal402: { body: JSON.stringify(terms) } });
      }
    },
  }),
  clientScenario({
    id: "client/http/no-header",
    title: "Answers 402 without PAYMENT-REQUIRED: plain, with terms of version 1, and with terms of version 2",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      const bodies = {
        "bare-plain": "{}",
        "bare-version-1": JSON.stringify({ x402Version: 1, error: "Payment required", accepts: [version1(seat.offer(), seat.url("bare-version-1"))] }),
        "bare-version-2": JSON.stringify({ x402Version: 2, error: "Payment required", resource: { url: seat.url("bare-version-2") }, accepts: [seat.offer()] }),
      };
      for (const [as, body] of Object.entries(bodies)) await seat.fetch({ as, signal402: { body, encode: () => undefined } });
    },
  }),
];

/** The same offer as version 1 of the protocol wrote it. */
function version1(offer: { readonly amount: string; readonly network: string }, resource: string): Record<string, unknown> {
  const { amount, network: _, ...rest } = offer;
  return { ...rest, network: "base-sepolia", maxAmountRequired: amount, resource, description: "A protected resource", mimeType: "application/json" };
}
