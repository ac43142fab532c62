import { DAY, HOUR, MINUTE } from "../clock.ts";
import { newId, type PspContext } from "./context.ts";
import { renderEvent } from "./operations/events.ts";
import type { Delivery, PspEvent, WebhookEndpoint } from "./types.ts";
import { SIGNATURE_HEADER, signWebhook } from "./webhook-signature.ts";

/** Pauses before the attempts after the first, on the suite's clock. Then the provider gives up. */
export const RETRY_PAUSES: readonly number[] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, DAY];

/** Sends a webhook. @returns the receiver's status, or `null` where none came */
export type SendWebhook = (options: { url: string; headers: Readonly<Record<string, string>>; body: string }) => Promise<number | null>;

/** All that is given has to fit. */
export interface EventFilter {
  readonly merchant?: string;
  /** Owner of the account that pays. */
  readonly payer?: string;
  readonly intent?: string;
  readonly endpoint?: string;
}

/** Events on their way to whoever set up an endpoint. */
export interface Outbox {
  /** Keeps an event, and sends it to every endpoint that asked for its kind. */
  post(event: Omit<PspEvent, "id" | "createdAt">): void;
  /** Sends one delivery now, or again. */
  attempt(delivery: string): Promise<Delivery>;
  /** Sends a body of anybody's making. */
  sendRaw(options: { url: string; body: string; headers: Readonly<Record<string, string>> }): Promise<number | null>;
  /** Events that fit one of these wait until they are delivered by hand. */
  readonly holds: Set<EventFilter>;
  /** While paused, deliveries wait. */
  paused: boolean;
  /** Resolves when nothing is on its way any more. */
  idle(): Promise<void>;
}

/** @param options.signatureTime what a signature's timestamp says, milliseconds since the Unix epoch: receivers compare it with clocks of their own */
export function createOutbox(options: { psp: PspContext; send: SendWebhook; signatureTime: () => number }): Outbox {
  const { psp, send, signatureTime } = options;
  const underWay = new Set<Promise<unknown>>();
  const task = `psp.${psp.name}.webhook`;

  const track = <Result>(work: Promise<Result>): Promise<Result> => {
    const tracked: Promise<unknown> = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    // Whoever asked gets the failure; the set only counts.
    tracked.catch(() => undefined);
    return work;
  };

  const outbox: Outbox = {
    holds: new Set(),
    paused: false,
    post(given) {
      const { events, endpoints, deliveries } = psp.cell.current;
      const event: PspEvent = { ...given, id: newId(psp, "evt"), createdAt: psp.clock.now(given.timeline) };
      events.set(event.id, event);
      for (const endpoint of endpoints.values()) {
        if (!wants(endpoint, event)) continue;
        const held = [...outbox.holds].some((filter) => fits({ filter, event, endpoint }));
        const delivery: Delivery = { id: newId(psp, "dl"), event: event.id, endpoint: endpoint.id, state: held ? "held" : "queued", attempts: [] };
        deliveries.set(delivery.id, delivery);
        if (!held && !outbox.paused) void track(attempt(delivery.id));
      }
    },
    attempt: (id) => track(attempt(id)),
    sendRaw: (message) => track(send(message)),
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };

  async function attempt(id: string): Promise<Delivery> {
    const { deliveries, events, endpoints } = psp.cell.current;
    const delivery = deliveries.get(id);
    const event = events.get(delivery?.event ?? "");
    const endpoint = endpoints.get(delivery?.endpoint ?? "");
    if (delivery === undefined || event === undefined) throw new Error(`The provider ${psp.name} has no delivery ${id}.`);
    // An endpoint that was deleted meanwhile hears no more.
    if (endpoint === undefined) return keep({ ...delivery, state: "given-up" });
    const at = psp.clock.now(event.timeline);
    const body = JSON.stringify(renderEvent(event));
    const status = await send({ url: endpoint.url, body, headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signWebhook({ body, secret: endpoint.secret, at: signatureTime() }) } });
    const known = psp.cell.current.deliveries.get(id);
    // The world was put back meanwhile.
    if (known === undefined) return delivery;
    const attempts = [...known.attempts, { at, status }];
    if (status !== null && status >= 200 && status < 300) return keep({ ...known, state: "delivered", attempts });
    if (known.state === "delivered") return keep({ ...known, attempts });
    const pause = RETRY_PAUSES[attempts.length - 1];
    if (pause === undefined) return keep({ ...known, state: "given-up", attempts });
    psp.clock.schedule({ timeline: event.timeline, at: at + pause, task: { kind: task, subject: id } });
    return keep({ ...known, state: "retrying", attempts });
  }

  function keep(delivery: Delivery): Delivery {
    psp.cell.current.deliveries.set(delivery.id, delivery);
    return delivery;
  }

  psp.clock.on(task, async ({ subject }) => {
    const delivery = psp.cell.current.deliveries.get(subject);
    if (delivery?.state !== "retrying") return;
    if (outbox.paused) keep({ ...delivery, state: "queued" });
    else await track(attempt(subject));
  });
  psp.clock.onTaskDone(() => outbox.idle());
  return outbox;
}

function fits({ filter, event, endpoint }: { filter: EventFilter; event: PspEvent; endpoint: WebhookEndpoint }): boolean {
  const { merchant = event.merchant, payer = event.timeline, intent } = filter;
  return merchant === event.merchant && payer === event.timeline && (filter.endpoint ?? endpoint.id) === endpoint.id && (intent === undefined || event.object["id"] === intent || event.object["payment_intent"] === intent);
}

function wants(endpoint: WebhookEndpoint, event: PspEvent): boolean {
  return (endpoint.merchant === null || endpoint.merchant === event.merchant) && (endpoint.key === null || event.key === null || endpoint.key === event.key) && (endpoint.events.length === 0 || endpoint.events.includes(event.type));
}
