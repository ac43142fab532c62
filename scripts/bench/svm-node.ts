import { Pool } from "undici";
import { svm } from "../../simulators/chains/svm/index.ts";
import { parties, payment } from "../../simulators/chains/svm/testing/payments.ts";
import { serializeBase64Transaction } from "../../simulators/chains/svm/wire/index.ts";

/** What the embedded Solana node took and gave. */
export interface SvmNodeMeasures {
  /** Until it answers, of the best of three. */
  readonly startMilliseconds: number;
  /** Payments sent through RPC one by one over eight connections, executed and on the chain. */
  readonly transactionsPerSecond: number;
  readonly transactions: number;
  /** Of the node's process after all of them. */
  readonly megabytes: number;
}

const rounds = 10;
const perRound = 1_000;
const connections = 8;

/** Starts the node, sends it 10,000 payments and looks how large it has become. Signing them does not count. */
export async function measureSvmNode(): Promise<SvmNodeMeasures> {
  const starts: number[] = [];
  for (let tries = 0; tries < 3; tries++) {
    const began = performance.now();
    const chain = await svm.start({ seed: "bench", settings: {} });
    starts.push(performance.now() - began);
    await chain.stop();
  }
  const chain = await svm.start({ seed: "bench", settings: {} });
  const pool = new Pool(chain.rpcUrl, { connections });
  try {
    const all = await parties(chain, "bench");
    await chain.fund([{ address: all.sponsor.address, nativeAmount: 10n ** 15n }, { address: all.payer.address, amount: 10n ** 15n }]);
    const post = async (transaction: string): Promise<void> => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "sendTransaction", params: [transaction, { encoding: "base64", skipPreflight: true }] });
      const response = await pool.request({ path: "/", method: "POST", headers: { "content-type": "application/json" }, body });
      const answer = (await response.body.json()) as { readonly error?: { readonly message: string } };
      if (answer.error !== undefined) throw new Error(answer.error.message);
    };
    let milliseconds = 0;
    for (let round = 0; round < rounds; round++) {
      const { blockhash } = await chain.latestBlockhash();
      const waiting = Array.from({ length: perRound }, (_, index) => serializeBase64Transaction(payment(chain, { parties: all, blockhash, memo: `${round}/${index}` })));
      const began = performance.now();
      const worker = async (): Promise<void> => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await post(next);
      };
      await Promise.all(Array.from({ length: connections }, worker));
      milliseconds += performance.now() - began;
    }
    const transactions = rounds * perRound;
    const stats = await chain.controls?.stats();
    if (stats?.landed !== BigInt(transactions)) throw new Error(`expected ${transactions} transactions on the chain, found ${stats?.landed}`);
    return { startMilliseconds: Math.min(...starts), transactionsPerSecond: (transactions / milliseconds) * 1_000, transactions, megabytes: stats.rss / 2 ** 20 };
  } finally {
    await pool.close();
    await chain.stop();
  }
}
