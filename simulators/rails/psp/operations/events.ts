import type { JsonObject } from "../../../json.ts";
import { found, seconds } from "../context.ts";
import { mayActFor, type Operation } from "../operation.ts";
import { notFound } from "../psp-error.ts";
import type { PspEvent } from "../types.ts";

/** As it is sent to webhooks, and as the API shows it. */
export function renderEvent(event: PspEvent): JsonObject {
  return { id: event.id, object: "event", type: event.type, merchant_account: event.merchant, created: seconds(event.createdAt), data: { object: event.object }, livemode: false };
}

/** For receivers of webhooks who had rather ask than trust. */
const get: Operation = {
  name: "events.get",
  method: "GET",
  path: "/v1/events/:id",
  run({ psp, key, id }) {
    const event = found({ map: psp.cell.current.events, id, what: "event" });
    if (!mayActFor(key, event.merchant)) throw notFound("event", id);
    return { body: renderEvent(event) };
  },
};

/** The newest first. */
const list: Operation = {
  name: "events.list",
  method: "GET",
  path: "/v1/events",
  run({ psp, key, query }) {
    const intent = query.get("payment_intent");
    const data = [...psp.cell.current.events.values()].toReversed().filter((event) => mayActFor(key, event.merchant) && (intent === null || event.object["id"] === intent || event.object["payment_intent"] === intent));
    return { body: { object: "list", data: data.slice(0, 100).map(renderEvent), has_more: data.length > 100 } };
  },
};

export const operations: readonly Operation[] = [list, get];
