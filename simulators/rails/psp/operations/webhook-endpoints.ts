import type { JsonObject } from "../../../json.ts";
import { found, newId, type PspContext } from "../context.ts";
import { pageOf, pageParams, readQuery } from "../list.ts";
import { type Operation, type OperationCall } from "../operation.ts";
import { listOf, oneOf, optional, readParams, text } from "../params.ts";
import { badParameter, notFound } from "../psp-error.ts";
import { type ApiKey, EVENT_TYPES, type PspEventType, type WebhookEndpoint } from "../types.ts";

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

export function openEndpoint(psp: PspContext, options: Pick<WebhookEndpoint, "url" | "merchant" | "key"> & { readonly events?: readonly PspEventType[]; readonly secret?: string }): WebhookEndpoint {
  const { url, merchant, key, events = [], secret = newId(psp, "whsec") } = options;
  const endpoint: WebhookEndpoint = { id: newId(psp, "we"), url, secret, events, merchant, key };
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
    return { body: renderEndpoint(openEndpoint(psp, { url: given.url, merchant: key.merchant, key: key.merchant === null ? key.id : null, ...(given.enabled_events === undefined ? {} : { events: given.enabled_events }) }), { withSecret: true }) };
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
  takesQuery: true,
  run: ({ psp, key, query }) => pageOf({ items: [...psp.cell.current.endpoints.values()].filter((endpoint) => isOf(endpoint, key)), page: readQuery(query, pageParams), render: (endpoint) => renderEndpoint(endpoint) }),
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
  if (!isOf(endpoint, key)) throw notFound("webhook endpoint", id);
  return endpoint;
}

const isOf = (endpoint: WebhookEndpoint, key: ApiKey): boolean => endpoint.merchant === key.merchant && endpoint.key === (key.merchant === null ? key.id : null);

export const operations: readonly Operation[] = [create, list, get, remove];
