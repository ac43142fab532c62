import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { HeaderFields } from "../trace/events.ts";
import { type Played, playScript, type Script } from "./script.ts";

/** A request a target made of the harness. */
export interface ReceivedRequest {
  readonly method: string;
  /** Request target below the mount, beginning with `/`. */
  readonly target: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
  /** Bytes the target sent, also those beyond what is kept. */
  readonly bodyBytes: number;
}

/** Answers a request. `onResponse` is told what was put on the wire, at the moment it is. */
export interface PeerAnswer {
  readonly script: Script | Promise<Script>;
  readonly onResponse: (played: Played) => void;
}

export type PeerHandler = (request: ReceivedRequest) => PeerAnswer;

export interface HttpPeer {
  /** `http://127.0.0.1:<port>`, no trailing slash. */
  readonly origin: string;
  /** Routes `/<name>/…` to a handler. @returns the base URL of the mount */
  mount(name: string, handler: PeerHandler): string;
  unmount(name: string): void;
  close(): Promise<void>;
}

/** Bytes of a request body that are kept; the rest is read and counted. */
const MAX_REQUEST_BODY = 4 * 1024 * 1024;

/** One listener on a free loopback port that plays every scripted role, told apart by the first path segment. */
export async function startHttpPeer(): Promise<HttpPeer> {
  const mounts = new Map<string, PeerHandler>();
  const server = createServer({ maxHeaderSize: 256 * 1024, keepAliveTimeout: 30_000 }, (request, response) => {
    void (async () => {
      const [, name = "", rest = ""] = /^\/([^/?]*)(.*)$/s.exec(request.url ?? "/") ?? [];
      const handler = mounts.get(name);
      if (handler === undefined) {
        response.writeHead(404, { "Content-Type": "text/plain" }).end("Nothing is mounted here in the x402-conformance world.\n");
        return;
      }
      const { body, bytes } = await readBody(request);
      const target = rest.startsWith("/") ? rest : `/${rest}`;
      const { script, onResponse } = handler({ method: request.method ?? "GET", target, headers: pairs(request.rawHeaders), body, bodyBytes: bytes });
      await playScript({ script: await script, response, method: request.method ?? "GET", onResponse });
    })().catch(() => response.socket?.destroy());
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    mount(name, handler) {
      mounts.set(name, handler);
      return `${origin}/${name}`;
    },
    unmount: (name) => void mounts.delete(name),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function pairs(raw: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) fields.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return fields;
}

/** By events: an async iterator over a stream costs more than the rest of an exchange's reading. */
async function readBody(request: IncomingMessage): Promise<{ body: Uint8Array; bytes: number }> {
  const kept: Buffer[] = [];
  let bytes = 0;
  return await new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      if (bytes < MAX_REQUEST_BODY) kept.push(chunk.subarray(0, MAX_REQUEST_BODY - bytes));
      bytes += chunk.byteLength;
    });
    request.on("end", () => resolve({ body: kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept), bytes }));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the request ended before its body was whole")));
  });
}
