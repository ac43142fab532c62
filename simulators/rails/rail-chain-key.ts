import type { ChainKey } from "../chains/chain.ts";
import { createShared } from "../chains/shared.ts";
import type { RailChain, RailChainOptions } from "./rail-chain.ts";

/**
 * The key of a rail. All rails that are started in one world stand on the same providers, books and clock, which end
 * with the last of them. There are two providers, so that a token can be the wrong one's. The time there begins beside the wall clock, which webhooks are signed by as well: targets
 * have clocks of their own. Single-use tokens are left to facilitators there, as `GET /v1/account` tells: where a provider refuses
 * them, nobody sees what the facilitator does.
 */
export function railChainKey(options: RailChainOptions): ChainKey<RailChain> {
  return {
    id: options.id,
    async start({ seed, shared = createShared() }) {
      // Loaded when a rail is played on: whoever only wants to know that there is one does not wait for it.
      const [{ startBeside, startRails }, { createRailChain }] = await Promise.all([import("./world.ts"), import("./rail-chain.ts")]);
      const lease = await shared.lease({
        id: "rails",
        start: async () => {
          const world = await startRails({ seed, psps: ["simpay", "otherpay"], limits: { enforceSingleUse: false }, startAt: startBeside(Date.now()), signatureTime: () => Date.now() });
          return { value: world, stop: () => world.close() };
        },
      });
      return createRailChain({ ...options, world: lease.value, stop: lease.release });
    },
  };
}
