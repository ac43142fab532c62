/** Throws bent transactions at a node of its own, over RPC as anybody could, and sees whether it lives. */
import { Pool } from "undici";
import { associatedTokenAddress } from "../wire/addresses.ts";
import { deriveKeyPair } from "../wire/keys.ts";
import type { SvmChain } from "../chain.ts";
import { startEmbeddedChain } from "../embedded-chain.ts";
import { createMutator, createRandom } from "./mutate.ts";

export interface FuzzReport {
  readonly thrown: number;
  readonly milliseconds: number;
  /** How often the node answered what: "landed or simulated", an error's code, or an error of the runtime. */
  readonly answers: ReadonlyMap<string, number>;
  readonly landed: bigint;
  /** Bytes of the node's process in the end. */
  readonly rss: number;
}

export class NodeDied extends Error {
  /** Calls that were under way; one of them killed the node. */
  readonly suspects: readonly string[];

  constructor(reason: string, suspects: readonly string[]) {
    super(reason);
    this.suspects = suspects;
  }
}

/** Characters of a batch, below the 50 kB a body may have. */
const batchSize = 45_000;
const batchesAtOnce = 3;

/**
 * @param options.count transactions
 * @param options.onProgress told after each batch
 * @throws NodeDied
 */
export async function fuzzNode(options: { readonly count: number; readonly seed: number; readonly onProgress?: (thrown: number) => void }): Promise<FuzzReport> {
  const { count, seed } = options;
  const chain = await startEmbeddedChain({ seed: `fuzz/${seed}` });
  let died: string | undefined;
  chain.onCrash((reason) => void (died = reason));
  const pool = new Pool(chain.rpcUrl, { connections: batchesAtOnce });
  const answers = new Map<string, number>();
  const underWay = new Set<string>();
  const began = performance.now();
  let thrown = 0;
  try {
    const next = await callMaker({ chain, seed });
    const worker = async (): Promise<void> => {
      while (thrown < count) {
        const calls: string[] = [];
        for (let size = 0; size < batchSize && thrown < count; thrown++) {
          const text = await next();
          calls.push(text);
          size += text.length + 1;
        }
        const body = `[${calls.join(",")}]`;
        underWay.add(body);
        const response = await pool.request({ path: "/", method: "POST", headers: { "content-type": "application/json" }, body });
        const found = (await response.body.json()) as readonly Answer[];
        if (!Array.isArray(found) || found.length !== calls.length) throw new Error(`expected ${calls.length} answers, found ${JSON.stringify(found).slice(0, 200)}`);
        underWay.delete(body);
        for (const answer of found) {
          const kind = kindOf(answer);
          answers.set(kind, (answers.get(kind) ?? 0) + 1);
        }
        options.onProgress?.(thrown);
      }
    };
    await Promise.all(Array.from({ length: batchesAtOnce }, worker));
    const { rss, landed } = (await chain.controls?.stats()) ?? { rss: 0, landed: 0n };
    return { thrown, milliseconds: performance.now() - began, answers, landed, rss };
  } catch (error) {
    throw new NodeDied(died ?? (error instanceof Error ? error.message : String(error)), [...underWay]);
  } finally {
    await pool.destroy();
    await chain.stop();
  }
}

interface Answer {
  readonly result?: { readonly value?: { readonly err?: unknown } };
  readonly error?: { readonly code: number; readonly message: string; readonly data?: { readonly err?: unknown } };
}

function kindOf({ result, error }: Answer): string {
  if (error !== undefined) return error.code === -32_002 ? `${error.code} ${nameOf(error.data?.err)}` : `${error.code} ${error.message.split(":").slice(0, 1).join("")}`;
  const err = result?.value?.err;
  return err === undefined ? "taken in" : err === null ? "simulated" : `simulated ${nameOf(err)}`;
}

const nameOf = (err: unknown): string => (typeof err === "object" && err !== null ? (Object.keys(err)[0] ?? "") : String(err));

/** Blockhashes grow old; transactions from a new one are made every so often. */
const perBlockhash = 5_000;

/** @returns makes one call after another, as JSON */
async function callMaker(options: { readonly chain: SvmChain; readonly seed: number }): Promise<() => Promise<string>> {
  const { chain, seed } = options;
  const random = createRandom(seed);
  const wallets = ["payer", "client", "other"].map((path) => deriveKeyPair({ seed: `fuzz/${seed}`, path }));
  const addresses = wallets.map(({ address }) => address);
  /** As at the beginning: a bent transaction may have given a wallet to some program, and all after it would fail on that. */
  const restore = async (): Promise<void> => {
    for (const address of addresses) await chain.controls?.setAccount({ address, lamports: 10n ** 17n });
    for (const mint of Object.values(chain.mints)) for (const owner of addresses) await chain.controls?.setTokenAccount({ owner, mint: mint.address, amount: 10n ** 15n });
  };
  const looked = [...addresses, ...addresses.map((owner) => associatedTokenAddress({ owner, mint: chain.asset })), chain.asset];
  const table = { table: await chain.createLookupTable({ addresses: looked }), addresses: looked };
  let made = 0;
  let mutate: (() => Uint8Array) | undefined;
  return async () => {
    if (mutate === undefined || made % perBlockhash === 0) {
      await restore();
      mutate = createMutator({ random, wallets, table, blockhash: (await chain.latestBlockhash()).blockhash });
    }
    made++;
    const text = Buffer.from(mutate()).toString("base64");
    const [method, settings] = random.pick([
      ["sendTransaction", { encoding: "base64" }],
      ["sendTransaction", { encoding: "base64", skipPreflight: true }],
      ["simulateTransaction", { encoding: "base64", sigVerify: false, commitment: "processed" }],
      ["simulateTransaction", { encoding: "base64", replaceRecentBlockhash: true, innerInstructions: true, commitment: "processed" }],
    ] as const);
    return JSON.stringify({ jsonrpc: "2.0", id: made, method, params: [text, settings] });
  };
}
