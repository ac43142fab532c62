import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { listenTwice } from "../../simulators/transports/http/listen-twice.ts";
import { websocketOnly } from "../../simulators/transports/http/websocket-only.ts";
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

/** Takes over a connection on which a target asks for a websocket. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface HttpPeer {
  /** `http://127.0.0.1:<port>`, no trailing slash. */
  readonly origin: string;
  /** Routes `/<name>/…` to a handler, and websockets to another; without that there are none. @returns the base URL of the mount */
  mount(name: string, handler: PeerHandler, upgrade?: UpgradeHandler): string;
  unmount(name: string): void;
  close(): Promise<void>;
}

/** Bytes of a request body that are kept; the rest is read and counted. */
const MAX_REQUEST_BODY = 4 * 1024 * 1024;

/**
 * One listener on a free loopback port that plays every scripted role, told apart by the first path segment.
 *
 * @param options.neighbour also listens on the port after it, where older clients of Solana look for websockets
 */
export async function startHttpPeer(options: { neighbour?: boolean } = {}): Promise<HttpPeer> {
  const mounts = new Map<string, { readonly handler: PeerHandler; readonly upgrade: UpgradeHandler | undefined }>();
  const mountOf = (url: string | undefined) => {
    const [, name = "", rest = ""] = /^\/([^/?]*)(.*)$/s.exec(url ?? "/") ?? [];
    return { mount: mounts.get(name), rest };
  };
  const sockets = new Set<Duplex>();
  const create = (): Server => createServer({ ...websocketOnly, maxHeaderSize: 256 * 1024, keepAliveTimeout: 30_000 }, (request, response) => {
    void (async () => {
      const { mount, rest } = mountOf(request.url);
      if (mount === undefined) {
        response.writeHead(404, { "Content-Type": "text/plain" }).end("Nothing is mounted here in the x402-conformance world.\n");
        return;
      }
      const { body, bytes } = await readBody(request);
      const target = rest.startsWith("/") ? rest : `/${rest}`;
      const { script, onResponse } = mount.handler({ method: request.method ?? "GET", target, headers: pairs(request.rawHeaders), body, bodyBytes: bytes });
      await playScript({ script: await script, response, method: request.method ?? "GET", onResponse });
    })().catch(() => response.socket?.destroy());
  });
  const servers = options.neighbour === true ? ([create(), create()] as const) : ([create()] as const);
  for (const server of servers) {
    server.on("clientError", (_error, socket) => socket.destroy());
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on("error", () => socket.destroy());
      const { mount } = mountOf(request.url);
      if (mount?.upgrade === undefined) return refuseUpgrade(socket, 404);
      // A server forgets a connection that it has handed over.
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      mount.upgrade(request, socket, head);
    });
  }
  const [first, second] = servers;
  if (second !== undefined) await listenTwice({ servers: [first, second], host: "127.0.0.1", port: 0 });
  else
    await new Promise<void>((resolve, reject) => {
      first.once("error", reject);
      first.listen(0, "127.0.0.1", resolve);
    });
  const origin = `http://127.0.0.1:${(first.address() as AddressInfo).port}`;
  return {
    origin,
    mount(name, handler, upgrade) {
      mounts.set(name, { handler, upgrade });
      return `${origin}/${name}`;
    },
    unmount: (name) => void mounts.delete(name),
    async close() {
      const closed = servers.map((server) => new Promise<void>((resolve) => void server.close(() => resolve())));
      for (const server of servers) server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** Answers an upgrade with a status, and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: 404 | 502): void {
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${status === 404 ? "Not Found" : "Bad Gateway"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
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
