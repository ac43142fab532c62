import type { PaymentRequirements } from "../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";

/** Faults in what the server half offers. What they make of an offer is what payments are then matched against. */

export const faults = defineFaults({
  "server.bank-payments.asset-small-letters": { role: "server", bug: "BUG: writes the currency in small letters" },
  "server.bank-payments.amount-with-point": { role: "server", bug: "BUG: writes the amount in whole units with a point" },
  "server.bank-payments.payto-wallet": { role: "server", bug: "BUG: names a wallet's address as payTo of a payment over banks" },
  "server.bank-payments.psp-missing": { role: "server", bug: "BUG: does not say at which PSP it has its account" },
  "server.bank-payments.psp-capitals": { role: "server", bug: "BUG: writes the PSP's name with a capital" },
  "server.bank-payments.psp-unlisted": { role: "server", bug: "BUG: names a PSP that the facilitator does not list" },
  "server.bank-payments.deliver-on-missing": { role: "server", bug: "BUG: does not say when it delivers" },
  "server.bank-payments.deliver-on-other": { role: "server", bug: "BUG: says that it delivers on a word that nobody knows" },
  "server.bank-payments.flow-missing": { role: "server", bug: "BUG: leaves paymentFlow out where it is the default" },
  "server.bank-payments.flow-other": { role: "server", bug: "BUG: writes upfront where it delivers on acceptance" },
});

export function createOfferBends(options: { faults: FaultSet; further: ((requirements: PaymentRequirements) => PaymentRequirements) | undefined }): (requirements: PaymentRequirements) => PaymentRequirements {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const without = (extra: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> => Object.fromEntries(Object.entries(extra).filter(([member]) => member !== name));
  return (requirements) => {
    let extra: Record<string, unknown> = { ...requirements.extra };
    const psp = String(extra["psp"]);
    if (fault("server.bank-payments.psp-missing")) extra = without(extra, "psp");
    if (fault("server.bank-payments.psp-capitals")) extra = { ...extra, psp: `${psp.slice(0, 1).toUpperCase()}${psp.slice(1)}` };
    if (fault("server.bank-payments.psp-unlisted")) extra = { ...extra, psp: "elsewherepay" };
    if (fault("server.bank-payments.deliver-on-missing")) extra = without(extra, "deliverOn");
    if (fault("server.bank-payments.deliver-on-other")) extra = { ...extra, deliverOn: "shipped" };
    if (extra["paymentFlow"] === "authorization" && fault("server.bank-payments.flow-missing")) extra = without(extra, "paymentFlow");
    if (extra["paymentFlow"] === "authorization" && fault("server.bank-payments.flow-other")) extra = { ...extra, paymentFlow: "upfront" };
    const bent: PaymentRequirements = {
      ...requirements,
      extra,
      ...(fault("server.bank-payments.asset-small-letters") ? { asset: requirements.asset.toLowerCase() } : {}),
      ...(fault("server.bank-payments.amount-with-point") ? { amount: `${requirements.amount.padStart(3, "0").slice(0, -2)}.${requirements.amount.padStart(3, "0").slice(-2)}` } : {}),
      ...(fault("server.bank-payments.payto-wallet") ? { payTo: `0x${"a".repeat(40)}` } : {}),
    };
    return options.further?.(bent) ?? bent;
  };
}
