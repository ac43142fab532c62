import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HelloReply, Role, StartConfig, StartReply } from "../../targets/protocol.ts";

/** A null implementation over HTTP: answers every request the same way, whatever is asked. */
export interface NullHttpRole {
  hello(): Promise<HelloReply>;
  start(options: { instance: string; config: StartConfig }): Promise<StartReply>;
  fetch(): Promise<never>;
  reset(): Promise<void>;
  stop(options?: { instance?: string }): Promise<void>;
}

/** Claims every ability, so that no scenario is spared. */
export function nullHello(options: { name: string; role: Role; features: readonly string[] }): HelloReply {
  return { name: options.name, version: "0", role: options.role, capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: options.features } };
}

const FEATURES = { server: ["upstream", "facilitator", "instances", "routes", "flow-upfront"], facilitator: ["chain", "instances"] } as const;

export function nullHttpRole(options: { name: string; role: "server" | "facilitator"; answer: (response: ServerResponse) => void }): NullHttpRole {
  const servers = new Map<string, ReturnType<typeof createServer>>();
  const end = async (instance: string): Promise<void> => {
    const server = servers.get(instance);
    servers.delete(instance);
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  };
  return {
    hello: async () => nullHello({ name: options.name, role: options.role, features: FEATURES[options.role] }),
    async start({ instance }) {
      const server = createServer((request, response) => {
        request.resume();
        request.on("end", () => options.answer(response));
      });
      servers.set(instance, server);
      await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    fetch: () => Promise.reject(new Error("not a client")),
    reset: async () => undefined,
    async stop(stopOptions) {
      const names = stopOptions?.instance === undefined ? [...servers.keys()] : [stopOptions.instance];
      await Promise.all(names.map(end));
    },
  };
}
