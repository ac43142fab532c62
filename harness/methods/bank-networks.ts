/** What checks of bank payments are written over, once for all networks: spec/experimental/bank-payments.md. */

export interface BankNetwork {
  /** Prefix of its rows. */
  readonly area: "ach" | "sepa";
  /** Its method's id, and second segment of its scenarios'. */
  readonly method: "exact-ach" | "exact-sepa";
  readonly namespace: "ach" | "sepa";
  readonly currency: string;
  /** One that the network does not have. */
  readonly otherCurrency: string;
  /** Codes of the network's own. */
  readonly codes: { readonly refused: string; readonly returned: string };
  /** CAIP-2. */
  readonly network: string;
  /** Providers that facilitators of ours announce for it. */
  readonly psps: readonly string[];
  /** By when they deliver. */
  readonly offers: Readonly<Record<DeliverOn, BankOffer>>;
  /** Differences in `extra` that make an offer one that the network does not have, beside those of every bank payment. */
  readonly oddities: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type DeliverOn = "accepted" | "settled";

export interface BankOffer {
  /** Without the provider. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Test instrument that pays it. */
  readonly instrument: string;
  /** Standard route of a server that makes it. */
  readonly route: string;
}

const ACCEPTED = { paymentFlow: "authorization", deliverOn: "accepted" } as const;
const SETTLED = { paymentFlow: "upfront", deliverOn: "settled" } as const;

const PSPS = ["simpay", "otherpay"];

export const BANK_NETWORKS: readonly BankNetwork[] = [
  {
    area: "ach",
    network: "ach:us",
    psps: PSPS,
    method: "exact-ach",
    namespace: "ach",
    currency: "USD",
    otherCurrency: "EUR",
    codes: { refused: "ach_debit_refused", returned: "ach_returned" },
    offers: { accepted: { extra: ACCEPTED, instrument: "ach", route: "basic" }, settled: { extra: SETTLED, instrument: "ach", route: "when-settled" } },
    oddities: {},
  },
  {
    area: "sepa",
    network: "sepa:eu",
    psps: PSPS,
    method: "exact-sepa",
    namespace: "sepa",
    currency: "EUR",
    otherCurrency: "USD",
    codes: { refused: "sepa_refused", returned: "sepa_returned" },
    offers: { accepted: { extra: { ...ACCEPTED, rail: "sdd-core" }, instrument: "sepa_debit", route: "debit" }, settled: { extra: { ...SETTLED, rail: "sct-inst" }, instrument: "sepa_instant", route: "basic" } },
    oddities: { "rail-unknown": { ...SETTLED, rail: "sct" }, "instant-accepted": { ...ACCEPTED, rail: "sct-inst" } },
  },
];

/** What an offer of a flow differs in: the rail may be another one as well. */
export function bankFlowExtra(method: BankNetwork["method"]): (flow: "authorization" | "upfront") => Readonly<Record<string, unknown>> | undefined {
  const offers = Object.values(BANK_NETWORKS.find((network) => network.method === method)?.offers ?? {});
  return (flow) => offers.find(({ extra }) => extra["paymentFlow"] === flow)?.extra;
}

/** bank-payments.md 7.3. */
export function deliversPending({ extra }: { readonly extra?: unknown }): boolean {
  return typeof extra === "object" && extra !== null && (extra as Readonly<Record<string, unknown>>)["deliverOn"] === "accepted";
}
