import { request as call } from "undici";
import type { ProviderConfig } from "../../targets/protocol.ts";
import { isObject, type JsonObject, parsed } from "./json.ts";

/** There was no answer, or none that says what became of the request. */
export class Unanswered extends Error {}

export interface ProviderRequest {
  readonly provider: ProviderConfig | undefined;
  readonly path: string;
  /** Idempotency key; for what is posted. */
  readonly key?: string;
  /** Body to post. */
  readonly send?: JsonObject;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** One call of a payment service provider's API, without a second try. @throws Unanswered */
export async function askProvider({ provider, path, key, send }: ProviderRequest): Promise<ProviderAnswer> {
  const posts = send === undefined ? {} : { "content-type": "application/json", "idempotency-key": key };
  try {
    const { statusCode: status, body } = await call(`${provider?.url}${path}`, { method: send === undefined ? "GET" : "POST", headers: { authorization: `Bearer ${provider?.key}`, ...posts }, ...(send === undefined ? {} : { body: JSON.stringify(send) }), headersTimeout: 8_000 });
    const answer = parsed(await body.text());
    if (isObject(answer) && status < 500 && ![401, 408, 409, 422, 429].includes(status)) return { status, body: answer };
  } catch {
    // Told below.
  }
  throw new Unanswered(`No answer to ${path}.`);
}
