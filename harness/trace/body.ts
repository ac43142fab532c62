import { isUtf8 } from "node:buffer";
import type { RecordedBody } from "./events.ts";

/** Bytes of a body that a trace keeps. Larger bodies are counted, not kept. */
export const MAX_KEPT_BODY_BYTES = 64 * 1024;

/** Records bytes as text where they are UTF-8, else as base64. */
export function recordBody(options: { bytes: Uint8Array; total?: number }): RecordedBody {
  const total = options.total ?? options.bytes.byteLength;
  const kept = options.bytes.subarray(0, MAX_KEPT_BODY_BYTES);
  const truncated = total > kept.byteLength;
  const buffer = Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength);
  // A byte order mark stays in the text, so that a check can see it.
  return isUtf8(buffer) ? { text: buffer.toString("utf8"), bytes: total, truncated } : { base64: buffer.toString("base64"), bytes: total, truncated };
}

/** The kept bytes of a recorded body. */
export function bodyBytes(body: RecordedBody): Uint8Array {
  if (body.text !== undefined) return new TextEncoder().encode(body.text);
  return body.base64 === undefined ? new Uint8Array() : Buffer.from(body.base64, "base64");
}

/** The body as JSON, or `undefined` where it is none. */
export function bodyJson(body: RecordedBody): unknown {
  if (body.text === undefined || body.truncated) return undefined;
  try {
    return JSON.parse(body.text) as unknown;
  } catch {
    return undefined;
  }
}
