/** JSON-RPC over HTTP to one node. */
import { Pool } from "undici";
import { SvmNodeError } from "./errors.ts";
import { fromJson, toJson } from "./node/json.ts";

/** One call of Solana's RPC. */
export interface RpcCall {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** What a node answers in place of a result. */
export interface RpcFailure {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export interface RpcClient {
  /** A method of Solana's RPC. `Result` is the caller's claim: nothing is checked at run time. */
  call<Result = unknown>(method: string, params?: readonly unknown[]): Promise<Result>;
  /** Like `call`, for callers who know what to do about an error the node answers. */
  attempt<Result = unknown>(call: RpcCall): Promise<{ readonly result: Result } | { readonly error: RpcFailure }>;
  /** Many calls in few round trips, answered in their order. Fails with the first that failed. */
  batch<Result = unknown>(calls: readonly RpcCall[]): Promise<readonly Result[]>;
  /** A method of the embedded node's own, see `node/control.ts`. Integers beyond 2^53 come as bigint. */
  control<Result = unknown>(method: string, named?: object): Promise<Result>;
  /** Closes the connections. Open calls fail. */
  close(): Promise<void>;
}

/** No call here takes long; a node that says nothing for this long, in milliseconds, is stuck. */
const answerTimeoutMs = 30_000;
/** Real nodes answer 413 to a body of more than 50 KiB. */
const mostBody = 45_000;

/**
 * It has connections of its own and does not use the global `fetch`: whatever a test or a target run in
 * this process does to `fetch`, the harness's view of the chain stays the same.
 *
 * Its calls throw SvmNodeError `svm.rpc-error`, `svm.rpc-unreachable` or `svm.rpc-malformed`.
 */
export function createRpcClient(options: { readonly url: string }): RpcClient {
  const pool = new Pool(options.url, { connections: 4, headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs });

  async function post(path: string, body: string): Promise<unknown> {
    let text: string;
    try {
      const response = await pool.request({ path, method: "POST", headers: { "content-type": "application/json" }, body });
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
    try {
      return fromJson(text);
    } catch (cause) {
      throw malformed({ found: text.slice(0, 200), cause });
    }
  }

  const one = async <Result>(path: string, call: RpcCall): Promise<Result> => resultOf(call, (await post(path, toJson(toMessage(call, 1)))) as RpcAnswer) as Result;

  return {
    call: (method, params = []) => one("/", { method, params }),
    control: (method, named = {}) => one("/control", { method, params: [named] }),
    async attempt<Result>(call: RpcCall) {
      const answer = (await post("/", toJson(toMessage(call, 1)))) as RpcAnswer | null;
      return answer?.error === undefined ? { result: resultOf(call, answer) as Result } : { error: answer.error };
    },
    async batch<Result>(calls: readonly RpcCall[]) {
      const answers = await Promise.all(splitBatch(calls.map(toMessage)).map((body) => post("/", body)));
      const byId = new Map(answers.flatMap((list) => (Array.isArray(list) ? (list as readonly RpcAnswer[]) : [])).map((answer) => [answer.id, answer]));
      return calls.map((call, id) => resultOf(call, byId.get(id)) as Result);
    },
    close: () => pool.destroy(),
  };
}

interface RpcAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: RpcFailure;
}

const toMessage = (call: RpcCall, id: number): unknown => ({ jsonrpc: "2.0", id, method: call.method, params: call.params ?? [] });

function resultOf({ method }: RpcCall, answer: RpcAnswer | null | undefined): unknown {
  if (answer?.error !== undefined) {
    throw new SvmNodeError({ code: "svm.rpc-error", message: `${method} failed: ${answer.error.message}`, found: `JSON-RPC error ${answer.error.code}`, cause: answer.error });
  }
  if (answer?.result === undefined) throw malformed({ found: `no result for ${method}` });
  return answer.result;
}

/** Bodies small enough for a real node, in as few pieces as that allows. */
function splitBatch(messages: readonly unknown[]): readonly string[] {
  const bodies: string[] = [];
  let parts: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (parts.length > 0) bodies.push(`[${parts.join(",")}]`);
    parts = [];
    size = 0;
  };
  for (const text of messages.map(toJson)) {
    if (size + text.length > mostBody) flush();
    parts.push(text);
    size += text.length + 1;
  }
  flush();
  return bodies;
}

function malformed(options: { readonly found: string; readonly cause?: unknown }): SvmNodeError {
  return new SvmNodeError({ code: "svm.rpc-malformed", message: "The Solana node's answer is not JSON-RPC.", expected: "an answer with a result or an error for each call", ...options });
}
