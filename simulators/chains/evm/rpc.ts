/** JSON-RPC 2.0 over HTTP to one node: single requests and batches. */
import { Pool } from "undici";
import { EvmNodeError } from "./errors.ts";

/** One call: a method and its parameters. */
export interface RpcRequest {
  readonly method: string;
  readonly params?: readonly unknown[];
}

export interface RpcClient {
  /**
   * One call, one round trip. `Result` is the caller's claim: nothing is checked at run time.
   *
   * @throws EvmNodeError `evm.rpc-error` when the node answers an error (also for a reverted `eth_call`)
   * @throws EvmNodeError `evm.rpc-unreachable` when there is no answer
   */
  request<Result = unknown>(request: RpcRequest): Promise<Result>;
  /**
   * Many calls in one round trip; the results come in the order of the calls. Fails as a whole with
   * the first error. The node may work on the calls of one batch at the same time: do not put two
   * calls into one batch when the second needs what the first changes.
   */
  batch<Result = unknown>(requests: readonly RpcRequest[]): Promise<readonly Result[]>;
  /** Closes the connections. Open calls fail with `evm.rpc-unreachable`. */
  close(): Promise<void>;
}

/** No call here takes long; a node that says nothing for this long, in milliseconds, is stuck. */
const answerTimeoutMs = 30_000;

interface RpcAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/**
 * A client for one node.
 *
 * It has connections of its own and does not use the global `fetch`: whatever a test or a target
 * run in this process does to `fetch`, the harness's view of the chain stays the same.
 */
export function createRpcClient(options: { readonly url: string }): RpcClient {
  const pool = new Pool(options.url, {
    connections: 4,
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  });

  async function post(body: unknown): Promise<unknown> {
    let text: string;
    try {
      const response = await pool.request({
        path: "/",
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      text = await response.body.text();
    } catch (cause) {
      throw new EvmNodeError({
        code: "evm.rpc-unreachable",
        message: `The EVM node at ${options.url} does not answer.`,
        found: cause instanceof Error ? cause.message : String(cause),
        next: "see the node's `exited` and `logs()`: it may have ended, or been stopped",
        cause,
      });
    }
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw malformed({ found: text.slice(0, 200), cause });
    }
  }

  return {
    async request<Result>(request: RpcRequest): Promise<Result> {
      const answer = await post(toMessage(request, 0));
      return resultOf(request, answer as RpcAnswer) as Result;
    },
    async batch<Result>(requests: readonly RpcRequest[]): Promise<readonly Result[]> {
      if (requests.length === 0) return [];
      const answers = await post(requests.map(toMessage));
      if (!Array.isArray(answers)) throw malformed({ found: JSON.stringify(answers).slice(0, 200) });
      const byId = new Map((answers as RpcAnswer[]).map((answer) => [answer.id, answer]));
      return requests.map((request, id) => resultOf(request, byId.get(id)) as Result);
    },
    close: () => pool.destroy(),
  };
}

function toMessage(request: RpcRequest, id: number): unknown {
  return { jsonrpc: "2.0", id, method: request.method, params: request.params ?? [] };
}

function resultOf(request: RpcRequest, answer: RpcAnswer | undefined): unknown {
  if (answer?.error !== undefined) {
    throw new EvmNodeError({
      code: "evm.rpc-error",
      message: `${request.method} failed: ${answer.error.message}`,
      found: `JSON-RPC error ${answer.error.code}`,
      cause: answer.error,
    });
  }
  if (answer?.result === undefined) throw malformed({ found: `no result for ${request.method}` });
  return answer.result;
}

function malformed(options: { readonly found: string; readonly cause?: unknown }): EvmNodeError {
  return new EvmNodeError({
    code: "evm.rpc-malformed",
    message: "The EVM node's answer is not JSON-RPC.",
    expected: "an answer with a result or an error for each call",
    ...options,
  });
}
