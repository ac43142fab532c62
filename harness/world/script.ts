import type { ServerResponse } from "node:http";
import type { HeaderFields } from "../trace/events.ts";

/** What a scripted peer answers, down to raw bytes. Everything is optional; `{}` is an empty 200. */
export interface Script {
  readonly status?: number;
  /** Written in this order and spelling; the same name may stand twice. */
  readonly headers?: HeaderFields;
  readonly body?: string | Uint8Array;
  /** Shorthand for a JSON body with its content type. */
  readonly json?: unknown;
  /** The connection's bytes instead of an HTTP response; the connection is closed after them. */
  readonly raw?: string | Uint8Array;
  /** Answer only when this settles. For ordering, never for time. */
  readonly hold?: Promise<unknown>;
  /** Break off instead of completing. */
  readonly drop?: "before-headers" | "mid-headers" | "mid-body";
}

/** What was put on the wire, for the trace. */
export type Played = { readonly kind: "response"; readonly status: number; readonly headers: HeaderFields; readonly body: Uint8Array } | { readonly kind: "broken"; readonly message: string };

/** Bytes of the body a script stands for. */
export function scriptBody(script: Script): Uint8Array {
  if (script.json !== undefined) return Buffer.from(JSON.stringify(script.json), "utf8");
  if (script.body === undefined) return new Uint8Array();
  return typeof script.body === "string" ? Buffer.from(script.body, "utf8") : script.body;
}

/** Plays a script onto a response. Resolves when the bytes are handed to the socket. */
export async function playScript(options: { script: Script; response: ServerResponse; method: string; onResponse: (played: Played) => void }): Promise<void> {
  const { script, response, onResponse } = options;
  if (script.hold !== undefined) await script.hold;
  const socket = response.socket;
  if (socket === null || socket.destroyed) {
    onResponse({ kind: "broken", message: "the target closed the connection before the scripted answer" });
    return;
  }
  if (script.raw !== undefined) {
    onResponse({ kind: "broken", message: `scripted raw bytes: ${Buffer.from(script.raw as string).toString("latin1").slice(0, 200)}` });
    socket.end(script.raw);
    return;
  }
  if (script.drop === "before-headers") {
    onResponse({ kind: "broken", message: "scripted: connection dropped before the response" });
    socket.destroy();
    return;
  }
  const status = script.status ?? 200;
  const body = scriptBody(script);
  const headers: [string, string][] = [...(script.headers ?? [])].map(([name, value]) => [name, value]);
  const has = (name: string): boolean => headers.some(([given]) => given.toLowerCase() === name);
  if (script.json !== undefined && !has("content-type")) headers.push(["Content-Type", "application/json"]);
  if (!has("content-length") && !has("transfer-encoding")) headers.push(["Content-Length", String(body.byteLength)]);
  if (script.drop === "mid-headers") {
    onResponse({ kind: "broken", message: `scripted: connection dropped in the headers of a ${status}` });
    socket.end(`HTTP/1.1 ${status} Scripted\r\n${headers.map(([name, value]) => `${name}: ${value}`).join("\r\n")}`);
    return;
  }
  if (script.drop === "mid-body") {
    onResponse({ kind: "broken", message: `scripted: connection dropped in the body of a ${status}` });
    response.writeHead(status, headers.flat());
    response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => socket.destroy());
    return;
  }
  // Recorded before the bytes leave: whatever the target does next comes after it in the trace.
  onResponse({ kind: "response", status, headers, body });
  response.writeHead(status, headers.flat());
  response.end(options.method === "HEAD" ? undefined : body);
}
