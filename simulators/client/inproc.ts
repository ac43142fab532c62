import { createValidator } from "../../spec/schemas.ts";
import { type FaultSet, faultSet } from "../faults.ts";
import type { ExtensionClient } from "../extensions/extension.ts";
import { loadExtensions } from "../extensions/load-extensions.ts";
import { declarationOf, loadSchemes } from "../schemes/load-schemes.ts";
import type { Chains, Effects, SchemeClient } from "../schemes/scheme.ts";
import { createHttpFetch, type HttpFetch } from "../transports/http/http-fetch.ts";
import { type Client, createClient } from "./create-client.ts";

/** The reference client as an `inproc:` target: the driver protocol without a wire. */

/** What the driver protocol calls `FetchRequest` and `FetchOutcome`. */
export interface InprocFetch {
  readonly instance: string;
  readonly request: { readonly url: string; readonly method: string; readonly headers: readonly (readonly [string, string])[]; /** Base64. */ readonly body?: string };
  /** Private keys by CAIP-2 namespace. */
  readonly wallets: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type InprocFetchOutcome =
  | { readonly outcome: "response"; readonly status: number; readonly headers: readonly (readonly [string, string])[]; readonly body: string; readonly payment?: unknown }
  | { readonly outcome: "error"; readonly message: string };

/** Compiling the schemas takes longer than most cases, and they are the same for all. */
const validator = createValidator();

/** An extension without behaviour: the suite's own, for clients and servers alike. */
const ECHO = "conformance-echo";
const KEPT_BODY_BYTES = 64 * 1024;

interface Instance {
  clientOf(wallets: Readonly<Record<string, string>>): Client;
  /** Forgets payments without a result. */
  reset(): void;
}

/** @param options.faults ids to switch on; none for the reference */
export function createInprocRole(options: { faults: readonly string[]; onFaultPoint?: (id: string) => void }) {
  const faults = faultSet(options.faults, options.onFaultPoint);
  const effects: Effects = { now: () => Date.now(), randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
  const fetch = createHttpFetch();
  const instances = new Map<string, Instance>();
  return {
    hello: async () => ({
        name: "reference-client",
        version: "0.1.0",
        role: "client" as const,
        capabilities: { ...declarationOf(await loadSchemes()), extensions: [ECHO, ...(await loadExtensions()).map(({ id }) => id)], transports: ["http"], features: ["request", "payment-result", "instances"] },
      }),
    async start({ instance, config }: { instance: string; config: unknown }): Promise<Record<string, never>> {
      const { chains = {} } = config as { chains?: Chains };
      const schemes = (await loadSchemes()).map((module) => module.createClient({ effects, faults, chains }));
      const extensionClients = new Map((await loadExtensions()).map((module) => [module.id, module.createClient({ effects, faults })]));
      instances.set(instance, createInstance({ schemes, extensionClients, fetch, faults }));
      return {};
    },
    async fetch({ instance, request, wallets, signal }: InprocFetch): Promise<InprocFetchOutcome> {
      const started = instances.get(instance);
      if (started === undefined) throw Object.assign(new Error(`no client "${instance}" was started`), { code: "unsupported" });
      try {
        const { status, headers, body, payment } = await started.clientOf(wallets).fetch({
          url: request.url,
          method: request.method,
          headers: request.headers,
          ...(request.body === undefined ? {} : { body: Buffer.from(request.body, "base64") }),
          ...(signal === undefined ? {} : { signal }),
        });
        return {
          outcome: "response",
          status,
          headers,
          body: Buffer.from(body.subarray(0, KEPT_BODY_BYTES)).toString("base64"),
          ...(payment?.settlement.kind === "read" ? { payment: payment.settlement.response } : {}),
        };
      } catch (error) {
        return { outcome: "error", message: error instanceof Error ? error.message : String(error) };
      }
    },
    async reset({ instance }: { instance: string }): Promise<void> {
      instances.get(instance)?.reset();
      return await Promise.resolve();
    },
    async stop(request: { instance?: string } = {}): Promise<void> {
      if (request.instance === undefined) instances.clear();
      else instances.delete(request.instance);
      return await Promise.resolve();
    },
  };
}

function createInstance(options: { schemes: readonly SchemeClient[]; extensionClients: ReadonlyMap<string, ExtensionClient>; fetch: HttpFetch; faults: FaultSet }): Instance {
  const extensions = [ECHO, ...options.extensionClients.keys()];
  const clients = new Map<string, Client>();
  return {
    reset: () => clients.clear(),
    clientOf(wallets) {
      const key = JSON.stringify(wallets);
      const known = clients.get(key) ?? createClient({ ...options, validator, extensions, wallets: Object.entries(wallets).map(([namespace, privateKey]) => ({ namespace, privateKey })) });
      clients.set(key, known);
      return known;
    },
  };
}
