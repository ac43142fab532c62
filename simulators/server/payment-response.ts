import type { SettleResponse } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import { encodeHeader, HEADERS } from "../transports/http/header-codec.ts";
import type { HeaderFields } from "./messages.ts";
import type { Offer } from "./offers.ts";

/** Telling the client what was settled: transports-v2/http.md, Settlement Response Delivery. */

export const faults = defineFaults({
  "server.http.success-without-header": { role: "server", bug: "BUG: sends no PAYMENT-RESPONSE with paid content" },
  "server.http.success-header-raw-json": { role: "server", bug: "BUG: writes the PAYMENT-RESPONSE of paid content as JSON instead of base64" },
  "server.http.settle-failure-without-header": { role: "server", bug: "BUG: sends no PAYMENT-RESPONSE when settlement failed" },
  "server.response.invented-transaction": { role: "server", bug: "BUG: reports a transaction of its own making instead of the facilitator's" },
  "server.response.stale": { role: "server", bug: "BUG: reports the first settlement of a URL for every later payment there" },
  "server.response.success-string": { role: "server", bug: 'BUG: writes success as the string "true"' },
  "server.response.without-transaction": { role: "server", bug: "BUG: leaves transaction out when settlement succeeded" },
  "server.response.transaction-null": { role: "server", bug: "BUG: writes an empty transaction as null" },
  "server.response.v1-network-name": { role: "server", bug: "BUG: names the network of a settled payment base-sepolia, as version 1 did" },
  "server.response.failure-v1-network-name": { role: "server", bug: "BUG: names the network of a failed settlement base-sepolia, as version 1 did" },
  "server.response.reason-number": { role: "server", bug: "BUG: gives the reason of a failed settlement as a number" },
  "server.response.reason-on-success": { role: "server", bug: "BUG: gives an errorReason with a settlement that succeeded" },
  "server.response.null-reason-on-success": { role: "server", bug: "BUG: writes errorReason as null when settlement succeeded" },
  "server.response.without-reason": { role: "server", bug: "BUG: leaves errorReason out when settlement failed" },
  "server.response.unlisted-reason": { role: "server", bug: "BUG: gives a reason for a failed settlement that is in no list" },
  "server.response.reason-of-other-kind": { role: "server", bug: "BUG: reports every failed settlement as invalid_exact_evm_payload_signature" },
  "server.response.payer-is-recipient": { role: "server", bug: "BUG: reports the recipient as payer" },
  "server.response.amount-number": { role: "server", bug: "BUG: reports the settled amount as a JSON number" },
  "server.response.extensions-array": { role: "server", bug: "BUG: writes extensions of a settlement as an array" },
  "server.response.pending-without-hash": { role: "server", bug: "BUG: leaves the transaction of a pending settlement out" },
  "server.response.pending-as-success": { role: "server", bug: "BUG: reports a pending settlement as a success" },
});

type FaultId = keyof typeof faults;
type Report = Record<string, unknown>;

/** Header fields that report a settlement, whatever came of it. */
export function createSettlementReport(options: { faults: FaultSet }): (settled: { settlement: SettleResponse; offer: Offer; target: string }) => HeaderFields {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const firstOf = new Map<string, SettleResponse>();
  return ({ settlement: own, offer, target }) => {
    if (own.success && !firstOf.has(target) && fault("server.response.stale")) firstOf.set(target, own);
    const settlement = own.success ? (firstOf.get(target) ?? own) : own;
    if (fault(settlement.success ? "server.http.success-without-header" : "server.http.settle-failure-without-header")) return [];
    const bends = settlement.success ? SUCCESS_BENDS : FAILURE_BENDS;
    const matters = (id: FaultId) => (): boolean => JSON.stringify(bends[id]?.({ report: { ...settlement }, offer })) !== JSON.stringify(settlement);
    const report = (Object.keys(bends) as FaultId[]).filter((id) => fault(id, matters(id))).reduce<Report>((value, id) => bends[id]?.({ report: value, offer }) ?? value, { ...settlement });
    const raw = settlement.success && fault("server.http.success-header-raw-json");
    return [[HEADERS.paymentResponse, raw ? JSON.stringify(report) : encodeHeader(report)]];
  };
}

type Bends = { readonly [Id in FaultId]?: (options: { report: Report; offer: Offer }) => Report };

const SUCCESS_BENDS: Bends = {
  "server.response.invented-transaction": ({ report }) => ({ ...report, transaction: `0x${"ab".repeat(32)}` }),
  "server.response.without-transaction": ({ report }) => without({ report, member: "transaction" }),
  "server.response.success-string": ({ report }) => ({ ...report, success: "true" }),
  "server.response.v1-network-name": ({ report }) => ({ ...report, network: "base-sepolia" }),
  "server.response.reason-on-success": ({ report }) => ({ ...report, errorReason: "unexpected_settle_error" }),
  "server.response.null-reason-on-success": ({ report }) => ({ ...report, errorReason: null }),
  "server.response.payer-is-recipient": ({ report, offer }) => ({ ...report, payer: offer.requirements.payTo }),
  "server.response.amount-number": ({ report, offer }) => ({ ...report, amount: Number(offer.requirements.amount) }),
  "server.response.extensions-array": ({ report }) => ({ ...report, extensions: [] }),
};

const FAILURE_BENDS: Bends = {
  "server.response.transaction-null": ({ report }) => (report["transaction"] === "" ? { ...report, transaction: null } : report),
  "server.response.without-reason": ({ report }) => without({ report, member: "errorReason" }),
  "server.response.reason-number": ({ report }) => ({ ...report, errorReason: 402 }),
  "server.response.failure-v1-network-name": ({ report }) => ({ ...report, network: "base-sepolia" }),
  "server.response.unlisted-reason": ({ report }) => ({ ...report, errorReason: "the_payment_broke" }),
  "server.response.reason-of-other-kind": ({ report }) => ({ ...report, errorReason: "invalid_exact_evm_payload_signature" }),
  "server.response.pending-without-hash": ({ report }) => (report["errorReason"] === "settlement_pending" ? { ...report, transaction: "" } : report),
  "server.response.pending-as-success": ({ report }) => (report["errorReason"] === "settlement_pending" ? { ...report, success: true } : report),
};

function without(options: { report: Report; member: string }): Report {
  return Object.fromEntries(Object.entries(options.report).filter(([name]) => name !== options.member));
}
