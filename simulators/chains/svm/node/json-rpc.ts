/** JSON-RPC 2.0, as Agave's server speaks it: positional parameters, batches, its error codes. */
import { isObject } from "../../../json.ts";
import { fromJson, toJson } from "./json.ts";

/** An error for the caller. Codes from -32768 to -32600 are JSON-RPC's own, those above -32100 Solana's. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export const invalidParams = (message: string): RpcError => new RpcError(-32_602, message);

export interface Method {
  /** Fewest and most parameters. */
  readonly params: readonly [least: number, most: number];
  run(params: readonly unknown[]): unknown;
}

export type Methods = ReadonlyMap<string, Method>;

/** As many calls as one batch may hold. */
const maxBatch = 1_000;

/** The answer to a request's body, one call or a batch; undefined where none is due, for notifications. Never throws. */
export function answerBody(options: { readonly text: string; readonly methods: Methods }): string | undefined {
  let request: unknown;
  try {
    request = fromJson(options.text);
  } catch {
    return failure(null, new RpcError(-32_700, "Parse error"));
  }
  if (!Array.isArray(request)) return answerCall({ call: request, methods: options.methods });
  if (request.length === 0) return failure(null, new RpcError(-32_600, "Invalid request"));
  if (request.length > maxBatch) return failure(null, new RpcError(-32_600, `Invalid request: expected at most ${maxBatch} calls in a batch, found ${request.length}`));
  const answers = request.flatMap((call: unknown) => answerCall({ call, methods: options.methods }) ?? []);
  return answers.length === 0 ? undefined : `[${answers.join(",")}]`;
}

/** The answer to one call. */
export function answerCall(options: { readonly call: unknown; readonly methods: Methods }): string | undefined {
  const { call, methods } = options;
  if (!isObject(call)) return failure(null, new RpcError(-32_600, "Invalid request"));
  const { id, method: name, params = [] } = call;
  const isNotification = !Object.hasOwn(call, "id");
  const knownId = typeof id === "string" || typeof id === "number" || typeof id === "bigint" ? id : null;
  if (call["jsonrpc"] !== "2.0" || typeof name !== "string" || (!isNotification && id !== null && knownId === null)) return failure(knownId, new RpcError(-32_600, "Invalid request"));
  try {
    const method = methods.get(name);
    if (method === undefined) throw new RpcError(-32_601, "Method not found");
    if (!Array.isArray(params)) throw invalidParams("`params` should be an array");
    const [least, most] = method.params;
    // What a caller leaves out, some of them send as null.
    if (params.length < least) throw invalidParams(`Invalid params: expected at least ${least} parameters, found ${params.length}`);
    if (params.length > most) throw invalidParams(`Invalid params: expected at most ${most} parameters, found ${params.length}`);
    const result = method.run(params);
    return isNotification ? undefined : toJson({ jsonrpc: "2.0", result: result ?? null, id: knownId });
  } catch (error) {
    if (isNotification) return undefined;
    return failure(knownId, error instanceof RpcError ? error : new RpcError(-32_603, `Internal error: ${error instanceof Error ? error.message : String(error)}`));
  }
}

function failure(id: unknown, { code, message, data }: RpcError): string {
  return toJson({ jsonrpc: "2.0", error: { code, message, ...(data === undefined ? {} : { data }) }, id });
}
