/** The embedded node as one local chain among others. */
import { NATIVE } from "../chain.ts";
import type { ChainTransaction, ChainWallet, StartChain } from "../chain.ts";
import type { LandedTransaction, SvmChain, SvmControls, SvmTransfer } from "./chain.ts";
import { SvmNodeError } from "./errors.ts";
import { mintOf, mints, svmNetwork } from "./genesis.ts";
import { standIns } from "./node/stand-ins.ts";
import { startNodeProcess } from "./process.ts";
import { createRpcClient } from "./rpc-client.ts";
import type { RpcClient } from "./rpc-client.ts";
import { tokensOf } from "./tokens-of.ts";
import { associatedTokenAddress, findProgramAddress, addressBytes } from "./wire/addresses.ts";
import { u64 } from "./wire/bytes.ts";
import { encodeLookupTable } from "./wire/instructions/lookup-table.ts";
import type { KeyPair } from "./wire/keys.ts";
import { deriveKeyPair } from "./wire/keys.ts";
import { programs } from "./wire/program-ids.ts";

/** Starts the node in a process of its own, with mints in place. @throws SvmNodeError */
export async function startEmbeddedChain({ seed, signal }: Pick<StartChain, "seed" | "signal">): Promise<SvmChain> {
  const node = await startNodeProcess({ settings: { port: 0, seed }, ...(signal === undefined ? {} : { signal }) });
  const rpcUrl = `http://127.0.0.1:${node.port}`;
  const rpc = createRpcClient({ url: rpcUrl });
  try {
    await rpc.call("getHealth");
  } catch (error) {
    await Promise.all([rpc.close(), node.stop()]);
    throw error;
  }

  const wallets = new Map<string, KeyPair>();
  const asset = mints.usdc.address;
  const wallet = (path: string): ChainWallet => {
    const known = wallets.get(path) ?? deriveKeyPair({ seed, path });
    wallets.set(path, known);
    return known;
  };
  return {
    kind: "embedded",
    network: svmNetwork,
    rpcUrl,
    wsUrl: `ws://127.0.0.1:${node.port + 1}`,
    asset,
    version: node.version,
    mints,
    standIns,
    wallet,
    address: (path) => wallet(path).address,
    fund: (funds) => rpc.control("fund", { mint: asset, funds: funds.map(({ address, amount, nativeAmount }) => ({ address, amount: amount ?? 0n, lamports: nativeAmount ?? 0n })) }),
    fundToken: (options) => rpc.control("fund", options),
    position: async () => BigInt(await rpc.control<number>("position")),
    async transfers({ after, accounts, asset: mint = asset }) {
      if (mint === NATIVE) return [];
      const found = await rpc.control<readonly SvmTransfer[]>("transfers", { after, accounts, asset: mint });
      return found.map((transfer) => ({ ...transfer, amount: BigInt(transfer.amount), withheld: BigInt(transfer.withheld), position: BigInt(transfer.position) }));
    },
    async balances({ accounts, asset: mint = asset }) {
      const amounts = await rpc.control<readonly (number | bigint)[]>("balances", { accounts, asset: mint === NATIVE ? null : mint });
      return accounts.map((address, index) => ({ address, asset: mint, amount: BigInt(amounts[index] ?? 0) }));
    },
    async transactions({ ids }) {
      const found = await rpc.control<readonly Omit<ChainTransaction, "to">[]>("transactions", { ids });
      return found.map(({ id, sender, input, status, fee }) => ({ id, sender, to: null, input, status, ...(fee === undefined ? {} : { fee: BigInt(fee) }) }));
    },
    async landed(options) {
      const found = await rpc.control<readonly LandedTransaction[]>("landed", options);
      return found.map((one) => ({ ...one, position: BigInt(one.position), fee: BigInt(one.fee) }));
    },
    // The node's clock is the wall clock.
    catchUp: () => Promise.resolve(),
    async snapshot() {
      const id = await rpc.control<string>("snapshot");
      return () => rpc.control("restore", { id });
    },
    tokensOf,
    onCrash(told) {
      void node.exited.then(({ expected, code, signal: killed, logs }) => {
        if (!expected) told(`the local Solana chain (${node.version}) ended in mid-run (${killed ?? `exit code ${code}`})${logs.length === 0 ? "" : `: ${logs.join(" | ")}`}`);
      });
    },
    async latestBlockhash() {
      const { value } = await rpc.call<{ value: { blockhash: string; lastValidBlockHeight: number } }>("getLatestBlockhash", [{ commitment: "confirmed" }]);
      return { blockhash: value.blockhash, lastValidBlockHeight: BigInt(value.lastValidBlockHeight) };
    },
    async send({ transaction }) {
      const answer = await rpc.control<{ signature?: string; error?: unknown; logs?: readonly string[] }>("landTransaction", { transaction });
      if (answer.signature !== undefined) return answer.signature;
      throw new SvmNodeError({ code: "svm.rpc-error", message: `A transaction of the harness failed: ${JSON.stringify(answer.error)}`, found: (answer.logs ?? []).join(" | ") });
    },
    createLookupTable: ({ addresses }) => createLookupTable({ rpc, addresses }),
    controls: createControls({ rpc, asset }),
    async stop() {
      await Promise.all([rpc.close().catch(() => undefined), node.stop()]);
    },
  };
}

/** Written in place: the way of transactions would take a slot's time until the table can be used. */
async function createLookupTable(options: { readonly rpc: RpcClient; readonly addresses: readonly string[] }): Promise<string> {
  const { rpc, addresses } = options;
  const slot = BigInt(await rpc.call<number>("getSlot", [{ commitment: "processed" }]));
  const authority = deriveKeyPair({ seed: addresses.join(" "), path: "harness/lookup-table" }).address;
  const table = findProgramAddress({ program: programs.lookupTable, seeds: [addressBytes(authority), u64(slot)] }).address;
  const data = encodeLookupTable({ deactivationSlot: 2n ** 64n - 1n, lastExtendedSlot: slot - 1n, lastExtendedSlotStartIndex: 0, authority, addresses });
  await rpc.control("setAccount", { address: table, lamports: 100_000_000n, owner: programs.lookupTable, data: Buffer.from(data).toString("base64") });
  return table;
}

function createControls(options: { readonly rpc: RpcClient; readonly asset: string }): SvmControls {
  const { rpc, asset } = options;
  return {
    hold: (of) => rpc.control("hold", of),
    release: (of) => rpc.control("release", of),
    held: (of) => rpc.control("held", of),
    setLandingDelay: (of) => rpc.control("setLandingDelay", of),
    setCommitmentSlots: (of) => rpc.control("setCommitmentSlots", of),
    advanceSlots: async (of) => BigInt(await rpc.control<number>("advanceSlots", of)),
    async issueBlockhash() {
      const { blockhash, lastValidBlockHeight } = await rpc.control<{ blockhash: string; lastValidBlockHeight: number }>("issueBlockhash");
      return { blockhash, lastValidBlockHeight: BigInt(lastValidBlockHeight) };
    },
    expireBlockhash: (of) => rpc.control("expireBlockhash", of),
    setTokenAccount: (of) => rpc.control("setTokenAccount", of),
    async setAccount({ data, ...account }) {
      await rpc.control("setAccount", { ...account, ...(data === undefined ? {} : { data: Buffer.from(data).toString("base64") }) });
    },
    async removeTokenAccount({ owner, mint = asset }) {
      const tokenProgram = mintOf(mint)?.tokenProgram ?? programs.token;
      await rpc.control("setAccount", { address: associatedTokenAddress({ owner, mint, tokenProgram }), lamports: 0n });
    },
    async stats() {
      const { pid, rss, landed, pending } = await rpc.control<{ pid: number; rss: number; landed: number; pending: number }>("stats");
      return { pid, rss, landed: BigInt(landed), pending };
    },
  };
}
