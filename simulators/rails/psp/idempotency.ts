import { createHash } from "node:crypto";
import { canonicalJson } from "../../json.ts";
import { DAY } from "../clock.ts";
import type { PspContext } from "./context.ts";
import { badParameter, PspError } from "./psp-error.ts";
import type { ApiKey, IdempotencyRecord } from "./types.ts";

/** How long an answer is kept for its Idempotency-Key, on the world's own timeline. */
export const KEPT_FOR = DAY;

/** A place where the answer to one request is kept. */
export interface IdempotencySlot {
  /** What was answered before; `undefined` for a first request. */
  readonly stored: IdempotencyRecord | undefined;
  store(answer: { status: number; body: string }): void;
  /** The request is over, with or without an answer to keep. */
  leave(): void;
}

/**
 * Finds the place of a request with an Idempotency-Key. Keys belong to the API key they came with.
 *
 * @throws PspError 409 while a first request is being carried out, 422 where the key was used for something else
 */
export function createIdempotency(psp: PspContext): (options: { key: ApiKey; idempotencyKey: string; method: string; path: string; body: unknown }) => IdempotencySlot {
  const underWay = new Map<string, string>();
  return ({ key, idempotencyKey, method, path, body }) => {
    if (!/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) throw badParameter({ name: "Idempotency-Key", code: "idempotency_key_invalid", message: "An Idempotency-Key has 1 to 255 visible characters of ASCII." });
    const place = `${key.id}/${idempotencyKey}`;
    const request = createHash("sha256").update(`${method} ${path} ${canonicalJson(body)}`).digest("hex");
    const now = psp.clock.now();
    const known = psp.cell.current.idempotency.get(place);
    const stored = known !== undefined && known.at + KEPT_FOR > now ? known : undefined;
    const before = stored?.request ?? underWay.get(place);
    if (before !== undefined && before !== request) throw new PspError({ status: 422, type: "idempotency_error", code: "idempotency_key_reused", message: "This Idempotency-Key was used for another request." });
    if (stored === undefined && before !== undefined) throw new PspError({ status: 409, type: "idempotency_error", code: "idempotency_key_in_use", message: "A request with this Idempotency-Key is being carried out." });
    if (stored === undefined) underWay.set(place, request);
    return {
      stored,
      store: (answer) => void psp.cell.current.idempotency.set(place, { ...answer, request, at: now }),
      leave: () => void (stored === undefined && underWay.delete(place)),
    };
  };
}
