import { faultSet } from "../faults.ts";
import { declarationOf, loadSchemes, type SchemeModule, serves } from "../schemes/load-schemes.ts";
import type { Effects, FacilitatorChain, SchemeFacilitator } from "../schemes/scheme.ts";
import { createFacilitator } from "./create-facilitator.ts";
import { fileStore, memoryStore } from "../store.ts";
import { type HttpFacilitator, type KnownServer, serveFacilitator } from "./http.ts";

/** The reference facilitator as an `inproc:` target: the driver protocol without a wire. */

/** Only `config` members this role reads; the driver protocol's `FacilitatorConfig` fits. */
export interface InprocFacilitatorConfig {
  readonly chains: Readonly<Record<string, FacilitatorChain>>;
  readonly servers?: readonly KnownServer[];
  readonly stateFolder?: string;
  readonly confirmationTimeoutSeconds: number;
}

async function facilitatedSchemes(): Promise<readonly SchemeModule[]> {
  return (await loadSchemes()).filter(({ judgedByServer }) => judgedByServer !== true);
}

/** @param options.faults ids to switch on; none for the reference */
export function createInprocRole(options: { faults: readonly string[]; onFaultPoint?: (id: string) => void }) {
  const faults = faultSet(options.faults, options.onFaultPoint);
  const instances = new Map<string, HttpFacilitator>();
  const effects: Effects = { now: () => Date.now(), randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

  const stop = async (request: { instance?: string } = {}): Promise<void> => {
    const ids = request.instance === undefined ? [...instances.keys()] : [request.instance];
    await Promise.all(
      ids.map(async (id) => {
        await instances.get(id)?.close();
        instances.delete(id);
      }),
    );
  };
  return {
    hello: async () =>
      ({
        name: "reference-facilitator",
        version: "0.1.0",
        role: "facilitator" as const,
        capabilities: { ...declarationOf(await facilitatedSchemes()), extensions: [], transports: ["http"], features: ["chain", "instances", "restart", "webhooks"] },
    }),
    async start({ instance, config }: { instance: string; config: unknown }): Promise<{ url: string; webhooks: Record<string, string> }> {
      const { chains, servers = [], stateFolder, confirmationTimeoutSeconds } = config as InprocFacilitatorConfig;
      const store = stateFolder === undefined ? memoryStore() : fileStore({ folder: stateFolder });
      const all = await facilitatedSchemes();
      const schemes: SchemeFacilitator[] = Object.entries(chains).flatMap(([network, chain]) => {
        const serving = all.filter((module) => serves({ module, network }));
        if (serving.length === 0) throw Object.assign(new Error(`no scheme here serves ${network}`), { code: "unsupported" });
        return serving.map(({ createFacilitator: create }) => create({ effects, faults, network, chain, confirmationTimeoutSeconds, store }));
      });
      const served = await serveFacilitator({ facilitator: createFacilitator({ schemes, faults }), servers });
      instances.set(instance, served);
      const providers = [...new Set(Object.values(chains).flatMap((chain) => Object.keys(chain.providers ?? {})))];
      return { url: served.url, webhooks: Object.fromEntries(providers.map((provider) => [provider, `${served.url}/webhooks/${provider}`])) };
    },
    fetch: async (): Promise<never> => await Promise.reject(Object.assign(new Error("a facilitator fetches nothing"), { code: "unsupported" })),
    /** Nothing is kept between cases but which authorizations were settled, and that must stay. */
    reset: async (_request: { instance: string }): Promise<void> => await Promise.resolve(),
    stop,
  };
}
