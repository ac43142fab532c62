import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";
import { events } from "./_events.ts";
import { FLAGS } from "./_flags.ts";

const course = (id: string, comment: string, words: string, ...flags: string[]): DraftTest => valid({ id, comment, flags, input: { events: events(words) } });
const refuse = (of: DraftTest, id: string, comment: string, flag: string, words: string, reason: string): DraftTest => invalid(of, { id, comment, flags: [flag], path: "/events", to: events(words), reason });
const open = (of: DraftTest, id: string, comment: string, flag: string, words: string, reason: string): DraftTest => acceptable(of, { id, comment, flags: [flag], path: "/events", to: events(words), reason });
/** The same course of events with another status in the answer, which is the last event. */
const status = (of: DraftTest, edit: { id: string; comment: string; flag: string; to: number; reason?: string; isOpen?: boolean }): DraftTest => {
  const { id, comment, flag, to, reason, isOpen = false } = edit;
  const change = { id, comment, flags: [flag], path: `/events/${(of.input["events"] as unknown[]).length - 1}/status`, to };
  if (reason === undefined) return stillValid(of, change);
  return isOpen ? acceptable(of, { ...change, reason }) : invalid(of, { ...change, reason });
};

const UNCHECKED = "Something has to find the payment good before the handler runs.";
const UNSETTLED = "Content is answered only when this request's payment has settled.";
const TABLE = "The table of statuses has 402 here.";

const authorization = (): DraftGroup => {
  const plain = course("plain", "Verified, produced, settled, answered", "paid verify-ok start ok settle-ok served");
  const unpaid = course("unpaid", "A request without payment", "unpaid respond=402");
  const notValid = course("invalid-payment", "A payment that is not valid", "paid verify-fail respond=402");
  const notSettled = course("settlement-fails", "Settlement fails", "paid verify-ok start ok settle-fail respond=402");
  const notProduced = course("handler-fails", "The handler fails, and nothing is settled", "paid verify-ok start fail respond=500", "ChargedForFailure");
  const noVerdict = course("no-verdict", "The facilitator gives no usable answer to verify", "paid facilitator-error=verify respond=500", "FailsOpen");
  const noOutcome = course("no-outcome", "The facilitator gives no usable answer to settle", "paid verify-ok start ok facilitator-error=settle respond=500", "SettleIgnored");
  const pending = course("pending", "The settlement's outcome is not known", "paid verify-ok start ok settle-pending respond=402", "PendingAsFailure");
  const unreadable = course("malformed", "A payment that cannot be read", "malformed respond=400", "Malformed");
  const unmatched = course("unmatched", "A payment for terms that are not offered", "unmatched respond=402", "TermsOfBuyer");
  const left = "What becomes of a payment when the client goes away, the text does not say.";
  const fault = "Which status a fault of the facilitator has, the text leaves open.";
  return {
    name: "default",
    comment: "An offer that names no flow",
    tests: [
      plain,
      status(plain, { id: "created", comment: "The content comes with 201", flag: "TooStrict", to: 201 }),
      status(plain, { id: "partial-content", comment: "The content comes with 206", flag: "TooStrict", to: 206 }),
      status(plain, { id: "redirect", comment: "The content comes with 303", flag: "TooStrict", to: 303, reason: "The table of statuses knows 200 alone as success.", isOpen: true }),
      stillValid(plain, { id: "verified-twice", comment: "Verified twice, which changes nothing", flags: ["TooStrict"], path: "/events", to: events("paid verify-ok verify-ok start ok settle-ok served") }),
      stillValid(plain, { id: "two-buyers-at-once", comment: "Two payments of two requests, mixed", flags: ["TooStrict"], path: "/events", to: events("paid=p1 r2:paid=p2 r2:verify-ok verify-ok start r2:start ok r2:ok r2:settle-ok=t2 settle-ok=t1 served r2:served") }),
      refuse(plain, "handler-first", "The handler begins before the payment is verified", "NoCheck", "paid start verify-ok ok settle-ok served", UNCHECKED),
      refuse(plain, "handler-done-first", "The handler is done before the payment is verified", "NoCheck", "paid start ok verify-ok settle-ok served", UNCHECKED),
      refuse(plain, "never-verified", "The payment is settled and never verified", "NoCheck", "paid start ok settle-ok served", UNCHECKED),
      refuse(plain, "settled-first", "Verified, settled, then produced: the order of another flow, which the offer does not name", "OtherFlow", "paid verify-ok settle-ok start ok served", "Where the offer names no flow, money moves after the handler."),
      refuse(plain, "upfront-order", "Settled, then produced, and never verified", "OtherFlow", "paid settle-ok start ok served", "Where the offer names no flow, money moves after the handler."),
      refuse(plain, "never-settled", "Verified, produced, answered", "NeverSettled", "paid verify-ok start ok served=none", UNSETTLED),
      refuse(plain, "answered-first", "Answered, then settled", "ServedBeforeSettled", "paid verify-ok start ok served settle-ok", UNSETTLED),
      refuse(plain, "settled-twice", "Settled twice, in two transactions", "SettledTwice", "paid verify-ok start ok settle-ok=t1 settle-ok=t2 served", "A payment that is good once pays once."),
      refuse(plain, "served-for-another", "Two payments, of which one settles, and both requests are served", "SharedSettlement", "paid=p1 r2:paid=p2 verify-ok r2:verify-ok start r2:start ok r2:ok r2:settle-ok=t2 r2:served served", UNSETTLED),
      open(plain, "client-leaves-before-handler", "The client goes away after verification; nothing more happens", "TooStrict", "paid verify-ok cancel", left),
      open(plain, "client-leaves-before-settlement", "The client goes away after the handler; nothing is settled", "TooStrict", "paid verify-ok start ok cancel", left),
      open(plain, "client-leaves-and-is-charged", "The client goes away after the handler; the payment is settled", "TooStrict", "paid verify-ok start ok cancel settle-ok", left),
      unpaid,
      status(unpaid, { id: "unpaid-401", comment: "The status for missing credentials", flag: "Unpaid", to: 401, reason: TABLE }),
      status(unpaid, { id: "unpaid-403", comment: "The status for what is forbidden", flag: "Unpaid", to: 403, reason: TABLE }),
      status(unpaid, { id: "unpaid-302", comment: "A redirect to a page for payment", flag: "Unpaid", to: 302, reason: TABLE }),
      status(unpaid, { id: "unpaid-200", comment: "Success, with a page for payment as its body", flag: "Unpaid", to: 200, reason: TABLE }),
      refuse(unpaid, "unpaid-served", "The content without payment", "Unpaid", "unpaid start ok served=none", "Nobody paid."),
      refuse(unpaid, "unpaid-worked", "The handler runs, and then payment is asked for", "NoCheck", "unpaid start ok respond=402", UNCHECKED),
      notValid,
      status(notValid, { id: "invalid-payment-403", comment: "The status for what is forbidden", flag: "Status", to: 403, reason: TABLE }),
      status(notValid, { id: "invalid-payment-500", comment: "The status for an error inside the server", flag: "Status", to: 500, reason: TABLE }),
      status(notValid, { id: "invalid-payment-412", comment: "The status that one text has for a missing allowance", flag: "Status", to: 412, reason: "The text on EVM asks for it in one case, and the table of statuses does not know it.", isOpen: true }),
      refuse(notValid, "invalid-payment-served", "Produced and served all the same", "VerifyIgnored", "paid verify-fail start ok served=none", UNCHECKED),
      refuse(notValid, "invalid-payment-settled", "Settlement is asked for all the same", "VerifyIgnored", "paid verify-fail settle-fail respond=402", "A payment that was found invalid is not settled."),
      refuse(notValid, "invalid-payment-worked", "The handler runs before the answer", "NoCheck", "paid verify-fail start ok respond=402", UNCHECKED),
      notSettled,
      status(notSettled, { id: "settlement-fails-500", comment: "The status for an error inside the server", flag: "Status", to: 500, reason: TABLE }),
      stillValid(notSettled, { id: "settlement-succeeds", comment: "The same with a settlement that succeeds", path: "/events", to: events("paid verify-ok start ok settle-ok=t9 served") }),
      refuse(notSettled, "settlement-fails-served", "Served all the same", "SettleIgnored", "paid verify-ok start ok settle-fail served=none", UNSETTLED),
      invalid(notSettled, { id: "settlement-fails-content-in-402", comment: "The content in the answer that says payment failed", flags: ["SettleIgnored"], path: "/events/5/content", to: true, reason: UNSETTLED }),
      notProduced,
      status(notProduced, { id: "handler-finds-nothing", comment: "The handler finds nothing, which is a failure too", flag: "ChargedForFailure", to: 404 }),
      refuse(notProduced, "handler-fails-and-settled", "The payment is settled although the handler failed", "ChargedForFailure", "paid verify-ok start fail settle-ok respond=500", "Money moves only after the handler succeeded."),
      noVerdict,
      status(noVerdict, { id: "no-verdict-502", comment: "Bad gateway", flag: "Status", to: 502, reason: fault, isOpen: true }),
      status(noVerdict, { id: "no-verdict-402", comment: "The offer again", flag: "Status", to: 402, reason: fault, isOpen: true }),
      status(noVerdict, { id: "no-verdict-200", comment: "Success without content", flag: "FailsOpen", to: 200, reason: "A fault is reported as an error." }),
      refuse(noVerdict, "no-verdict-served", "Produced and served", "FailsOpen", "paid facilitator-error=verify start ok served=none", UNCHECKED),
      refuse(noVerdict, "no-verdict-settled", "Produced without a verdict, then settled and served", "FailsOpen", "paid facilitator-error=verify start ok settle-ok served", UNCHECKED),
      noOutcome,
      status(noOutcome, { id: "no-outcome-402", comment: "The offer again", flag: "Status", to: 402, reason: fault, isOpen: true }),
      refuse(noOutcome, "no-outcome-served", "Served", "SettleIgnored", "paid verify-ok start ok facilitator-error=settle served=none", UNSETTLED),
      open(noOutcome, "no-outcome-asked-again", "Settlement is asked for again and succeeds", "TooStrict", "paid verify-ok start ok facilitator-error=settle settle-ok served", "Asking again is not forbidden; it is our advice to look first at what became of the first call."),
      pending,
      refuse(pending, "pending-served", "Served", "PendingAsSuccess", "paid verify-ok start ok settle-pending served=none", UNSETTLED),
      open(pending, "pending-then-settled", "Asked again, settled and served", "PendingAsFailure", "paid verify-ok start ok settle-pending settle-ok served", "How a server learns the outcome, the text leaves open."),
      unreadable,
      status(unreadable, { id: "malformed-402", comment: "The offer again", flag: "Malformed", to: 402, reason: "What cannot be read may count as no payment.", isOpen: true }),
      status(unreadable, { id: "malformed-500", comment: "An error inside the server", flag: "Malformed", to: 500, reason: "The fault is the client's." }),
      refuse(unreadable, "malformed-served", "Served", "Malformed", "malformed start ok served=none", UNCHECKED),
      unmatched,
      status(unmatched, { id: "unmatched-400", comment: "The status for an invalid payment", flag: "Status", to: 400, reason: "The table of statuses can be read both ways.", isOpen: true }),
      refuse(unmatched, "unmatched-served", "Verified by the terms it names, produced, settled and served", "TermsOfBuyer", "unmatched verify-ok start ok settle-ok served", "A payment for terms that are not offered buys nothing."),
    ],
  };
};

const named = (): DraftGroup => {
  const plain = course("named.plain", "Verified, produced, settled, answered", "paid verify-ok start ok settle-ok served", "TooStrict");
  return {
    name: "authorization",
    comment: "An offer that names the default flow",
    shared: { paymentFlow: "authorization" },
    tests: [
      plain,
      stillValid(plain, { id: "named.handler-fails", comment: "The handler fails, and nothing is settled", flags: ["ChargedForFailure"], path: "/events", to: events("paid verify-ok start fail respond=500") }),
      refuse(plain, "named.upfront-order", "Settled, then produced", "OtherFlow", "paid settle-ok start ok served", "The offer says that money moves after the handler."),
      refuse(plain, "named.handler-fails-and-settled", "The payment is settled although the handler failed", "ChargedForFailure", "paid verify-ok start fail settle-ok respond=500", "Money moves only after the handler succeeded."),
    ],
  };
};

const upfront = (): DraftGroup => {
  const plain = course("upfront.plain", "Settled, produced, answered", "paid settle-ok start ok served");
  const notSettled = course("upfront.settlement-fails", "Settlement fails", "paid settle-fail respond=402");
  return {
    name: "upfront",
    comment: "An offer whose flow has money move before the handler",
    shared: { paymentFlow: "upfront" },
    tests: [
      plain,
      stillValid(plain, { id: "upfront.handler-fails", comment: "Settled, then the handler fails: what is given back is not the flow's matter", flags: ["TooStrict"], path: "/events", to: events("paid settle-ok start fail respond=500") }),
      open(plain, "upfront.verified-too", "Verified before it is settled", "TooStrict", "paid verify-ok settle-ok start ok served", "Verification is no part of this order; that it is forbidden, the text does not say."),
      refuse(plain, "upfront.authorization-order", "Verified, produced, settled", "OtherFlow", "paid verify-ok start ok settle-ok served", "The offer says that money moves before the handler."),
      refuse(plain, "upfront.handler-first", "Produced, then settled", "NoCheck", "paid start ok settle-ok served", UNCHECKED),
      refuse(plain, "upfront.handler-beside", "The handler begins while settlement is open", "NoCheck", "paid start settle-ok ok served", UNCHECKED),
      refuse(plain, "upfront.never-settled", "Verified, produced, answered", "NeverSettled", "paid verify-ok start ok served=none", UNSETTLED),
      refuse(plain, "upfront.settled-again", "Settled before the handler and once more after it", "SettledTwice", "paid settle-ok=t1 start ok settle-ok=t2 served", "This order has one settlement."),
      refuse(plain, "upfront.pending", "The handler runs while the outcome is not known", "PendingAsSuccess", "paid settle-pending start ok served=none", "Settlement has to have succeeded before the handler runs."),
      notSettled,
      refuse(notSettled, "upfront.settlement-fails-worked", "The handler runs after a settlement that failed", "SettleIgnored", "paid settle-fail start ok respond=402", UNCHECKED),
      refuse(notSettled, "upfront.settlement-fails-served", "Served after a settlement that failed", "SettleIgnored", "paid settle-fail start ok served=none", UNCHECKED),
    ],
  };
};

const escrow = (): DraftGroup => {
  const plain = course("escrow.plain", "A hold, produced, the final charge, answered", "paid settle-ok=t1 start ok settle-ok=t2 served", "TooStrict");
  const notHeld = course("escrow.hold-fails", "The hold fails", "paid settle-fail respond=402");
  const later = "Schemes of this flow differ in when the final charge has to be made.";
  return {
    name: "escrow",
    comment: "An offer whose flow has a hold before the handler and the final charge after it",
    shared: { paymentFlow: "escrow" },
    tests: [
      plain,
      stillValid(plain, { id: "escrow.handler-fails-and-released", comment: "The handler fails, and a second settlement releases the hold", flags: ["ChargedForFailure"], path: "/events", to: events("paid settle-ok=t1 start fail settle-ok=t2 respond=500") }),
      open(plain, "escrow.charged-later", "Answered, then charged", "TooStrict", "paid settle-ok=t1 start ok served settle-ok=t2", later),
      open(plain, "escrow.charge-fails", "The hold stands and the final charge fails", "SettleIgnored", "paid settle-ok=t1 start ok settle-fail respond=402", later),
      open(plain, "escrow.verified-too", "Verified before the hold", "TooStrict", "paid verify-ok settle-ok=t1 start ok settle-ok=t2 served", "Verification is no part of this order; that it is forbidden, the text does not say."),
      refuse(plain, "escrow.no-hold", "Verified, produced, charged: no hold", "OtherFlow", "paid verify-ok start ok settle-ok=t2 served", "The first settlement comes before the handler."),
      refuse(plain, "escrow.handler-first", "The handler begins before the hold", "NoCheck", "paid start settle-ok=t1 ok settle-ok=t2 served", UNCHECKED),
      refuse(plain, "escrow.nothing-before", "Produced, then both settlements", "NoCheck", "paid start ok settle-ok=t1 settle-ok=t2 served", UNCHECKED),
      notHeld,
      refuse(notHeld, "escrow.hold-fails-worked", "The handler runs although the hold failed", "SettleIgnored", "paid settle-fail start ok respond=402", UNCHECKED),
      refuse(notHeld, "escrow.hold-pending-worked", "The handler runs while the hold's outcome is not known", "PendingAsSuccess", "paid settle-pending start ok respond=402", UNCHECKED),
    ],
  };
};

export const vectors = defineVectors({
  operation: "flow.judge",
  description: "The order of verification, settlement, handler and answer. The names of flows, and the order of each, are of text newer than April 2026; the statuses are of the text of April.",
  requirements: ["flow.default-authorization", "flow.settle-after-success", "flow.upfront-order", "flow.escrow-order", "flow.pre-check-invariant", "flow.facilitator-down", "core.flow.unpaid-signal", "core.payload.accepted-match", "core.settle.pending-nonterminal", "fac.server.no-settle-after-invalid", "fac.server.settle-reply", "http.402.status", "http.verify-fail.status", "http.settle-fail.status", "http.settle-fail.no-content", "http.success.status", "http.success.after-settle", "http.error.500", "http.error.status", "http.req.malformed-schema", "http.req.malformed-schema-status", "http.req.unmatched-status"],
  flags: Object.fromEntries(Object.entries(FLAGS).filter(([name]) => name !== "Replayed" && name !== "PaymentBurnt")),
  groups: () => [authorization(), named(), upfront(), escrow()],
});
