import { errorClassOf, errorCode, type ErrorClass } from "../../../spec/registry.ts";
import type { BankState, BankView, PaymentView } from "../../methods/bank-view.ts";
import { charges, sentMember } from "../../methods/rail-access.ts";
import type { ChainTransferEvent, MarkEvent, RpcEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { answered, type AnsweredCall, type Call, calls, record, reportsSuccess } from "../facilitator-calls.ts";

/** What was asked of a facilitator about payments over banks, what it said, and what the providers' books said then. */

/** What a reply says of a payment, as far as it says it. */
export interface Told {
  readonly success: boolean;
  readonly reason: string | undefined;
  /** Of {@link reason}, where the registry knows it. */
  readonly reasonClass: ErrorClass | undefined;
  readonly transaction: string;
  /** As it is written. */
  readonly state: unknown;
  readonly reasonCode: unknown;
  readonly settlementDate: unknown;
}

export function told(call: AnsweredCall): Told {
  const { errorReason, transaction } = call.body;
  const extra = record(call.body["extra"]);
  const reason = typeof errorReason === "string" ? errorReason : undefined;
  return {
    success: reportsSuccess(call),
    reason,
    reasonClass: reason === undefined ? undefined : errorClassOf(reason),
    transaction: typeof transaction === "string" ? transaction : "",
    state: extra["state"],
    reasonCode: extra["reasonCode"],
    settlementDate: extra["settlementDate"],
  };
}

/** Whether a reason is that code, by its own name or another one that is known for it. */
export function isReason(reason: string | undefined, code: string): boolean {
  return reason !== undefined && (reason === code || errorCode(reason)?.aliasOf === code);
}

export const REFUSED: ReadonlySet<ErrorClass | undefined> = new Set<ErrorClass>(["declined", "funds"]);

/** The state that a reply tells, by name or by what else stands in it; `undefined` where it tells none. */
export function toldState(call: AnsweredCall): string | undefined {
  const { state, success, reason, reasonClass } = told(call);
  if (typeof state === "string") return state;
  if (success) return "settled";
  if (isReason(reason, "settlement_pending")) return "pending";
  if (reasonClass === "returned") return "returned";
  return REFUSED.has(reasonClass) ? "refused" : undefined;
}

/** Whether a reply says that a payment is there which may yet settle, or has. */
export function saysTaken(call: AnsweredCall): boolean {
  const { success, reason, state } = told(call);
  return success || isReason(reason, "settlement_pending") || state === "pending" || state === "settled";
}

export function payloadOf(call: Call): Readonly<Record<string, unknown>> {
  return record(record(record(call.sent)["paymentPayload"])["payload"]);
}

export function termsOf(call: Call): Readonly<Record<string, unknown>> {
  return record(record(call.sent)["paymentRequirements"]);
}

export function tokenOf(call: Call): string {
  return String(payloadOf(call)["token"]);
}

/** Settles and statuses of one payment, by `payTo` and `paymentId`. */
export function about(trace: Trace, first: Call): readonly AnsweredCall[] {
  return answered(trace).filter((call) => call.path === "/settle" && payloadOf(call)["paymentId"] === payloadOf(first)["paymentId"] && termsOf(call)["payTo"] === termsOf(first)["payTo"]);
}

export function statuses(trace: Trace, first: Call): readonly AnsweredCall[] {
  return about(trace, first).filter((call) => payloadOf(call)["type"] === "status");
}

const views = (trace: Trace): readonly MarkEvent[] => trace.events.filter((event): event is MarkEvent => event.kind === "mark" && event.name === "bank");

const viewIn = (mark: MarkEvent | undefined): BankView => (mark === undefined ? { payments: [] } : (mark.data as BankView));

/** What the books said when a call was made. */
export function viewBefore(trace: Trace, call: Call): BankView {
  return viewIn(views(trace).findLast(({ seq }) => seq < call.request.seq));
}

/** What they said when it had been answered. */
export function viewAfter(trace: Trace, call: AnsweredCall): BankView {
  return viewIn(views(trace).find(({ seq }) => seq > call.response.seq));
}

export function viewAtEnd(trace: Trace): BankView {
  return viewIn(views(trace).at(-1));
}

/** Payments with that token which were handed to a rail. */
export function started(view: BankView, token: string): readonly PaymentView[] {
  return view.payments.filter((payment) => payment.started && payment.token === token);
}

/** A settle that made a payment at a provider: it got to where it could do right or wrong. */
export interface Taken {
  readonly call: AnsweredCall;
  readonly token: string;
  /** As it stood when the settle had been answered. */
  readonly payment: PaymentView;
}

export function taken(trace: Trace, as: string | ((as: string) => boolean) = "settle"): readonly Taken[] {
  return answered(trace, as).flatMap((call) => {
    const token = tokenOf(call);
    const [payment] = call.path === "/settle" ? started(viewAfter(trace, call), token) : [];
    return payment === undefined ? [] : [{ call, token, payment }];
  });
}

/** The first, where it is in that state when the settle has been answered, and told so. */
export function takenAs(trace: Trace, state: BankState, as = "settle"): Taken | undefined {
  return taken(trace, as).find(({ call, payment }) => payment.state === state && toldState(call) === state && told(call).success === (state === "settled"));
}

/** Orders that were sent to a provider with that token. */
export function orders(trace: Trace, token: string): readonly RpcEvent[] {
  return trace.rpc().filter((call) => charges(call) && sentMember({ params: call.params, member: "payment_method" }) === token);
}

/** Calls to a provider that could have changed something there. */
export function writes(trace: Trace, range: { readonly after: number; readonly before?: number }): readonly RpcEvent[] {
  return trace.rpc().filter(({ seq, method }) => !method.startsWith("GET ") && seq > range.after && seq < (range.before ?? Number.POSITIVE_INFINITY));
}

/** Money that reached a payment's recipient. */
export function credits(trace: Trace, payment: PaymentView): readonly ChainTransferEvent[] {
  return trace.transfers().filter(({ recipient, transaction }) => recipient === payment.merchant && transaction === payment.id);
}

export function statusCalls(trace: Trace, as: string): readonly AnsweredCall[] {
  return calls(trace, as).filter((call): call is AnsweredCall => call.response !== undefined && payloadOf(call)["type"] === "status");
}
