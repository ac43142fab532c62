import { serverScenario } from "../../../seats/server-seat.ts";

/** Payments that differ from a good one in what the text leaves open, or does not. */

/** The same value with the members of every object in reverse order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reordered(member)]),
  );
}

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

export const scenarios = [
  serverScenario({
    id: "server/core-types/reordered",
    title: "Pays with the members of accepted in another order, and with white space in the JSON",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      await seat.pay({ as: "reordered", edit: (payment) => (payment.accepted = reordered(payment.accepted) as Record<string, unknown>) });
      const spaced = JSON.stringify(await seat.payment(), undefined, 2);
      await seat.request({ as: "spaced", headers: [["PAYMENT-SIGNATURE", base64(spaced)]] });
    },
  }),
  serverScenario({
    id: "server/core-types/without-resource",
    title: "Pays without the optional resource",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good", edit: (payment) => (payment.resource ??= { url: `http://127.0.0.1${seat.target("basic")}` }) });
      await seat.pay({ as: "without-resource", edit: (payment) => delete payment.resource });
    },
  }),
  serverScenario({
    id: "server/core-types/resource-of-another-route",
    title: "Asks for a dear resource with a payment, and a resource.url, of a cheap one",
    needs: { features: ["facilitator"], routes: ["basic", "dear"] },
    async drive(seat) {
      await seat.pay({ as: "good", route: "dear" });
      const cheap = await seat.payment({ route: "basic", edit: (payment) => (payment.resource ??= { url: `http://127.0.0.1${seat.target("basic")}` }) });
      await seat.request({ as: "cheap-for-dear", route: "dear", payment: cheap });
    },
  }),
  serverScenario({
    id: "server/core-types/versions",
    title: "Pays with an x402Version of 0, 1 and 3",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      for (const version of [0, 1, 3]) await seat.pay({ as: `version-${version}`, edit: (payment) => (payment.x402Version = version) });
    },
  }),
  serverScenario({
    id: "server/core-types/v1-shape",
    title: "Pays with a payload in the shape of version 1 that calls itself version 2",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      const { accepted, payload } = await seat.payment();
      await seat.request({ as: "v1-shape", payment: { x402Version: 2, scheme: accepted["scheme"], network: accepted["network"], payload } });
    },
  }),
  serverScenario({
    id: "server/core-types/unknown-members",
    title: "Puts members nobody knows into the payment and into the facilitator's replies",
    needs: { features: ["facilitator"], routes: ["basic"] },
    async drive(seat) {
      await seat.pay({ as: "good" });
      await seat.pay({ as: "unknown-in-payment", edit: (payment) => (payment["x-vendor"] = { note: "of no meaning" }) });
      const withMore = (members: Record<string, unknown>) => (call: { plausible(): { readonly json?: unknown } }) => ({ json: { ...(call.plausible().json as object), ...members } });
      seat.facilitator.script({ settle: withMore({ "x-vendor": { note: "of no meaning" } }) });
      await seat.pay({ as: "unknown-in-settle" });
      seat.facilitator.script({ verify: withMore({ extensions: { "conformance-echo": { seen: true } }, extra: { note: "scheme-specific" } }) });
      await seat.pay({ as: "verify-extra" });
    },
  }),
];
