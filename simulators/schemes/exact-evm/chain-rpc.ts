import type { Hex } from "viem";
import { request } from "undici";

/**
 * JSON-RPC 2.0 over HTTP to a facilitator's chain. No retries, so that a broken node is told at once.
 * Written out because a facilitator asks thousands of times in a run of the suite, and a general
 * client's comforts cost several times what the question does.
 */
export interface ChainRpc {
  /**
   * Calls made in one turn travel as one batch.
   *
   * @throws RpcAnswerError when the node says no, any other error when it cannot be asked or answers nonsense
   */
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
}

/** An answer of the node that says no, as opposed to no answer. */
export class RpcAnswerError extends Error {
  override readonly name = "RpcAnswerError";
  /** EIP-1474; 3 is a revert. */
  readonly code: number;

  constructor(options: { method: string; code: number; message: string }) {
    super(`${options.method}: ${options.message}`);
    this.code = options.code;
  }

  get isRevert(): boolean {
    return this.code === 3 || /revert/i.test(this.message);
  }
}

const ANSWER_TIMEOUT_MS = 10_000;

interface Waiting {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** @param options.rpcUrl `http:` or `https:` */
export function createChainRpc(options: { rpcUrl: string }): ChainRpc {
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const sent = waiting;
    waiting = [];
    try {
      const answers = await post({ url: options.rpcUrl, calls: sent });
      for (const [id, { method, resolve, reject }] of sent.entries()) {
        const answer = answers.get(id);
        if (isObject(answer?.["error"])) reject(new RpcAnswerError({ method, code: Number(answer["error"]["code"]), message: String(answer["error"]["message"]) }));
        else if (answer === undefined || !("result" in answer)) reject(new Error(`${method}: the node's answer has neither a result nor an error`));
        else resolve(answer["result"]);
      }
    } catch (error) {
      for (const { reject } of sent) reject(error);
    }
  }

  return {
    call: (method, ...params) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(() => void flush());
        waiting.push({ method, params, resolve, reject });
      }),
  };
}

async function post(options: { url: string; calls: readonly Waiting[] }): Promise<ReadonlyMap<unknown, Record<string, unknown>>> {
  const messages = options.calls.map(({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params }));
  const { statusCode, body } = await request(options.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(messages),
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  const text = await body.text();
  if (statusCode < 200 || statusCode > 299) throw new Error(`the node answered with status ${statusCode}: ${text.slice(0, 200)}`);
  const parsed = JSON.parse(text) as unknown;
  return new Map((Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]).filter(isObject).map((answer) => [answer["id"], answer]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A result that must be hex: bytes or a quantity. @throws TypeError when it is anything else */
export function hexResult(result: unknown): Hex {
  if (typeof result !== "string" || !/^0x[0-9a-fA-F]*$/.test(result)) throw new TypeError(`expected hex from the node, found ${JSON.stringify(result)?.slice(0, 100)}`);
  return result as Hex;
}

/** @throws TypeError when it is no quantity */
export function quantityResult(result: unknown): bigint {
  const hex = hexResult(result);
  if (hex === "0x") throw new TypeError('expected a quantity from the node, found "0x"');
  return BigInt(hex);
}
