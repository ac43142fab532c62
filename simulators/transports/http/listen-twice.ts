import type { Server } from "node:http";

/**
 * Listens on a port and the one after it, where older clients look for websockets.
 *
 * @param options.port 0 lets the system choose the first
 * @returns the first of the two
 */
export async function listenTwice(options: { readonly servers: readonly [Server, Server]; readonly host: string; readonly port: number }): Promise<number> {
  const { servers, host, port } = options;
  for (let tries = 0; ; tries++) {
    const first = await listen(servers[0], host, port);
    try {
      await listen(servers[1], host, first + 1);
      return first;
    } catch (error) {
      await new Promise((resolve) => servers[0].close(resolve));
      // With a free choice the neighbour may just be taken: choose again.
      if (port !== 0 || tries >= 50) throw error;
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
