import { bodyJson } from "./body.ts";
import type { ChainTransferEvent, ClientOutcomeEvent, HttpRequestEvent, HttpResponseEvent, MarkEvent, RpcEvent, Seat, TraceEvent } from "./events.ts";
import { headerValue } from "./headers.ts";

/** Which HTTP requests of a case are meant; what is left out does not matter. */
export interface RequestQuery {
  readonly from?: Seat;
  readonly to?: Seat;
  readonly method?: string;
  /** Path without query, compared exactly, or a test on the whole request target. */
  readonly path?: string | ((target: string) => boolean);
  /** Requests that carry this header. */
  readonly header?: string;
}

/** Which HTTP responses of a case are meant; what is left out does not matter. */
export interface ResponseQuery {
  readonly from?: Seat;
  readonly to?: Seat;
  readonly status?: number | ((status: number) => boolean);
  readonly header?: string;
}

/** A case's trace with the questions checks ask of it. Reading only. */
export interface Trace {
  readonly scenario: string;
  readonly events: readonly TraceEvent[];
  requests(query?: RequestQuery): HttpRequestEvent[];
  responses(query?: ResponseQuery): HttpResponseEvent[];
  /** The response to a request, if one came whole. */
  responseTo(request: HttpRequestEvent): HttpResponseEvent | undefined;
  requestOf(response: HttpResponseEvent): HttpRequestEvent | undefined;
  /** Data of the scenario's marks of that name, in order. */
  marks<Data = unknown>(name: string): Data[];
  mark<Data = unknown>(name: string): Data | undefined;
  transfers(): ChainTransferEvent[];
  rpc(method?: string): RpcEvent[];
  outcomes(): ClientOutcomeEvent[];
  /** Calls of the target server to its facilitator, e.g. `verify`. Matches any base path. */
  facilitatorCalls(endpoint: "verify" | "settle" | "supported"): FacilitatorCall[];
}

/** A request of the target server to its facilitator, and what came back if anything did. */
export interface FacilitatorCall {
  readonly request: HttpRequestEvent;
  readonly response: HttpResponseEvent | undefined;
  /** Request body as JSON, `undefined` where it is none. */
  readonly body: unknown;
}

/** The path of a request target, without query and fragment. */
export function pathOf(target: string): string {
  return target.split(/[?#]/, 1)[0] ?? target;
}

/**
 * Puts the questions that checks ask around what was recorded of one case. Reads only, and never throws.
 *
 * @param options.scenario id of the case's scenario
 * @param options.events in the order they were recorded in
 */
export function createTrace(options: { scenario: string; events: readonly TraceEvent[] }): Trace {
  const { events, scenario } = options;
  const requests = (query: RequestQuery = {}): HttpRequestEvent[] =>
    events.filter(
      (event): event is HttpRequestEvent =>
        event.kind === "http.request" &&
        (query.from === undefined || event.from === query.from) &&
        (query.to === undefined || event.to === query.to) &&
        (query.method === undefined || event.method === query.method) &&
        (query.header === undefined || headerValue({ headers: event.headers, name: query.header }) !== undefined) &&
        (query.path === undefined || (typeof query.path === "string" ? pathOf(event.target) === query.path : query.path(event.target))),
    );
  const responses = (query: ResponseQuery = {}): HttpResponseEvent[] =>
    events.filter(
      (event): event is HttpResponseEvent =>
        event.kind === "http.response" &&
        (query.from === undefined || event.from === query.from) &&
        (query.to === undefined || event.to === query.to) &&
        (query.header === undefined || headerValue({ headers: event.headers, name: query.header }) !== undefined) &&
        (query.status === undefined || (typeof query.status === "number" ? event.status === query.status : query.status(event.status))),
    );
  const responseTo = (request: HttpRequestEvent): HttpResponseEvent | undefined =>
    events.find((event): event is HttpResponseEvent => event.kind === "http.response" && event.exchange === request.exchange);
  const marks = <Data>(name: string): Data[] =>
    events.filter((event): event is MarkEvent => event.kind === "mark" && event.name === name).map((event) => event.data as Data);
  const calls = new Map<string, { /** Events there were. */ readonly of: number; readonly calls: readonly FacilitatorCall[] }>();
  return {
    scenario,
    events,
    requests,
    responses,
    responseTo,
    requestOf: (response) => events.find((event): event is HttpRequestEvent => event.kind === "http.request" && event.exchange === response.exchange),
    marks,
    mark: <Data>(name: string) => marks<Data>(name)[0],
    transfers: () => events.filter((event): event is ChainTransferEvent => event.kind === "chain.transfer"),
    rpc: (method) => events.filter((event): event is RpcEvent => event.kind === "rpc" && (method === undefined || event.method === method)),
    outcomes: () => events.filter((event): event is ClientOutcomeEvent => event.kind === "client.outcome"),
    facilitatorCalls(endpoint) {
      const known = calls.get(endpoint);
      if (known?.of === events.length) return [...known.calls];
      const found = requests({ to: "facilitator", path: (target) => pathOf(target).endsWith(`/${endpoint}`) }).map((request) => ({
        request,
        response: responseTo(request),
        body: bodyJson(request.body),
      }));
      calls.set(endpoint, { of: events.length, calls: found });
      return [...found];
    },
  };
}
