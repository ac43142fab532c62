import type { HttpFetch } from "../transports/http/http-fetch.ts";
import { isObject, type JsonObject } from "../json.ts";

/** Calls of a facilitator to a payment service provider's API: JSON over HTTP with a bearer key. */
export interface PspClient {
  /** Never rejects for what the provider did. */
  call(options: PspRequest): Promise<PspAnswer>;
}

export interface PspRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below the base URL, e.g. `/v1/payment_intents`; ids are escaped by the caller. */
  readonly path: string;
  readonly body?: JsonObject;
  /** Names the attempt: whoever repeats a request with it has it carried out once. */
  readonly idempotencyKey?: string;
}

/** `lost`: no answer, or one that says nothing; whether the request was carried out is not known. */
export type PspAnswer =
  | { readonly kind: "done"; readonly status: number; readonly body: JsonObject }
  | { readonly kind: "refused"; readonly status: number; /** The member `error`. */ readonly error: JsonObject; readonly body: JsonObject }
  | { readonly kind: "lost"; readonly reason: string };

/** Answers are some kilobytes. */
const RESPONSE_BYTES = 256 * 1024;
const TIMEOUT_MILLISECONDS = 10_000;

/**
 * @param options.url base URL, with or without a trailing slash
 * @param options.timeoutMilliseconds for one answer; a slower one is lost. Default 10 seconds
 */
export function createPspClient(options: { readonly url: string; readonly key: string; readonly fetch: HttpFetch; readonly timeoutMilliseconds?: number }): PspClient {
  const base = options.url.replace(/\/$/, "");
  return {
    async call({ method, path, body, idempotencyKey }) {
      try {
        const response = await options.fetch({
          method,
          url: `${base}${path}`,
          headers: [
            ["Authorization", `Bearer ${options.key}`],
            ["Accept", "application/json"],
            ...(body === undefined ? [] : [["Content-Type", "application/json"] as const]),
            ...(idempotencyKey === undefined ? [] : [["Idempotency-Key", idempotencyKey] as const]),
          ],
          ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body), "utf8") }),
          responseBytes: RESPONSE_BYTES,
          signal: AbortSignal.timeout(options.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS),
        });
        return read({ status: response.status, text: Buffer.from(response.body).toString("utf8") });
      } catch (error) {
        return { kind: "lost", reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function read(options: { readonly status: number; readonly text: string }): PspAnswer {
  const { status, text } = options;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: "lost", reason: `status ${status} without JSON` };
  }
  if (!isObject(body) || status >= 500) return { kind: "lost", reason: `status ${status}` };
  if (status < 300) return { kind: "done", status, body };
  return isObject(body["error"]) ? { kind: "refused", status, error: body["error"], body } : { kind: "lost", reason: `status ${status} without an error` };
}
