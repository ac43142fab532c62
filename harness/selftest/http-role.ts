import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { HelloReply, Role, StartReply } from "../targets/protocol.ts";

/** A server or facilitator as an `inproc:` target: one listening socket per instance. */
export interface HttpRole<Config> {
  hello(): Promise<HelloReply>;
  start(options: { instance: string; config: Config }): Promise<StartReply>;
  reset(): Promise<void>;
  stop(options?: { instance?: string }): Promise<void>;
}

/** What a role of the self-test says of itself: the transport of its cases, its schemes (default: exact) and networks (default: EVM alone), and these features. */
export const helloWith = (options: { name: string; role: Role; schemes?: readonly string[]; networks?: readonly string[]; features: readonly string[] }): HelloReply => ({
  name: options.name,
  version: "0",
  role: options.role,
  capabilities: { schemes: options.schemes ?? ["exact"], networks: options.networks ?? ["eip155:84532"], extensions: [], transports: ["http"], features: options.features },
});

/** @param options.open makes what answers the requests of one instance, and what ends whatever else it does: it would go on in other cases of this process */
export function httpRole<Config>(options: {
  name: string;
  role: "server" | "facilitator";
  schemes?: readonly string[];
  networks?: readonly string[];
  features: readonly string[];
  open: (config: Config) => { readonly listener: RequestListener; readonly unsupportedRoutes?: readonly string[]; readonly close?: () => void };
}): HttpRole<Config> {
  const servers = new Map<string, Server>();
  const closers = new Map<string, () => void>();
  const end = async (instance: string): Promise<void> => {
    const server = servers.get(instance);
    servers.delete(instance);
    closers.get(instance)?.();
    closers.delete(instance);
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  };
  return {
    hello: async () => helloWith(options),
    async start({ instance, config }) {
      const { listener, unsupportedRoutes, close } = options.open(config);
      if (close !== undefined) closers.set(instance, close);
      const server = createServer(listener);
      servers.set(instance, server);
      await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { url, ...(unsupportedRoutes === undefined ? {} : { unsupportedRoutes }) };
    },
    reset: async () => undefined,
    async stop(stopOptions) {
      const names = stopOptions?.instance === undefined ? [...servers.keys()] : [stopOptions.instance];
      await Promise.all(names.map(end));
    },
  };
}
