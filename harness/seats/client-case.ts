import { decodeHeader } from "../../simulators/transports/http/header-codec.ts";
import { recordBody } from "../trace/body.ts";
import { headerValue } from "../trace/headers.ts";
import type { HeaderFields, Seat } from "../trace/events.ts";
import type { Recorder } from "../trace/recorder.ts";
import { pathOf } from "../trace/trace.ts";
import type { PeerAnswer, ReceivedRequest } from "../world/http-peer.ts";
import type { Script } from "../world/script.ts";

/** One case's half of the server a client talks to: what it answers, step by step, and what it saw. */

/** A request of the target as its scripted server sees it. */
export interface ClientRequest {
  readonly method: string;
  readonly path: string;
  /** Path and query, below the case's URL. */
  readonly target: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
  /** The payment, wherever and however it was sent, so that a deviation in the one does not hide the rest. */
  readonly payment: unknown;
  /** How many requests of the step came before this one, and how many of them carried a payment. */
  readonly index: number;
  readonly paidBefore: number;
}

export type ServerScript = (request: ClientRequest) => Script | Promise<Script>;

export interface ClientCase {
  /** Answers requests below `/<step>`. */
  serve(step: string, script: ServerScript): void;
  /** Plays the server of the case; `other` is the same case at the second origin. */
  answer(request: ReceivedRequest, origin: "own" | "other"): PeerAnswer;
}

export function createClientCase(options: { recorder: Recorder; /** Unix seconds. */ clock: () => number }): ClientCase {
  const { recorder } = options;
  const scripts = new Map<string, ServerScript>();
  const seen = new Map<string, { requests: number; paid: number }>();
  const server: Seat = "server";
  return {
    serve: (step, script) => void scripts.set(step, script),
    answer(request, origin) {
      const step = stepOf(request.target);
      const exchange = recorder.exchange();
      recorder.record({ kind: "http.request", exchange, from: "client", to: server, method: request.method, target: request.target, headers: request.headers, body: recordBody({ bytes: request.body, total: request.bodyBytes }) });
      // What a client signs is judged by the time it was sent at.
      recorder.record({ kind: "mark", name: "received", data: { exchange, origin, at: options.clock() } });
      const counted = seen.get(step) ?? { requests: 0, paid: 0 };
      const payment = sentPayment(request.headers);
      seen.set(step, { requests: counted.requests + 1, paid: counted.paid + (payment === undefined ? 0 : 1) });
      const script = scripts.get(step);
      return {
        // Deferred, so that a script that throws becomes a dropped connection and not an unanswered one.
        script: Promise.resolve().then(() =>
          script === undefined ? { status: 404 } : script({ method: request.method, path: pathOf(request.target), target: request.target, headers: request.headers, body: request.body, payment, index: counted.requests, paidBefore: counted.paid }),
        ),
        onResponse(played) {
          if (played.kind === "broken") recorder.record({ kind: "http.abort", exchange, from: server, to: "client", reason: "scripted", message: played.message });
          else recorder.record({ kind: "http.response", exchange, from: server, to: "client", status: played.status, headers: played.headers, body: recordBody({ bytes: played.body }) });
        },
      };
    },
  };
}

/** The step a request target belongs to: its first segment. */
export function stepOf(target: string): string {
  return pathOf(target).split("/")[1] ?? "";
}

/** Header fields a payment was ever sent in, the right one first. */
export const PAYMENT_FIELDS = ["payment-signature", "x-payment"] as const;

/** The payment in a request's headers, read leniently: whatever it is, a scripted server goes on. */
export function sentPayment(headers: HeaderFields): unknown {
  for (const name of PAYMENT_FIELDS) {
    const value = headerValue({ headers, name });
    if (value === undefined) continue;
    const decoded = decodeHeader(value);
    return (decoded.ok ? decoded.value : decoded.lenient) ?? null;
  }
  return undefined;
}
