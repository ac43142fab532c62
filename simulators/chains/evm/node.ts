/** A local EVM chain, ready for payments: anvil, the token, and the contracts around it. */
import type { Address } from "viem";
import { startAnvil } from "./anvil.ts";
import type { AnvilExit, AnvilProcess } from "./anvil.ts";
import { EvmNodeError } from "./errors.ts";
import { createOperator, operatorSetup } from "./operator.ts";
import type { Operator } from "./operator.ts";
import { predeploys } from "./predeploys.ts";
import { createRpcClient } from "./rpc.ts";
import type { RpcClient, RpcRequest } from "./rpc.ts";
import { initializeToken, placeToken, withTokenDefaults } from "./token.ts";
import type { Token, TokenOptions } from "./token.ts";
import { deriveWallet } from "./wallets.ts";

/** The chain id of Base Sepolia, the network that x402's own examples use. */
export const defaultChainId = 84532;

export interface StartEvmNodeOptions {
  /** Default 84532 (Base Sepolia). */
  readonly chainId?: number;
  /** 0, the default, takes a free port. A fixed one that is in use is an error, never another port. */
  readonly port?: number;
  /** The run's seed. The harness's own account is derived from it. Default "x402-conformance". */
  readonly seed?: string;
  /** Default: "USDC", version "2", 6 decimals, at the address USDC has on Base Sepolia. */
  readonly token?: TokenOptions;
  /** Ends the node when it fires, at any time; a start under way fails with `evm.aborted`. */
  readonly signal?: AbortSignal;
}

/** How the node ended; `expected: false` is a crash, and the run's `harnessError`. */
export type EvmNodeExit = AnvilExit;

export interface EvmNode extends AsyncDisposable {
  readonly chainId: number;
  /** CAIP-2, for example "eip155:84532". */
  readonly network: `eip155:${number}`;
  readonly rpcUrl: string;
  readonly port: number;
  /** The process id of anvil. */
  readonly pid: number;
  /** What the node calls itself, for example "anvil/v1.7.1". */
  readonly version: string;
  /** The token's address. */
  readonly asset: Address;
  readonly token: Token;
  readonly rpc: RpcClient;
  /** The harness's own account. */
  readonly operator: Operator;
  /** Resolves when the node is gone. Never rejects. */
  readonly exited: Promise<EvmNodeExit>;
  /** Calls the listener when the node ends without having been asked to. Answers how to take it back. */
  onCrash(listener: (exit: EvmNodeExit) => void): () => void;
  /** The node's last lines of output. */
  logs(): readonly string[];
  /** Ends the node and waits until its process is gone. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a chain: instant mining, whole history, block time from the wall clock, no unlocked account
 * but the operator's, the token initialized and with no holder, the predeploys in place.
 *
 * The node is a process of its own. It keeps the program alive until `stop`, and ends with it in any case.
 *
 * @example
 * await using node = await startEvmNode();
 * const payer = deriveWallet({ seed: "run-1", path: "case-1/payer" });
 * await fundWallets({ node, wallets: [{ address: payer.address, amount: 1_000_000n }] });
 *
 * @throws EvmNodeError `evm.binary-missing`, `evm.platform-unsupported`, `evm.port-taken`,
 *   `evm.start-failed` or `evm.aborted`
 */
export async function startEvmNode(options: StartEvmNodeOptions = {}): Promise<EvmNode> {
  const chainId = options.chainId ?? defaultChainId;
  const { signal } = options;
  const anvil = await startAnvil({
    chainId,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(signal === undefined ? {} : { signal }),
  });
  const rpcUrl = `http://127.0.0.1:${anvil.port}`;
  const rpc = createRpcClient({ url: rpcUrl });
  const token = withTokenDefaults(options.token);
  const operator = createOperator({
    rpc,
    address: deriveWallet({ seed: options.seed ?? "x402-conformance", path: "harness/operator" }).address,
  });

  let version: string;
  try {
    version = await setUpChain({ rpc, chainId, token, operator });
  } catch (cause) {
    await closeAll({ anvil, rpc });
    if (signal?.aborted !== true) throw cause;
    throw new EvmNodeError({
      code: "evm.aborted",
      message: "Setting up the EVM node was aborted by the caller's signal.",
      cause,
    });
  }

  const stop = (): Promise<void> => closeAll({ anvil, rpc });
  return {
    chainId,
    network: `eip155:${chainId}`,
    rpcUrl,
    port: anvil.port,
    pid: anvil.pid,
    version,
    asset: token.address,
    token,
    rpc,
    operator,
    exited: anvil.exited,
    onCrash(listener) {
      let listening = true;
      void anvil.exited.then((exit) => {
        if (listening && !exit.expected) listener(exit);
      });
      return () => {
        listening = false;
      };
    },
    logs: anvil.logs,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * Two round trips: everything that puts state in place, then the one transaction that needs it.
 *
 * @returns the node's name and version
 */
async function setUpChain(options: {
  readonly rpc: RpcClient;
  readonly chainId: number;
  readonly token: Token;
  readonly operator: Operator;
}): Promise<string> {
  const { rpc, chainId, token, operator } = options;
  const requests: RpcRequest[] = [
    { method: "web3_clientVersion" },
    { method: "eth_chainId" },
    // A line of output per call is of no use later, and costs a wake-up of this process for each.
    { method: "anvil_setLoggingEnabled", params: [false] },
    ...operatorSetup({ address: operator.address }),
    ...predeploys.map(({ address, runtimeCode }) => ({ method: "anvil_setCode", params: [address, runtimeCode] })),
    placeToken({ token }),
  ];
  const [version, foundChainId] = await rpc.batch(requests);
  if (Number(foundChainId) !== chainId) {
    throw new EvmNodeError({
      code: "evm.start-failed",
      message: "The EVM node that answers has another chain id.",
      expected: String(chainId),
      found: String(Number(foundChainId)),
    });
  }
  await initializeToken({ operator, token });
  return String(version);
}

async function closeAll(options: { readonly anvil: AnvilProcess; readonly rpc: RpcClient }): Promise<void> {
  await Promise.all([options.rpc.close(), options.anvil.stop()]);
}
