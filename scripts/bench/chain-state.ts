import type { World } from "../../harness/world/world.ts";

/** A state of the world's chains that can be gone back to again and again. */
export interface ChainState {
  /** Puts the chains as they were when the state was kept, time excepted. States kept after this one are lost. */
  back(): Promise<void>;
}

export async function keepChains(world: World): Promise<ChainState> {
  const chains = await world.chains();
  const keep = async (): Promise<(() => Promise<void>)[]> => await Promise.all(chains.map(async (chain) => await chain.snapshot()));
  let restores = await keep();
  return {
    async back() {
      await Promise.all(restores.map(async (restore) => await restore()));
      // Going back uses a snapshot up.
      restores = await keep();
    },
  };
}
