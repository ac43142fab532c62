import { request } from "undici";
import { isObject } from "../../json.ts";
import type { Chains } from "../scheme.ts";
import { isSolanaNetwork } from "./network.ts";

/** JSON-RPC 2.0 over HTTP to a chain, one call per request, as every Solana node takes it. No retries, so that a broken node is told at once. */
export interface ChainRpc {
  /** @throws RpcAnswerError when the node says no, any other error when it cannot be asked or answers nonsense */
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
}

/** An answer of the node that says no, as opposed to no answer. */
export class RpcAnswerError extends Error {
  override readonly name = "RpcAnswerError";
  /** E.g. -32002 for a preflight that failed, -32602 for parameters. */
  readonly code: number;

  constructor(options: { method: string; code: number; message: string }) {
    super(`${options.method}: ${options.message}`);
    this.code = options.code;
  }
}

const ANSWER_TIMEOUT_MS = 10_000;

/** @param options.rpcUrl `http:` or `https:` */
export function createChainRpc(options: { rpcUrl: string }): ChainRpc {
  return {
    async call(method, ...params) {
      const { statusCode, body } = await request(options.rpcUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
        headersTimeout: ANSWER_TIMEOUT_MS,
        bodyTimeout: ANSWER_TIMEOUT_MS,
      });
      const text = await body.text();
      if (statusCode < 200 || statusCode > 299) throw new Error(`${method}: the node answered with status ${statusCode}: ${text.slice(0, 200)}`);
      const answer = JSON.parse(text) as unknown;
      if (!isObject(answer)) throw new TypeError(`${method}: expected an object from the node, found ${text.slice(0, 100)}`);
      if (isObject(answer["error"])) throw new RpcAnswerError({ method, code: Number(answer["error"]["code"]), message: String(answer["error"]["message"]) });
      if (!("result" in answer)) throw new TypeError(`${method}: the node's answer has neither a result nor an error`);
      return answer["result"];
    },
  };
}

/** One for each network of Solana. */
export function createChainRpcs(chains: Chains): ReadonlyMap<string, ChainRpc> {
  return new Map(Object.entries(chains).flatMap(([network, { rpcUrl }]) => (isSolanaNetwork(network) ? [[network, createChainRpc({ rpcUrl })] as const] : [])));
}

/** The `value` beside the `context` of a result. @throws TypeError when there is none */
export function valueOf(result: unknown): unknown {
  if (!isObject(result) || !("value" in result)) throw new TypeError(`expected a context and a value from the node, found ${JSON.stringify(result)?.slice(0, 100)}`);
  return result["value"];
}
