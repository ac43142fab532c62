import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Event = { readonly request: string; readonly event: string; readonly payment?: string; readonly transaction?: string; readonly status?: number; readonly content?: boolean; readonly receipt?: string };

/** What is known of one request so far. */
type Request = {
  kind: string;
  payment: string;
  verified: boolean;
  refused: boolean;
  /** The facilitator gave no usable answer to the latest call. */
  silent: boolean;
  started: boolean;
  handler: "none" | "ok" | "fail";
  /** Outcome of the latest settlement. */
  settled: "none" | "ok" | "fail" | "pending";
};

const FLOWS_WITH_MONEY_FIRST: readonly unknown[] = ["upfront", "escrow"];

/** Answers `flow.judge` event by event; what breaks the order is said in words. */
export const verifier: Verifier = ({ shared, input }) => {
  const flow = shared["paymentFlow"] ?? "authorization";
  const requests = new Map<string, Request>();
  const transactions = new Map<string, string>();
  for (const event of input["events"] as readonly Event[]) {
    const request = requests.get(event.request) ?? { kind: event.event, payment: event.payment ?? event.request, verified: false, refused: false, silent: false, started: false, handler: "none", settled: "none" };
    requests.set(event.request, request);
    const problem = step({ flow, event, request, transactions });
    if (problem !== undefined) return refused(`${event.request} ${event.event}: ${problem}`);
  }
  return accepted();
};

const step = (at: { flow: unknown; event: Event; request: Request; transactions: Map<string, string> }): string | undefined => {
  const { flow, event, request, transactions } = at;
  switch (event.event) {
    case "verify-ok":
      request.verified = request.kind === "paid";
      return undefined;
    case "verify-fail":
      request.refused = true;
      return undefined;
    case "facilitator-error":
      request.silent = true;
      return undefined;
    case "start": {
      const checked = FLOWS_WITH_MONEY_FIRST.includes(flow) ? request.settled === "ok" : request.verified;
      request.started = true;
      return checked && !request.refused ? undefined : "nothing found the payment good";
    }
    case "ok":
    case "fail":
      request.handler = event.event;
      return undefined;
    case "settle-ok":
    case "settle-fail":
    case "settle-pending": {
      const problem = settlement({ flow, request });
      request.settled = event.event === "settle-ok" ? "ok" : event.event === "settle-fail" ? "fail" : "pending";
      request.silent = false;
      if (problem !== undefined || event.event !== "settle-ok" || flow === "escrow") return problem;
      const earlier = transactions.get(request.payment);
      transactions.set(request.payment, event.transaction ?? "");
      return earlier === undefined || earlier === event.transaction ? undefined : "the payment settled before";
    }
    case "respond":
      return event.content === true ? delivery({ event, request, transactions }) : answer({ event, request });
    default:
      return undefined;
  }
};

const settlement = ({ flow, request }: { flow: unknown; request: Request }): string | undefined => {
  if (request.refused) return "the payment was found invalid";
  if (flow === "authorization") return request.handler === "ok" ? undefined : "the handler has not succeeded";
  if (flow === "upfront") return request.started ? "the handler has begun" : undefined;
  return request.started && request.handler === "none" ? "the handler is at work" : undefined;
};

const delivery = ({ event, request, transactions }: { event: Event; request: Request; transactions: ReadonlyMap<string, string> }): string | undefined => {
  if (request.kind !== "paid") return "not paid for";
  if (event.receipt === "first") return transactions.has(request.payment) ? undefined : "no earlier settlement";
  if (request.settled !== "ok" || request.silent) return "not settled";
  return request.handler === "ok" ? undefined : "nothing was produced";
};

const answer = ({ event, request }: { event: Event; request: Request }): string | undefined => {
  const status = event.status ?? 0;
  const oneOf = (...right: readonly number[]): string | undefined => (right.includes(status) ? undefined : `status ${status}`);
  if (request.kind === "unpaid") return oneOf(402);
  if (request.kind === "malformed" || request.kind === "unmatched") return oneOf(400, 402);
  if (request.refused) return oneOf(402, 412);
  if (request.settled === "fail" && request.handler !== "fail") return oneOf(402);
  if (request.silent || request.settled === "pending" || request.handler === "fail") return status < 300 ? `status ${status}` : undefined;
  return undefined;
};
