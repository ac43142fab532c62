import { createHash } from "node:crypto";
import { deriveWallet, fundWallets, startEvmNode, type EvmNode, type Wallet } from "../../simulators/chains/evm/index.ts";
import type { Effects } from "../../simulators/schemes/scheme.ts";
import { type HttpPeer, startHttpPeer } from "./http-peer.ts";

/** The reference world one run plays in: a chain, two origins for scripted peers, and a seed. */
export interface World {
  readonly seed: string;
  readonly node: EvmNode;
  readonly peer: HttpPeer;
  /** A second origin, for redirects and look-alikes. */
  readonly otherOrigin: HttpPeer;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Wall clock and seeded randomness for the reference roles and payloads; the stream differs by label. */
  effects(label: string): Effects;
  /** Deterministic from seed and path. */
  wallet(path: string): Wallet;
  /** One transaction for all of them. */
  fund(wallets: readonly { address: `0x${string}`; amount: bigint }[]): Promise<void>;
  close(): Promise<void>;
}

/** @throws EvmNodeError when the chain cannot be started */
export async function createWorld(options: { seed: string; signal?: AbortSignal }): Promise<World> {
  const { seed } = options;
  const node = await startEvmNode({ seed, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  const peer = await startHttpPeer();
  const otherOrigin = await startHttpPeer();
  const wallets = new Map<string, Wallet>();
  return {
    seed,
    node,
    peer,
    otherOrigin,
    now: () => performance.now(),
    effects: (label) => ({ now: () => Date.now(), randomBytes: seededBytes(`${seed}/${label}`) }),
    wallet(path) {
      const known = wallets.get(path) ?? deriveWallet({ seed, path });
      wallets.set(path, known);
      return known;
    },
    fund: async (funds) => {
      if (funds.length > 0) await fundWallets({ node, wallets: [...funds] });
    },
    async close() {
      await Promise.all([peer.close(), otherOrigin.close()]);
      await node.stop();
    },
  };
}

/** A reproducible byte stream: SHA-256 in counter mode over a label. Not for secrets outside a test chain. */
export function seededBytes(label: string): (length: number) => Uint8Array {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      bytes.set(createHash("sha256").update(`${label}/${counter}`).digest().subarray(0, length - offset), offset);
      counter += 1;
    }
    return bytes;
  };
}
