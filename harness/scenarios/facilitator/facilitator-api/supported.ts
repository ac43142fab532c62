import type { PaymentRequirements } from "../../../../spec/types.ts";
import { bodyJson } from "../../../trace/body.ts";
import { facilitatorScenario } from "../../../seats/facilitator-seat.ts";
import { needsVerified } from "../../unsupported-case.ts";

/** GET /supported, and whether it is true. */
export const scenarios = [
  facilitatorScenario({
    id: "facilitator/facilitator-api/supported",
    title: "Read /supported, then verify a payment of each kind it names that can be signed here",
    async drive(seat) {
      needsVerified(seat);
      await seat.controls();
      const { response } = await seat.supported();
      for (const network of response === undefined ? [] : networksOf({ supported: bodyJson(response.body), scheme: seat.method.scheme })) {
        const bend = seat.method.onNetwork(network);
        if (bend === undefined) continue;
        const payment = await seat.payment({ requirements: seat.requirements({ network: network as PaymentRequirements["network"] }), ...bend });
        await seat.verify(payment, `kind ${network}`);
      }
    },
  }),
];

/** Networks of the kinds of a scheme. Bounded: the list is the target's. */
function networksOf(options: { supported: unknown; scheme: string }): string[] {
  const { supported } = options;
  const kinds = typeof supported === "object" && supported !== null ? (supported as { kinds?: unknown }).kinds : undefined;
  if (!Array.isArray(kinds)) return [];
  const networks = (kinds as unknown[]).slice(0, 200).flatMap((kind) => {
    const { scheme, network, x402Version } = (typeof kind === "object" && kind !== null ? kind : {}) as Record<string, unknown>;
    return scheme === options.scheme && x402Version === 2 && typeof network === "string" && network.length <= 100 ? [network] : [];
  });
  return [...new Set(networks)].slice(0, 20);
}
