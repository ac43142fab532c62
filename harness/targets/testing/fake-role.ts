import type { HelloReply, StartReply } from "../protocol.ts";

/** A role for the inproc driver's tests; it has no `fetch` and no `reset`. */
export function createInprocRole(options: { faults: readonly string[] }): { hello(): Promise<HelloReply>; start(options: { instance: string }): Promise<StartReply>; stop(): Promise<void> } {
  const { faults } = options;
  return {
    hello: async () => ({ name: `fake ${faults.join("+")}`, version: "1", role: "server", capabilities: { schemes: [], networks: [], extensions: [], transports: [], features: [] } }),
    async start({ instance }) {
      if (instance === "refused") throw Object.assign(new Error("not this one"), { code: "unsupported" });
      if (instance === "broken") throw new Error("out of order");
      return instance === "wrong" ? ({ url: 7 } as unknown as StartReply) : { url: "http://127.0.0.1:1" };
    },
    stop: async () => await Promise.reject(new Error("will not")),
  };
}
