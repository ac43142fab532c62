/** JSON-RPC 2.0 over HTTP to one validator: single requests and batches, u64 exact. */
import { Pool } from "undici";
import { ValidatorError } from "./errors.ts";

/** One call: a method and its parameters. */
export interface RpcCall {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** What the validator answers in place of a result. */
export interface RpcFailure {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export interface ValidatorRpc {
  /**
   * One call, one round trip. `Result` is the caller's claim: nothing is checked at run time. An integer that a
   * double cannot hold comes as bigint, any other as number.
   *
   * @throws ValidatorError `svm.validator-rpc-error`, `svm.validator-unreachable`
   */
  request<Result = unknown>(call: RpcCall): Promise<Result>;
  /** Many calls in one round trip, answered in the order of the calls. @throws ValidatorError with the first that failed */
  batch<Result = unknown>(calls: readonly RpcCall[]): Promise<readonly Result[]>;
  /** Like `request`, for callers who know what to do about an error the validator answers. */
  attempt<Result = unknown>(call: RpcCall): Promise<{ readonly result: Result } | { readonly error: RpcFailure }>;
  /** Closes the connections. Open calls fail with `svm.validator-unreachable`. */
  close(): Promise<void>;
}

/** A validator that says nothing for this long, in milliseconds, is stuck. */
const answerTimeoutMs = 30_000;

interface RpcAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: RpcFailure;
}

/** Has connections of its own: whatever a test or a target in this process does to `fetch`, the view of the chain stays. */
export function createValidatorRpc(options: { readonly url: string }): ValidatorRpc {
  const pool = new Pool(options.url, { connections: 4, headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs });

  async function post(body: unknown): Promise<unknown> {
    let text: string;
    try {
      const response = await pool.request({ path: "/", method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      text = await response.body.text();
    } catch (cause) {
      throw unreachable({ url: options.url, found: cause instanceof Error ? cause.message : String(cause), cause });
    }
    try {
      return parseJson(text);
    } catch (cause) {
      throw unreachable({ url: options.url, found: `no JSON: ${text.slice(0, 200)}`, cause });
    }
  }

  async function attempt<Result>(call: RpcCall): Promise<{ readonly result: Result } | { readonly error: RpcFailure }> {
    const answer = (await post(toMessage(call, 0))) as Partial<RpcAnswer> | null;
    if (answer?.error !== undefined) return { error: answer.error };
    if (answer?.result === undefined) throw unreachable({ url: options.url, found: `no result for ${call.method}` });
    return { result: answer.result as Result };
  }

  return {
    attempt,
    async request<Result>(call: RpcCall): Promise<Result> {
      const answer = await attempt<Result>(call);
      if ("error" in answer) throw rpcError({ call, error: answer.error });
      return answer.result;
    },
    async batch<Result>(calls: readonly RpcCall[]): Promise<readonly Result[]> {
      if (calls.length === 0) return [];
      const answers = await post(calls.map(toMessage));
      if (!Array.isArray(answers)) throw unreachable({ url: options.url, found: `no answer to a batch: ${JSON.stringify(answers).slice(0, 200)}` });
      const byId = new Map((answers as readonly RpcAnswer[]).map((answer) => [answer.id, answer]));
      return calls.map((call, id) => {
        const answer = byId.get(id);
        if (answer?.error !== undefined) throw rpcError({ call, error: answer.error });
        if (answer?.result === undefined) throw unreachable({ url: options.url, found: `no result for ${call.method}` });
        return answer.result as Result;
      });
    },
    close: () => pool.destroy(),
  };
}

const toMessage = (call: RpcCall, id: number): unknown => ({ jsonrpc: "2.0", id, method: call.method, params: call.params ?? [] });

/** JSON in which an integer too large for a double becomes a bigint. */
export function parseJson(text: string): unknown {
  // Few answers have one, and looking at each value costs.
  if (!/\d{16}/.test(text)) return JSON.parse(text) as unknown;
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === "number" && !Number.isSafeInteger(value) && context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
  return JSON.parse(text, exact) as unknown;
}

function rpcError(options: { readonly call: RpcCall; readonly error: RpcFailure }): ValidatorError {
  return new ValidatorError({
    code: "svm.validator-rpc-error",
    message: `${options.call.method} failed: ${options.error.message}`,
    found: `JSON-RPC error ${options.error.code}`,
    cause: options.error,
  });
}

function unreachable(options: { readonly url: string; readonly found: string; readonly cause?: unknown }): ValidatorError {
  return new ValidatorError({
    code: "svm.validator-unreachable",
    message: `The validator at ${options.url} does not answer.`,
    found: options.found,
    next: "it may have ended, or been stopped; a crash is told with the last lines of its log",
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  });
}
