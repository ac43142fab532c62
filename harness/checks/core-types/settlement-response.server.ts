import type { HttpResponseEvent } from "../../trace/events.ts";
import type { Trace } from "../../trace/trace.ts";
import { readPayment } from "../../methods/reader.ts";
import { check, type Check } from "../check.ts";
import { exempt, settlesLater } from "../exempt.ts";
import { answered, type AnsweredStep, callsOf, isObject, type JsonObject, object, paymentOf, replyOf, settlementReport } from "../server-steps.ts";
import type { Deviation } from "../server-offers.ts";

/** x402-specification-v2.md §5.3.2 and §9, the SettlementResponse a server sends in PAYMENT-RESPONSE. */

const PAID = "server/http/paid";
const FAILED = "server/http/settle-failure";

interface Report {
  readonly step: AnsweredStep;
  readonly report: JsonObject;
  /** The facilitator's reply it reports. */
  readonly reply: JsonObject;
}

/** Reports of settlements that the facilitator had answered by then, `success` as the facilitator had it: what is held may be captured after the response. */
function reports(trace: Trace, success: boolean): Report[] {
  return answered(trace, (as) => as !== "offer").flatMap((step) => {
    const report = settlementReport(step.response);
    const told = callsOf(trace, "settle", step).filter(({ response }) => response !== undefined && response.seq < step.response.seq);
    const reply = told.map(replyOf).find((value) => value["success"] === success);
    return report === undefined || reply === undefined ? [] : [{ step, report, reply }];
  });
}

function reportCheck(options: {
  readonly requirement: string;
  readonly id?: string;
  readonly title: string;
  readonly outcome: "success" | "failure";
  readonly applies?: (report: JsonObject) => boolean;
  readonly deviation: (found: Report) => Deviation;
  readonly killedBy: readonly string[];
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
}): Check {
  const judged = check({
    id: options.id ?? `${options.requirement}.server`,
    requirement: options.requirement,
    title: options.title,
    appliesTo: { scenarios: options.outcome === "success" ? PAID : FAILED },
    witness(trace) {
      const found = reports(trace, options.outcome === "success");
      return found.length === 0 ? undefined : found;
    },
    judge({ witness, pass, fail, notApplicable }) {
      const concerned = witness.filter(({ report }) => options.applies?.(report) ?? true);
      if (concerned.length === 0) return notApplicable("no PAYMENT-RESPONSE of the target has the member");
      const at: HttpResponseEvent[] = concerned.map(({ step }) => step.response);
      for (const found of concerned) {
        const wrong = options.deviation(found);
        if (wrong !== undefined) return fail(`PAYMENT-RESPONSE: ${wrong.message}`, { expected: wrong.expected, actual: wrong.actual, at: found.step.response });
      }
      return pass({ at: at.slice(0, 1) });
    },
    killedBy: options.killedBy,
    ...(options.alsoKilledBy === undefined ? {} : { alsoKilledBy: options.alsoKilledBy }),
  });
  return options.outcome === "success" ? exempt(judged, settlesLater) : judged;
}

const acceptedOf = ({ step }: Report): JsonObject => object(paymentOf(step.request)["accepted"]);
/** Where the payment itself does not say whose it is, the facilitator does. */
const payerOf = ({ step, reply }: Report): unknown => readPayment({ message: paymentOf(step.request) }).payer ?? reply["payer"];

export const checks: readonly Check[] = [
  reportCheck({
    requirement: "core.settle.success-bool",
    title: "A server's PAYMENT-RESPONSE has success as a boolean",
    outcome: "success",
    deviation: ({ report }) => (typeof report["success"] === "boolean" ? undefined : { message: "success is not a boolean", expected: "true", actual: report["success"] ?? "no such member" }),
    killedBy: ["server.response.success-string"],
  }),
  reportCheck({
    requirement: "core.settle.transaction-required",
    id: "core.settle.transaction-required.server.success",
    title: "A server's PAYMENT-RESPONSE of a settled payment has transaction as a string",
    outcome: "success",
    deviation: transactionDeviation,
    killedBy: ["server.response.without-transaction"],
  }),
  reportCheck({
    requirement: "core.settle.transaction-required",
    id: "core.settle.transaction-required.server.failure",
    title: "A server's PAYMENT-RESPONSE of a failed settlement has transaction as a string",
    outcome: "failure",
    deviation: transactionDeviation,
    killedBy: ["server.response.transaction-null"],
  }),
  reportCheck({
    requirement: "core.settle.network",
    id: "core.settle.network.server.success",
    title: "A server's PAYMENT-RESPONSE of a settled payment names the paid network",
    outcome: "success",
    deviation: networkDeviation,
    killedBy: ["server.response.v1-network-name"],
  }),
  reportCheck({
    requirement: "core.settle.network",
    id: "core.settle.network.server.failure",
    title: "A server's PAYMENT-RESPONSE of a failed settlement names the network of the payment",
    outcome: "failure",
    deviation: networkDeviation,
    killedBy: ["server.response.failure-v1-network-name"],
  }),
  reportCheck({
    requirement: "core.settle.errorreason",
    id: "core.settle.errorreason.server.success",
    title: "A server's PAYMENT-RESPONSE of a settled payment names no reason",
    outcome: "success",
    // null and "" say nothing, and are core.settle.errorreason-omitted.
    deviation: ({ report: { errorReason } }) => (errorReason === undefined || errorReason === null || errorReason === "" ? undefined : { message: "errorReason beside a success", expected: "no errorReason", actual: errorReason }),
    killedBy: ["server.response.reason-on-success"],
  }),
  reportCheck({
    requirement: "core.settle.errorreason",
    id: "core.settle.errorreason.server.failure",
    title: "A server's PAYMENT-RESPONSE of a failed settlement has errorReason as a string",
    outcome: "failure",
    applies: (report) => "errorReason" in report,
    deviation: ({ report: { errorReason } }) => (errorReason === null || typeof errorReason === "string" ? undefined : { message: "errorReason is not a string", expected: "a string", actual: errorReason }),
    killedBy: ["server.response.reason-number"],
  }),
  reportCheck({
    requirement: "core.settle.errorreason-omitted",
    title: "A server's PAYMENT-RESPONSE of a settled payment leaves errorReason out",
    outcome: "success",
    deviation: ({ report }) => (report["errorReason"] === null || report["errorReason"] === "" ? { message: "an empty errorReason beside a success", expected: "no errorReason", actual: report["errorReason"] } : undefined),
    killedBy: ["server.response.null-reason-on-success"],
  }),
  reportCheck({
    requirement: "core.settle.errorreason-given",
    title: "A server's PAYMENT-RESPONSE of a failed settlement says why",
    outcome: "failure",
    deviation: ({ report: { errorReason } }) => (errorReason === undefined || errorReason === null || errorReason === "" ? { message: "a failure without errorReason", expected: "a reason", actual: errorReason ?? "no such member" } : undefined),
    killedBy: ["server.response.without-reason"],
  }),
  reportCheck({
    requirement: "core.settle.payer-type",
    title: "A server's PAYMENT-RESPONSE names the paying account, if it names a payer",
    outcome: "success",
    applies: (report) => "payer" in report,
    deviation(found) {
      const { payer } = found.report;
      if (typeof payer !== "string") return { message: "payer is not a string", expected: "an address", actual: payer };
      const known = payerOf(found);
      return typeof known !== "string" || payer.toLowerCase() === known.toLowerCase() ? undefined : { message: "payer is not the account that paid", expected: known, actual: payer };
    },
    killedBy: ["server.response.payer-is-recipient"],
  }),
  reportCheck({
    requirement: "core.settle.amount-type",
    title: "A server's PAYMENT-RESPONSE has the settled amount as a string, if it has one",
    outcome: "success",
    applies: (report) => "amount" in report,
    deviation(found) {
      const { amount } = found.report;
      if (typeof amount !== "string" || !/^[0-9]+$/.test(amount)) return { message: "amount is not a string of decimal digits", expected: "atomic units in decimal", actual: amount };
      return amount === acceptedOf(found)["amount"] ? undefined : { message: "amount is not what was settled", expected: String(acceptedOf(found)["amount"]), actual: amount };
    },
    killedBy: ["server.response.amount-number"],
  }),
  reportCheck({
    requirement: "core.settle.extensions-type",
    title: "A server's PAYMENT-RESPONSE has extensions as an object, if it has any",
    outcome: "success",
    applies: (report) => "extensions" in report,
    deviation: ({ report }) => (isObject(report["extensions"]) ? undefined : { message: "extensions is not an object", expected: "an object, or no such member", actual: report["extensions"] }),
    killedBy: ["server.response.extensions-array"],
  }),
];

function transactionDeviation({ report: { transaction } }: Report): Deviation {
  return typeof transaction === "string" ? undefined : { message: "transaction is not a string", expected: "a string, empty where nothing was broadcast", actual: transaction === undefined ? "no such member" : transaction };
}

function networkDeviation(found: Report): Deviation {
  const paid = acceptedOf(found)["network"];
  return found.report["network"] === paid ? undefined : { message: "network is not the paid one", expected: String(paid), actual: found.report["network"] ?? "no such member" };
}

