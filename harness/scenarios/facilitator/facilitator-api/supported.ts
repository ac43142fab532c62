import { bodyJson } from "../../../trace/body.ts";
import { edited, facilitatorScenario } from "../../../seats/facilitator-seat.ts";

/** GET /supported, and whether it is true. */
export const scenarios = [
  facilitatorScenario({
    id: "facilitator/facilitator-api/supported",
    title: "Read /supported, then verify a payment of each kind it names that can be signed here",
    async drive(seat) {
      const control = await seat.payment();
      await seat.verify(control, "control");
      await seat.verify(await seat.payment({ signedBy: "stranger" }), "forged");
      const { response } = await seat.supported();
      for (const network of response === undefined ? [] : evmNetworks(bodyJson(response.body))) {
        const chainId = Number(network.slice("eip155:".length));
        const payment = await seat.payment({ requirements: seat.requirements({ network: network as `eip155:${number}` }), domain: { chainId } });
        await seat.verify(edited(payment, () => undefined), `kind ${network}`);
      }
    },
  }),
];

/** Networks of `exact` kinds whose payments the harness can sign. Bounded: the list is the target's. */
function evmNetworks(supported: unknown): string[] {
  const kinds = typeof supported === "object" && supported !== null ? (supported as { kinds?: unknown }).kinds : undefined;
  if (!Array.isArray(kinds)) return [];
  const networks = (kinds as unknown[]).slice(0, 200).flatMap((kind) => {
    const { scheme, network, x402Version } = (typeof kind === "object" && kind !== null ? kind : {}) as Record<string, unknown>;
    return scheme === "exact" && x402Version === 2 && typeof network === "string" && /^eip155:[1-9][0-9]{0,14}$/.test(network) ? [network] : [];
  });
  return [...new Set(networks)].slice(0, 10);
}
