import type { JsonObject } from "../../../json.ts";
import { found, newId, type PspContext } from "../context.ts";
import { type Operation, type OperationCall } from "../operation.ts";
import { listOf, oneOf, optional, readParams, text } from "../params.ts";
import { badParameter, notFound } from "../psp-error.ts";
import { EVENT_TYPES, type PspEventType, type WebhookEndpoint } from "../types.ts";

/** @param options.withSecret only whoever sets it up is told */
export function renderEndpoint(endpoint: WebhookEndpoint, options: { withSecret?: boolean } = {}): JsonObject {
  return {
    id: endpoint.id,
    object: "webhook_endpoint",
    url: endpoint.url,
    enabled_events: endpoint.events,
    merchant_account: endpoint.merchant,
    ...(options.withSecret === true ? { secret: endpoint.secret } : {}),
    livemode: false,
  };
}

/** @param options.merchant whose events are sent; `null` for everybody's */
export function openEndpoint(psp: PspContext, options: { url: string; merchant: string | null; events?: readonly PspEventType[] }): WebhookEndpoint {
  const endpoint: WebhookEndpoint = { id: newId(psp, "we"), url: options.url, secret: newId(psp, "whsec"), events: options.events ?? [], merchant: options.merchant };
  psp.cell.current.endpoints.set(endpoint.id, endpoint);
  return endpoint;
}

const create: Operation = {
  name: "webhook_endpoints.create",
  method: "POST",
  path: "/v1/webhook_endpoints",
  run({ psp, key, body }) {
    const given = readParams(body, { url: text({ max: 2_048 }), enabled_events: optional(listOf(oneOf(...EVENT_TYPES))) });
    if (!URL.canParse(given.url) || !/^https?:$/.test(new URL(given.url).protocol)) throw badParameter({ name: "url", message: "url is an absolute http or https URL." });
    return { body: renderEndpoint(openEndpoint(psp, { url: given.url, merchant: key.merchant, ...(given.enabled_events === undefined ? {} : { events: given.enabled_events }) }), { withSecret: true }) };
  },
};

const get: Operation = {
  name: "webhook_endpoints.get",
  method: "GET",
  path: "/v1/webhook_endpoints/:id",
  run: (call) => ({ body: renderEndpoint(endpointFor(call)) }),
};

const list: Operation = {
  name: "webhook_endpoints.list",
  method: "GET",
  path: "/v1/webhook_endpoints",
  run: ({ psp, key }) => ({ body: { object: "list", data: [...psp.cell.current.endpoints.values()].filter(({ merchant }) => merchant === key.merchant).slice(-100).map((endpoint) => renderEndpoint(endpoint)), has_more: false } }),
};

const remove: Operation = {
  name: "webhook_endpoints.delete",
  method: "DELETE",
  path: "/v1/webhook_endpoints/:id",
  run(call) {
    const { id } = endpointFor(call);
    call.psp.cell.current.endpoints.delete(id);
    return { body: { id, object: "webhook_endpoint", deleted: true } };
  },
};

function endpointFor({ psp, key, id }: OperationCall): WebhookEndpoint {
  const endpoint = found({ map: psp.cell.current.endpoints, id, what: "webhook endpoint" });
  if (endpoint.merchant !== key.merchant) throw notFound("webhook endpoint", id);
  return endpoint;
}

export const operations: readonly Operation[] = [create, list, get, remove];
