import { hash } from "node:crypto";
import type { ChainKey, LocalChain } from "../../simulators/chains/chain.ts";
import { createShared } from "../../simulators/chains/shared.ts";
import type { Effects } from "../../simulators/schemes/scheme.ts";
import { type HttpPeer, startHttpPeer } from "./http-peer.ts";

/** The reference world one run plays in: local chains, two origins for scripted peers, and a seed. */
export interface World {
  readonly seed: string;
  readonly peer: HttpPeer;
  /** A second origin, for redirects and look-alikes. */
  readonly otherOrigin: HttpPeer;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Wall clock and seeded randomness for the reference roles and payloads; the stream differs by label. */
  effects(label: string): Effects;
  /**
   * A chain of that family, started when it is first asked for, and the same for everybody.
   *
   * @throws whatever the family throws when its chain cannot be started
   */
  chain<Chain extends LocalChain>(key: ChainKey<Chain>): Promise<Chain>;
  /** Those that were started. */
  chains(): Promise<readonly LocalChain[]>;
  /** Told when a chain ends without having been stopped. */
  onChainCrash(told: (reason: string) => void): void;
  close(): Promise<void>;
}

/** @param options.settings what the command line says of chains, see `StartChain` */
export async function createWorld(options: { seed: string; settings?: Readonly<Record<string, string>>; signal?: AbortSignal }): Promise<World> {
  const { seed, settings = {}, signal } = options;
  const peer = await startHttpPeer({ neighbour: true });
  const otherOrigin = await startHttpPeer();
  const chains = new Map<string, Promise<LocalChain>>();
  const shared = createShared();
  const listeners: ((reason: string) => void)[] = [];
  const start = async (key: ChainKey): Promise<LocalChain> => {
    const chain = await key.start({ seed, settings, shared, ...(signal === undefined ? {} : { signal }) });
    chain.onCrash((reason) => {
      for (const told of listeners) told(reason);
    });
    return chain;
  };
  const started = async (): Promise<readonly LocalChain[]> => (await Promise.allSettled(chains.values())).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  return {
    seed,
    peer,
    otherOrigin,
    now: () => performance.now(),
    effects: (label) => ({ now: () => Date.now(), randomBytes: seededBytes(`${seed}/${label}`) }),
    async chain<Chain extends LocalChain>(key: ChainKey<Chain>) {
      const known = chains.get(key.id) ?? start(key);
      chains.set(key.id, known);
      // A family has one key, and what its key starts is kept under it.
      return (await known) as Chain;
    },
    chains: started,
    onChainCrash: (told) => void listeners.push(told),
    async close() {
      await Promise.all([peer.close(), otherOrigin.close()]);
      await Promise.all((await started()).map((chain) => chain.stop()));
    },
  };
}

/** A reproducible byte stream: SHA-256 in counter mode over a label. Not for secrets outside a test chain. */
export function seededBytes(label: string): (length: number) => Uint8Array {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      bytes.set(hash("sha256", `${label}/${counter}`, "buffer").subarray(0, length - offset), offset);
      counter += 1;
    }
    return bytes;
  };
}
