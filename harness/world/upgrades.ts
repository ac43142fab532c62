import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * Hands over connections on which a websocket is asked for. Requests that offer another protocol on the side, as Java's
 * client offers HTTP/2 with each of its first, stay requests: a server with a listener for upgrades would take none of them.
 */
export function onWebSocket(server: Server, take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (/^websocket$/i.test(request.headers.upgrade?.trim() ?? "")) return take(request, socket, head);
    // The same bytes once more, without the offer.
    const lines = [`${request.method ?? "GET"} ${request.url ?? "/"} HTTP/${request.httpVersion}`];
    for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
      const name = request.rawHeaders[index] ?? "";
      if (name.toLowerCase() !== "upgrade") lines.push(`${name}: ${request.rawHeaders[index + 1] ?? ""}`);
    }
    if (head.byteLength > 0) socket.unshift(head);
    socket.unshift(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
    server.emit("connection", socket as Socket);
  });
}
