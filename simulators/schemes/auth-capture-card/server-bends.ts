import type { PaymentPayload, PaymentRequirements, SettleResponse } from "../../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../../faults.ts";
import { currencyOf } from "../../rails/ledger/currency.ts";
import { anyCardNumber } from "./card-number.ts";

/** The faults of the server half. What they make of an offer is what the server then matches payments against. */

export const faults = defineFaults({
  "server.auth-capture-card.network-psp": { role: "server", bug: "BUG: names the PSP in the network of its card offers" },
  "server.auth-capture-card.networks-merged": { role: "server", bug: "BUG: offers every card network as card:visa" },
  "server.auth-capture-card.asset-small-letters": { role: "server", bug: "BUG: writes the currency in small letters" },
  "server.auth-capture-card.amount-decimal": { role: "server", bug: "BUG: writes the amount in the unit people know, with a point" },
  "server.auth-capture-card.exponent-fixed": { role: "server", bug: "BUG: takes every currency for one of two decimal places" },
  "server.auth-capture-card.payto-role": { role: "server", bug: "BUG: writes a role into payTo where the account at the PSP belongs" },
  "server.auth-capture-card.psp-capitals": { role: "server", bug: "BUG: writes the PSP's name in capitals" },
  "server.auth-capture-card.psp-unlisted": { role: "server", bug: "BUG: names a PSP that the facilitator does not list" },
  "server.auth-capture-card.flow-missing": { role: "server", bug: "BUG: leaves paymentFlow out of its card offers" },
  "server.auth-capture-card.flow-upfront": { role: "server", bug: "BUG: says paymentFlow upfront in its card offers" },
  "server.auth-capture-card.deadline-milliseconds": { role: "server", bug: "BUG: writes captureDeadline in milliseconds, as text" },
  "server.auth-capture-card.declined-delivered": { role: "server", bug: "BUG: delivers although the hold was declined" },
  "server.auth-capture-card.pending-delivered": { role: "server", bug: "BUG: delivers while it is not known whether the hold stands" },
  "server.auth-capture-card.failed-captured": { role: "server", bug: "BUG: captures the hold of a request that failed" },
  "server.auth-capture-card.capture-above-hold": { role: "server", bug: "BUG: asks for one unit more than is held when the whole hold is due" },
  "server.auth-capture-card.capture-amount-number": { role: "server", bug: "BUG: writes the amount of a capture as a number" },
  "server.auth-capture-card.capture-other-payment": { role: "server", bug: "BUG: names another paymentId in its captures and voids" },
  "server.auth-capture-card.lifecycle-unnamed": { role: "server", bug: "BUG: leaves the type out of its captures and voids" },
  "server.auth-capture-card.lifecycle-other-account": { role: "server", bug: "BUG: sends captures and voids with another payTo than the hold" },
  "server.auth-capture-card.lifecycle-smuggled": { role: "server", bug: "BUG: passes a capture or void that a buyer sends on as its own" },
  "server.auth-capture-card.card-number-in-capture": { role: "server", bug: "BUG: writes a card number into its captures and voids" },
});

export function createServerBends(options: { faults: FaultSet }): {
  offer(options: { requirements: PaymentRequirements; listed: readonly string[] }): PaymentRequirements;
  /** Asked where a payload names an operation. */
  passesOperationsOn(): boolean;
  /** Asked where a settlement failed. */
  deliversAnyway(settlement: SettleResponse): boolean;
  charge(options: { held: bigint; charge: bigint | undefined }): bigint | undefined;
  finalization(options: { payment: PaymentPayload; requirements: PaymentRequirements }): { payment: PaymentPayload; requirements: PaymentRequirements };
} {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return {
    offer({ requirements, listed }) {
      const { network, asset, amount, payTo } = requirements;
      const { paymentFlow, ...rest } = { ...requirements.extra };
      const { psp, captureDeadline } = rest;
      const exponent = currencyOf(asset)?.exponent ?? 2;
      return {
        ...requirements,
        network: fault("server.auth-capture-card.network-psp") ? `card:${String(psp)}-${network.slice("card:".length)}` : network !== "card:visa" && fault("server.auth-capture-card.networks-merged") ? "card:visa" : network,
        asset: fault("server.auth-capture-card.asset-small-letters") ? asset.toLowerCase() : asset,
        amount: fault("server.auth-capture-card.amount-decimal") ? inUnits({ amount, exponent }) : exponent !== 2 && fault("server.auth-capture-card.exponent-fixed") ? rescaled({ amount, exponent }) : amount,
        payTo: fault("server.auth-capture-card.payto-role") ? "merchant" : payTo,
        extra: {
          ...rest,
          ...(fault("server.auth-capture-card.psp-capitals") ? { psp: String(psp).toUpperCase() } : {}),
          ...(listed.length > 0 && fault("server.auth-capture-card.psp-unlisted") ? { psp: `${String(psp)}-elsewhere` } : {}),
          ...(fault("server.auth-capture-card.flow-missing") ? {} : { paymentFlow: fault("server.auth-capture-card.flow-upfront") ? "upfront" : paymentFlow }),
          ...(captureDeadline !== undefined && fault("server.auth-capture-card.deadline-milliseconds") ? { captureDeadline: String(Number(captureDeadline) * 1_000) } : {}),
        },
      };
    },
    passesOperationsOn: () => fault("server.auth-capture-card.lifecycle-smuggled"),
    deliversAnyway: ({ errorReason }) =>
      errorReason === "settlement_pending" ? fault("server.auth-capture-card.pending-delivered") : (errorReason === "card_declined" || errorReason === "card_authentication_required") && fault("server.auth-capture-card.declined-delivered"),
    charge({ held, charge }) {
      if (charge === undefined) return fault("server.auth-capture-card.failed-captured") ? held : undefined;
      return charge === held && fault("server.auth-capture-card.capture-above-hold") ? held + 1n : charge;
    },
    finalization({ payment, requirements }) {
      const { type, paymentId, amount } = payment.payload;
      const payload = {
        ...(fault("server.auth-capture-card.lifecycle-unnamed") ? {} : { type }),
        paymentId: fault("server.auth-capture-card.capture-other-payment") ? `${String(paymentId).slice(0, 100)}_other` : paymentId,
        ...(amount === undefined ? {} : { amount: fault("server.auth-capture-card.capture-amount-number") ? Number(amount) : amount }),
        ...(fault("server.auth-capture-card.card-number-in-capture") ? { note: anyCardNumber() } : {}),
      };
      const bent = fault("server.auth-capture-card.lifecycle-other-account") ? { ...requirements, payTo: `${requirements.payTo}_other` } : requirements;
      return { payment: { ...payment, payload }, requirements: bent };
    },
  };
}

/** Minor units with a point, e.g. `1.00`; a currency without minor units gets a zero behind it all the same. */
function inUnits({ amount, exponent }: { amount: string; exponent: number }): string {
  const digits = amount.padStart(exponent + 1, "0");
  return exponent === 0 ? `${digits}.0` : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** The same sum in hundredths of the unit people know. */
function rescaled({ amount, exponent }: { amount: string; exponent: number }): string {
  return (exponent < 2 ? BigInt(amount) * 10n ** BigInt(2 - exponent) : BigInt(amount) / 10n ** BigInt(exponent - 2)).toString();
}
