/** JSON-RPC over HTTP to one node. */
import { Pool } from "undici";
import { SvmNodeError } from "./errors.ts";
import { fromJson, toJson } from "./node/json.ts";

export interface RpcClient {
  /** A method of Solana's RPC. `Result` is the caller's claim: nothing is checked at run time. */
  call<Result = unknown>(method: string, params?: readonly unknown[]): Promise<Result>;
  /** A method of the embedded node's own, see `node/control.ts`. Integers beyond 2^53 come as bigint. */
  control<Result = unknown>(method: string, named?: object): Promise<Result>;
  /** Closes the connections. Open calls fail. */
  close(): Promise<void>;
}

/** No call here takes long; a node that says nothing for this long, in milliseconds, is stuck. */
const answerTimeoutMs = 30_000;

/**
 * It has connections of its own and does not use the global `fetch`: whatever a test or a target run in
 * this process does to `fetch`, the harness's view of the chain stays the same.
 *
 * Its calls throw SvmNodeError `svm.rpc-error`, `svm.rpc-unreachable` or `svm.rpc-malformed`.
 */
export function createRpcClient(options: { readonly url: string }): RpcClient {
  const pool = new Pool(options.url, { connections: 4, headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs });

  async function post(path: string, method: string, params: readonly unknown[]): Promise<unknown> {
    let text: string;
    try {
      const response = await pool.request({ path, method: "POST", headers: { "content-type": "application/json" }, body: toJson({ jsonrpc: "2.0", id: 1, method, params }) });
      text = await response.body.text();
    } catch (cause) {
      throw new SvmNodeError({
        code: "svm.rpc-unreachable",
        message: `The Solana node at ${options.url} does not answer.`,
        found: cause instanceof Error ? cause.message : String(cause),
        next: "see whether it ended, or was stopped",
        cause,
      });
    }
    let answer: { readonly result?: unknown; readonly error?: { readonly code: number; readonly message: string } };
    try {
      answer = fromJson(text) as typeof answer;
    } catch (cause) {
      throw new SvmNodeError({ code: "svm.rpc-malformed", message: "The Solana node's answer is not JSON.", expected: "an answer with a result or an error", found: text.slice(0, 200), cause });
    }
    if (answer.error !== undefined) {
      throw new SvmNodeError({ code: "svm.rpc-error", message: `${method} failed: ${answer.error.message}`, found: `JSON-RPC error ${answer.error.code}`, cause: answer.error });
    }
    return answer.result;
  }

  return {
    call: async <Result>(method: string, params: readonly unknown[] = []) => (await post("/", method, params)) as Result,
    control: async <Result>(method: string, named: object = {}) => (await post("/control", method, [named])) as Result,
    close: () => pool.destroy(),
  };
}
