import type { JsonObject } from "../../../json.ts";
import { found, seconds } from "../context.ts";
import { pageOf, pageParams, readQuery } from "../list.ts";
import { mayActFor, type Operation } from "../operation.ts";
import { optional, text } from "../params.ts";
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

const list: Operation = {
  name: "events.list",
  method: "GET",
  path: "/v1/events",
  takesQuery: true,
  run({ psp, key, query }) {
    const { payment_intent: intent, ...page } = readQuery(query, { payment_intent: optional(text()), ...pageParams });
    return pageOf({
      items: [...psp.cell.current.events.values()].filter((event) => mayActFor(key, event.merchant)),
      matches: ({ object }) => intent === undefined || object["id"] === intent || object["payment_intent"] === intent,
      page,
      render: renderEvent,
    });
  },
};

export const operations: readonly Operation[] = [list, get];
