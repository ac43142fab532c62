/** A rail of a network, or the network itself where it has one only. */
export interface BankRail {
  /** What the provider calls a token for it. */
  readonly tokens: string;
  /** Code for a payment that the payer has not allowed. */
  readonly denied: string;
  readonly deliverOn: readonly string[];
}

/** What tells the two networks apart. */
export const BANK_NETWORKS: Readonly<Record<string, { readonly prefix: string; readonly currency: string; readonly refused: string; readonly rails: Readonly<Record<string, BankRail>> }>> = {
  "ach:us": { prefix: "ach", currency: "USD", refused: "ach_debit_refused", rails: { "": { tokens: "us_bank_account", denied: "ach_authorization_required", deliverOn: ["accepted", "settled"] } } },
  "sepa:eu": {
    prefix: "sepa",
    currency: "EUR",
    refused: "sepa_refused",
    rails: {
      "sdd-core": { tokens: "sepa_debit", denied: "sepa_mandate_required", deliverOn: ["accepted", "settled"] },
      "sct-inst": { tokens: "sepa_instant", denied: "sepa_consent_required", deliverOn: ["settled"] },
    },
  },
};

/** The payment flow that each value of `deliverOn` goes with. */
const BANK_FLOWS: Readonly<Record<string, string>> = { accepted: "authorization", settled: "upfront" };

/** Whether an offer's rail, currency, time of delivery and flow are of the network, and of each other. @returns the rail */
export function railOf(offer: { readonly network?: unknown; readonly asset?: unknown; readonly extra?: unknown }): BankRail | undefined {
  const { network, asset, extra } = offer;
  const { rail = "", deliverOn, paymentFlow } = (typeof extra === "object" && extra !== null ? extra : {}) as Readonly<Record<string, unknown>>;
  const bank = typeof network === "string" && Object.hasOwn(BANK_NETWORKS, network) ? BANK_NETWORKS[network] : undefined;
  const found = bank !== undefined && typeof rail === "string" && Object.hasOwn(bank.rails, rail) ? bank.rails[rail] : undefined;
  return typeof deliverOn === "string" && found?.deliverOn.includes(deliverOn) === true && BANK_FLOWS[deliverOn] === paymentFlow && asset === bank?.currency ? found : undefined;
}
