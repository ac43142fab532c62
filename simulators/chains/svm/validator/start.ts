/** A real solana-test-validator as one local chain among others. */
import { randomBytes } from "node:crypto";
import type { ChainWallet, StartChain } from "../../chain.ts";
import type { SvmChain } from "../chain.ts";
import { SvmNodeError } from "../errors.ts";
import { genesisAccounts, mintAuthority, mintOf, mints, svmNetwork } from "../genesis.ts";
import { standIns } from "../node/stand-ins.ts";
import type { RpcClient } from "../rpc-client.ts";
import { tokensOf } from "../tokens-of.ts";
import { deriveKeyPair, encodeBase58, keyPairFromSeed, parseBase64Transaction } from "../wire/index.ts";
import type { KeyPair } from "../wire/index.ts";
import { findValidator } from "./binary.ts";
import { latestBlockhash } from "./latest-blockhash.ts";
import { lastWords, launchValidator } from "./launch.ts";
import { createObserver } from "./observe.ts";
import { sendAll } from "./sender.ts";
import { slotAt } from "./slots.ts";
import { standInAccounts } from "./stand-in-accounts.ts";
import { createTableMaker } from "./table-maker.ts";
import { createTreasury } from "./treasury.ts";

/**
 * Starts the solana-test-validator that X402_SOLANA_TEST_VALIDATOR names, or else the one on the PATH, with the
 * mints of the embedded node. It is seen and moved through RPC alone, and slots take their time there: funding
 * wallets and looking at what happened take a second or so each.
 *
 * It has no {@link SvmChain.controls}, and cannot go back: `snapshot` throws `svm.not-on-a-real-validator`. Its
 * genesis hash is its own, not devnet's. Agave listens on every network interface, whatever address it is told.
 *
 * @throws SvmNodeError `svm.validator-missing`, `svm.validator-not-executable`, `svm.validator-version`,
 *   `svm.port-taken`, `svm.start-failed`, `svm.validator-unhealthy` or `svm.aborted`
 */
export async function startValidatorChain({ seed, signal }: Pick<StartChain, "seed" | "signal">): Promise<SvmChain> {
  const aborts = signal === undefined ? {} : { signal };
  const binary = await findValidator(aborts);
  const authority = mintAuthority(seed);
  const { process: node, rpc, rpcUrl, wsUrl, version, slot: firstSlot } = await launchValidator({
    binary,
    // The genesis wants somebody to have its 500 million SOL; nobody here needs them.
    treasury: keyPairFromSeed(randomBytes(32)).address,
    accounts: [...genesisAccounts({ seed }), ...standInAccounts()],
    ...aborts,
  });
  const stop = async (): Promise<void> => {
    await Promise.all([rpc.close().catch(() => undefined), node.stop()]);
  };
  const onAbort = (): void => void stop();
  signal?.addEventListener("abort", onAbort, { once: true });
  void node.exited.then(() => signal?.removeEventListener("abort", onAbort));

  const treasury = createTreasury({ rpc, authority });
  // Slots before it may have no block: the chain begins by leaping over some.
  const observer = createObserver({ rpc, after: firstSlot });
  const makeLookupTable = createTableMaker({ rpc, treasury, authority: authority.address });
  const wallets = new Map<string, KeyPair>();
  const asset = mints.usdc.address;
  const wallet = (path: string): ChainWallet => {
    const known = wallets.get(path) ?? deriveKeyPair({ seed, path });
    wallets.set(path, known);
    return known;
  };
  return {
    kind: "validator",
    network: svmNetwork,
    rpcUrl,
    wsUrl,
    asset,
    version: `solana-test-validator ${version}`,
    mints,
    standIns,
    wallet,
    address: (path) => wallet(path).address,
    fund: (funds) => treasury.grant(funds.map(({ address, amount = 0n, nativeAmount = 0n }) => ({ address, mint: mints.usdc, amount, lamports: nativeAmount }))),
    async fundToken({ mint: address, funds }) {
      const mint = mintOf(address);
      if (mint === undefined) throw new SvmNodeError({ code: "svm.transaction-failed", message: `${address} is no mint of this chain.`, expected: `one of ${Object.values(mints).map((one) => one.address).join(", ")}` });
      await treasury.grant(funds.map((fund) => ({ address: fund.address, mint, amount: fund.amount ?? 0n, lamports: 0n })));
    },
    position: () => slotAt({ rpc, commitment: "processed" }),
    transfers: ({ after, accounts, asset: mint = asset }) => observer.transfers({ after, accounts, asset: mint }),
    balances: ({ accounts, asset: mint = asset }) => observer.balances({ accounts, asset: mint }),
    transactions: (which) => observer.transactions(which),
    landed: (which) => observer.landed(which),
    // The validator's clock is the wall clock.
    catchUp: () => Promise.resolve(),
    snapshot: () =>
      Promise.reject(
        new SvmNodeError({ code: "svm.not-on-a-real-validator", message: "A real validator cannot be brought back to where it stood.", next: "use the embedded node (--svm embedded) for what needs that, the self-test for one" }),
      ),
    tokensOf,
    onCrash(told) {
      void node.exited.then(({ expected, code, signal: killed, logs }) => {
        if (!expected) told(`the local Solana chain (solana-test-validator ${version}) ended in mid-run (${killed ?? `exit code ${code ?? "none"}`}${lastWords(logs)})`);
      });
    },
    latestBlockhash: () => latestBlockhash(rpc),
    send: ({ transaction }) => sendOne({ rpc, transaction }),
    createLookupTable: ({ addresses }) => makeLookupTable(addresses),
    controls: undefined,
    stop,
  };
}

async function sendOne(options: { readonly rpc: RpcClient; readonly transaction: string }): Promise<string> {
  const { rpc, transaction } = options;
  const parsed = parseBase64Transaction(transaction);
  if (!parsed.ok) throw new SvmNodeError({ code: "svm.rpc-error", message: `A transaction of the harness cannot be read: ${parsed.detail}` });
  const { lastValidBlockHeight } = await latestBlockhash(rpc);
  // With preflight first: it says what is wrong, where a status does not.
  await rpc.call("sendTransaction", [transaction, { encoding: "base64", preflightCommitment: "processed" }]);
  const signature = encodeBase58(parsed.transaction.signatures[0] ?? new Uint8Array());
  await sendAll({ rpc, transactions: [{ signature, payload: transaction, lastValidBlockHeight }] });
  return signature;
}
