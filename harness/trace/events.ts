/** Events of a trace. Versioned: a recording made today is judged by tomorrow's suite. */

export const TRACE_VERSION = 1;

/** Who speaks or is spoken to. `upstream` is what a paid handler relays to. */
export type Seat = "client" | "server" | "facilitator" | "upstream" | "chain" | "harness";

/** Header fields in wire order, names as they were written. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/** A recorded body, bounded. `text` when the kept bytes are UTF-8, else `base64`. */
export interface RecordedBody {
  readonly text?: string;
  readonly base64?: string;
  /** Bytes seen on the wire, also those beyond what was kept. */
  readonly bytes: number;
  readonly truncated: boolean;
}

interface EventBase {
  /** Position in the case's trace, from 0. The order of events is the order of `seq`, never of `at`. */
  readonly seq: number;
  /** Milliseconds since the case began, on the harness's clock. For reading, not for judging. */
  readonly at: number;
}

export interface HttpRequestEvent extends EventBase {
  readonly kind: "http.request";
  /** Pairs a request with its response within the case. */
  readonly exchange: number;
  readonly from: Seat;
  readonly to: Seat;
  readonly method: string;
  /** Request target as sent, e.g. `/x402/basic?case=k3`. */
  readonly target: string;
  readonly headers: HeaderFields;
  readonly body: RecordedBody;
}

export interface HttpResponseEvent extends EventBase {
  readonly kind: "http.response";
  readonly exchange: number;
  readonly from: Seat;
  readonly to: Seat;
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: RecordedBody;
}

/** An exchange that ended without a whole response: connection dropped, refused, over a bound, timed out. */
export interface HttpAbortEvent extends EventBase {
  readonly kind: "http.abort";
  readonly exchange: number;
  readonly from: Seat;
  readonly to: Seat;
  readonly reason: "refused" | "closed" | "timeout" | "too-large" | "malformed" | "scripted";
  readonly message: string;
}

/** A JSON-RPC call of the target to its chain, as seen by the proxy between them. */
export interface RpcEvent extends EventBase {
  readonly kind: "rpc";
  readonly from: Seat;
  readonly to: "chain";
  readonly method: string;
  readonly params: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
  /** The proxy answered by script instead of the node. */
  readonly scripted: boolean;
}

/** A transfer of a token seen on the local chain, between owners. Amounts are decimal strings in atomic units. */
export interface ChainTransferEvent extends EventBase {
  readonly kind: "chain.transfer";
  readonly network: string;
  readonly asset: string;
  readonly sender: string;
  readonly recipient: string;
  readonly amount: string;
  readonly transaction: string;
}

export interface ChainTransactionEvent extends EventBase {
  readonly kind: "chain.transaction";
  readonly network: string;
  readonly hash: string;
  readonly sender: string;
  readonly to: string | null;
  readonly input: string;
  readonly status: "success" | "reverted" | "pending";
  /** What it cost its sender, in the native currency, where the family says so. */
  readonly fee?: string;
}

export interface ChainBalanceEvent extends EventBase {
  readonly kind: "chain.balance";
  readonly network: string;
  readonly asset: string;
  readonly address: string;
  readonly amount: string;
  /** Which moment of the case, e.g. `before` or `after`. */
  readonly when: string;
}

/** What the target client's caller got. */
export interface ClientOutcomeEvent extends EventBase {
  readonly kind: "client.outcome";
  /** Name of the scenario's step it answers. */
  readonly step?: string;
  readonly outcome: "response" | "error";
  readonly status?: number;
  readonly message?: string;
  readonly body?: RecordedBody;
  readonly payment?: unknown;
}

export interface DriverMessageEvent extends EventBase {
  readonly kind: "driver.message";
  readonly direction: "to-target" | "from-target";
  readonly message: unknown;
}

export interface ProcessEvent extends EventBase {
  readonly kind: "process";
  readonly what: "started" | "ready" | "exited" | "killed";
  readonly detail: string;
}

/**
 * A fact the scenario states about what it arranged: the wallet, the offer it served, the edit it
 * made. Facts about the drive, never about the target's behaviour.
 */
export interface MarkEvent extends EventBase {
  readonly kind: "mark";
  readonly name: string;
  readonly data: unknown;
}

export type TraceEvent =
  | HttpRequestEvent
  | HttpResponseEvent
  | HttpAbortEvent
  | RpcEvent
  | ChainTransferEvent
  | ChainTransactionEvent
  | ChainBalanceEvent
  | ClientOutcomeEvent
  | DriverMessageEvent
  | ProcessEvent
  | MarkEvent;

/** Distributes over the union, so that the recorder can add `seq` and `at`. */
export type NewTraceEvent = TraceEvent extends infer Event ? (Event extends TraceEvent ? Omit<Event, "seq" | "at"> : never) : never;

export interface RecordedTrace {
  readonly traceVersion: typeof TRACE_VERSION;
  readonly target: string;
  readonly scenario: string;
  readonly events: readonly TraceEvent[];
}
