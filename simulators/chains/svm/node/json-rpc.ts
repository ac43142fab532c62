/** JSON-RPC 2.0, as Agave's server speaks it: positional parameters, batches, its error codes. */
import { isObject } from "../../../json.ts";
import type { JsonObject } from "../../../json.ts";
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

/** The answer to a request's body, one call or a batch; undefined where none is due, for notifications and an empty batch. Never throws. */
export function answerBody(options: { readonly text: string; readonly methods: Methods }): string | undefined {
  let request: unknown;
  try {
    request = fromJson(options.text);
  } catch {
    return unreadable;
  }
  if (!Array.isArray(request)) return isReadable(request) ? answerCall({ call: request, methods: options.methods }) : unreadable;
  if (request.length > maxBatch) return failure(null, new RpcError(-32_600, `Invalid request: expected at most ${maxBatch} calls in a batch, found ${request.length}`));
  // One call that cannot be read spoils the batch.
  if (!request.every(isReadable)) return unreadable;
  const answers = request.flatMap((call) => answerCall({ call, methods: options.methods }) ?? []);
  return answers.length === 0 ? undefined : `[${answers.join(",")}]`;
}

/** Whether it is a call, or at least an object whose id can be answered to: null, a text, or an integer of 64 bits. */
function isReadable(call: unknown): call is JsonObject {
  if (!isObject(call)) return false;
  const { id = null } = call;
  return id === null || typeof id === "string" || (typeof id === "number" && Number.isInteger(id) && id >= 0) || (typeof id === "bigint" && id >= 0n && id < 2n ** 64n);
}

const members = new Set(["jsonrpc", "id", "method", "params"]);

/** The answer to one call. */
function answerCall(options: { readonly call: JsonObject; readonly methods: Methods }): string | undefined {
  const { call, methods } = options;
  const { id = null, method: name } = call;
  const params = call["params"] ?? [];
  const isNotification = !Object.hasOwn(call, "id");
  const isCall = typeof name === "string" && typeof params === "object" && Object.keys(call).every((member) => members.has(member));
  if (isCall && call["jsonrpc"] === undefined) return isNotification ? undefined : failure(id, new RpcError(-32_600, "Unsupported JSON-RPC protocol version"));
  if (!isCall || call["jsonrpc"] !== "2.0") return failure(id, new RpcError(-32_600, "Invalid request"));
  try {
    const method = methods.get(name);
    if (method === undefined) throw new RpcError(-32_601, "Method not found");
    const [least, most] = method.params;
    if (most === 0 && (!Array.isArray(params) || params.length > 0)) throw invalidParams("Invalid parameters: No parameters were expected");
    if (!Array.isArray(params)) throw invalidParams("`params` should be an array");
    // What a caller leaves out, some of them send as null.
    if (params.length < least) throw invalidParams(`\`params\` should have at least ${least} argument(s)`);
    if (params.length > most) throw new RpcError(-32_602, `Invalid parameters: Expected from ${least} to ${most} parameters.`, `"Got: ${params.length}"`);
    const result = method.run(params);
    return isNotification ? undefined : toJson({ jsonrpc: "2.0", result: result ?? null, id });
  } catch (error) {
    if (isNotification) return undefined;
    return failure(id, error instanceof RpcError ? error : new RpcError(-32_603, `Internal error: ${error instanceof Error ? error.message : String(error)}`));
  }
}

function failure(id: unknown, { code, message, data }: RpcError): string {
  return toJson({ jsonrpc: "2.0", error: { code, message, ...(data === undefined ? {} : { data }) }, id });
}

const unreadable = failure(null, new RpcError(-32_700, "Parse error"));
