import type { JsonObject } from "../../json.ts";
import type { PspContext } from "./context.ts";
import { renderEvent } from "./operations/events.ts";
import { openEndpoint } from "./operations/webhook-endpoints.ts";
import type { Delivery, PspEvent, PspEventType, WebhookEndpoint } from "./types.ts";
import { SIGNATURE_HEADER, signWebhook } from "./webhook-signature.ts";
import type { EventFilter, Outbox } from "./webhooks.ts";

/** Deliveries in any order and number, and some that the provider never sent. */
export interface WebhookControl {
  /**
   * Sets up an endpoint. Default: for everybody's events.
   *
   * @param options.secret one that the receiver was told before. Default: a new one
   * @param options.key id of a platform's API key, for what its own payments are about
   */
  open(options: { url: string; secret?: string; merchant?: string; key?: string; events?: readonly PspEventType[] }): WebhookEndpoint;
  /**
   * Switches events off: from now on those that fit are kept and not sent, until {@link deliver} does. They stay to be
   * asked for at the API.
   *
   * @returns switches them on again, for events to come
   */
  hold(filter?: EventFilter): () => void;
  /** Events from now on wait for {@link deliver}. */
  pause(): void;
  /** Sends what waits, in order, and from now on at once. */
  resume(): Promise<void>;
  /** Sends deliveries one after the other, in the order given. One that was delivered before is sent again, as it is. */
  deliver(deliveries: readonly string[]): Promise<readonly Delivery[]>;
  /** Sends an event that the provider never had, or one with a signature it never made. @returns the receiver's status */
  forge(options: ForgedWebhook): Promise<number | null>;
  events(options?: { intent?: string }): readonly PspEvent[];
  deliveries(options?: { event?: string }): readonly Delivery[];
  /** Resolves when nothing is on its way. Retries wait for the clock. */
  idle(): Promise<void>;
}

export interface ForgedWebhook {
  readonly endpoint: string;
  /** Of an event that there is, or its whole body. */
  readonly event: string | JsonObject;
  /**
   * `wrong-secret`: signed with another secret. `stale`: signed properly, long ago. `none`: no header. `tampered`: the
   * signature of another body. `valid`: as the provider would, for bodies it never sent.
   */
  readonly signature: "wrong-secret" | "stale" | "none" | "tampered" | "valid";
}

/** A day: far beyond what any receiver tolerates. */
const STALE = 86_400_000;

export function createWebhookControl(options: { psp: PspContext; outbox: Outbox; signatureTime: () => number }): WebhookControl {
  const { psp, outbox, signatureTime } = options;
  const inOrder = async (ids: readonly string[]): Promise<readonly Delivery[]> => {
    const done: Delivery[] = [];
    for (const id of ids) done.push(await outbox.attempt(id));
    return done;
  };
  return {
    open: ({ merchant, key, ...endpoint }) => openEndpoint(psp, { ...endpoint, merchant: merchant ?? null, key: key ?? null }),
    hold(filter = {}) {
      const own = { ...filter };
      outbox.holds.add(own);
      return () => void outbox.holds.delete(own);
    },
    pause: () => void (outbox.paused = true),
    async resume() {
      outbox.paused = false;
      await inOrder([...psp.cell.current.deliveries.values()].filter(({ state }) => state === "queued").map(({ id }) => id));
    },
    deliver: inOrder,
    async forge({ endpoint: id, event, signature }) {
      const endpoint = psp.cell.current.endpoints.get(id);
      if (endpoint === undefined) throw new Error(`The provider ${psp.name} has no webhook endpoint ${id}.`);
      const known = typeof event === "string" ? psp.cell.current.events.get(event) : undefined;
      if (typeof event === "string" && known === undefined) throw new Error(`The provider ${psp.name} has no event ${event}.`);
      const body = JSON.stringify(known === undefined ? event : renderEvent(known));
      const signed = signWebhook({
        body: signature === "tampered" ? `${body} ` : body,
        secret: signature === "wrong-secret" ? "whsec_of_somebody_else" : endpoint.secret,
        at: signatureTime() - (signature === "stale" ? STALE : 0),
      });
      return await outbox.sendRaw({ url: endpoint.url, body, headers: { "content-type": "application/json", ...(signature === "none" ? {} : { [SIGNATURE_HEADER]: signed }) } });
    },
    events: ({ intent } = {}) => [...psp.cell.current.events.values()].filter(({ object }) => intent === undefined || object["id"] === intent || object["payment_intent"] === intent),
    deliveries: ({ event } = {}) => [...psp.cell.current.deliveries.values()].filter((delivery) => event === undefined || delivery.event === event),
    idle: () => outbox.idle(),
  };
}
