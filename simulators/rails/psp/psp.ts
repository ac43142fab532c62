import { getResponse, type HttpHandler } from "msw";
import { createCell } from "../cell.ts";
import type { RailClock } from "../clock.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { createCallLog } from "./calls.ts";
import type { PspContext, PspLimits, Rails } from "./context.ts";
import { createControl, type PspControl } from "./control.ts";
import { createFaultBoard } from "./faults.ts";
import { createHandlers } from "./handlers.ts";
import { listen } from "./listener.ts";
import { followRails } from "./rail-events.ts";
import { sendWebhook } from "./send-webhook.ts";
import { createServe, type PspWatcher } from "./serve.ts";
import type { PspState } from "./types.ts";
import { createOutbox, type SendWebhook } from "./webhooks.ts";

/** A payment service provider: the HTTP API between a facilitator and the rails. */
export interface Psp {
  /** As offers name it in `extra.psp`. */
  readonly name: string;
  /** For msw's own `setupServer`, or any other use in process. */
  readonly handlers: readonly HttpHandler[];
  /** Answers a request in process. `Response.error()` stands for a connection that is cut. */
  fetch(request: Request): Promise<Response>;
  readonly control: PspControl;
  snapshot(): () => void;
}

export interface PspOptions {
  /** Small letters, digits and hyphens. */
  readonly name: string;
  readonly seed: string;
  readonly clock: RailClock;
  readonly ledger: Ledger;
  readonly rails: Rails;
  readonly limits?: Partial<PspLimits>;
  /** Default: over HTTP. */
  readonly sendWebhook?: SendWebhook;
  /**
   * Milliseconds since the Unix epoch that webhooks are signed with. Default: the suite's clock. Receivers compare them
   * with a clock of their own, which the suite does not control: for those it has to be the wall clock.
   */
  readonly signatureTime?: () => number;
  /** Where the API is said to be. Default: on its port. Who asks through a proxy is told the proxy's: see `forwardedBase`. */
  readonly publicUrl?: string;
}

/** Makes a provider in process. */
export function createPsp(options: PspOptions): Psp & { readonly setBaseUrl: (url: string) => void } {
  const { name, seed, clock, ledger, rails, sendWebhook: send = sendWebhook, signatureTime = () => clock.now() } = options;
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) throw new Error(`A provider's name has small letters, digits and hyphens; found ${JSON.stringify(name)}.`);
  const cell = createCell<PspState>({ counters: new Map(), keys: new Map(), merchants: new Map(), paymentMethods: new Map(), mandates: new Map(), intents: new Map(), refunds: new Map(), events: new Map(), endpoints: new Map(), deliveries: new Map(), idempotency: new Map() });
  const psp: PspContext = {
    name,
    seed,
    clock,
    ledger,
    rails,
    cell,
    limits: { attemptsPerIntent: 5, enforceSingleUse: true, enforceMandates: true, enforceConsents: true, ...options.limits },
    merchantLimits: new Map(),
    baseUrl: options.publicUrl?.replace(/\/$/, "") ?? `http://${name}.test`,
    emit: (event) => outbox.post(event),
  };
  const outbox = createOutbox({ psp, send, signatureTime });
  const log = createCallLog();
  const faults = createFaultBoard();
  const watchers = new Set<PspWatcher>();
  const handlers = createHandlers({ psp, serve: createServe({ psp, log, faults, watchers }) });
  followRails(psp);
  return {
    name,
    handlers,
    fetch: async (request) => (await getResponse([...handlers], request)) ?? new Response(null, { status: 404 }),
    control: createControl({ psp, faults, log, watchers, outbox, signatureTime }),
    snapshot: () => cell.snapshot(),
    setBaseUrl: (url) => void (psp.baseUrl = url),
  };
}

export interface StartedPsp extends Psp {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Lets go of every call that is held. Never rejects. */
  close(): Promise<void>;
}

/** Makes a provider and puts it on a port of the loopback interface. @param options.port 0, the default, takes a free one */
export async function startPsp(options: PspOptions & { readonly port?: number }): Promise<StartedPsp> {
  const { setBaseUrl, ...psp } = createPsp(options);
  const listener = await listen({ answer: psp.fetch, ...(options.port === undefined ? {} : { port: options.port }) });
  if (options.publicUrl === undefined) setBaseUrl(listener.url);
  return {
    ...psp,
    url: listener.url,
    async close() {
      psp.control.faults.clear();
      await listener.close();
      await psp.control.webhooks.idle();
    },
  };
}
