import { faultSet } from "../faults.ts";
import { createHttpFetch } from "../transports/http/http-fetch.ts";
import { declarationOf, loadSchemes } from "../schemes/load-schemes.ts";
import { loadExtensions } from "../extensions/load-extensions.ts";
import type { Chains, Effects } from "../schemes/scheme.ts";
import { fileStore } from "../store.ts";
import type { ProtectedRoute } from "./config.ts";
import { createRelay } from "./handler.ts";
import { DEFAULT_LIMITS } from "./config.ts";
import { type HttpFace, startHttpFace } from "./http-face.ts";
import { createResourceServer, type ResourceServer } from "./resource-server.ts";

/** The reference resource server as a target of the suite: the driver protocol's messages, in this process. */

interface ServerStart {
  readonly role: "server";
  readonly facilitators: readonly string[];
  readonly upstream: string;
  readonly routes: readonly ProtectedRoute[];
  readonly chains: Chains;
  readonly credential?: string;
  readonly stateFolder?: string;
}

export interface InprocServer {
  hello(): Promise<{ name: string; version: string; role: "server"; capabilities: { schemes: string[]; networks: string[]; extensions: string[]; transports: string[]; features: string[] } }>;
  /** @throws Error when the configuration is not a server's or a route cannot be offered */
  start(options: { instance: string; config: unknown }): Promise<{ url: string; unsupportedRoutes: string[] }>;
  reset(options: { instance: string }): Promise<void>;
  stop(options?: { instance?: string }): Promise<void>;
}

/** @param options.faults ids of the deviations to switch on; none for the reference */
export function createInprocRole(options: { faults: readonly string[]; onFaultPoint?: (id: string) => void }): InprocServer {
  const faults = faultSet(options.faults, options.onFaultPoint);
  const fetch = createHttpFetch();
  const effects: Effects = { now: () => Date.now(), randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
  const instances = new Map<string, { readonly face: HttpFace; readonly server: ResourceServer }>();
  const stopOne = async (instance: string): Promise<void> => {
    const running = instances.get(instance);
    instances.delete(instance);
    running?.server.close();
    await running?.face.close();
  };
  return {
    hello: async () => ({
      name: "x402-conformance reference server",
      version: "0.1.0",
      role: "server",
      capabilities: {
        ...declarationOf(await loadSchemes()),
        extensions: ["conformance-echo", ...(await loadExtensions()).flatMap(({ id, createServer }) => (createServer === undefined ? [] : [id]))],
        transports: ["http"],
        features: ["upstream", "facilitator", "instances", "routes", "flow-upfront", "routes-below", "restart", "metered", "preauthorized"],
      },
    }),
    async start({ instance, config }) {
      const { facilitators, upstream, routes, chains, credential, stateFolder } = config as ServerStart;
      await stopOne(instance);
      const server = createResourceServer({
        routes,
        schemes: (await loadSchemes()).map((module) => module.createServer({ effects, faults, chains })),
        extensions: new Map((await loadExtensions()).flatMap(({ id, createServer }) => (createServer === undefined ? [] : [[id, createServer({ effects, faults })] as const]))),
        facilitators,
        ...(credential === undefined ? {} : { credential }),
        ...(stateFolder === undefined ? {} : { store: fileStore({ folder: stateFolder }) }),
        handler: createRelay({ url: upstream, fetch, limits: DEFAULT_LIMITS }),
        fetch,
        faults,
      });
      const face = await startHttpFace({ server });
      instances.set(instance, { face, server });
      return { url: face.url, unsupportedRoutes: [] };
    },
    reset: async () => undefined,
    async stop(stopping) {
      await Promise.all((stopping?.instance === undefined ? [...instances.keys()] : [stopping.instance]).map(stopOne));
    },
  };
}
