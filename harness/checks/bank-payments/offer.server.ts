import { BANK_NETWORKS } from "../../methods/bank-networks.ts";
import type { Trace } from "../../trace/trace.ts";
import type { Check } from "../check.ts";
import { type Deviation, entryCheck } from "../server-offers.ts";
import { facts, isObject, type JsonObject, object, type Step } from "../server-steps.ts";
import { accountInsteadOf } from "./account-data.ts";

/** experimental/bank-payments.md 4, ach.md 2, sepa.md 2: what an offer of a bank payment says. */

const FLOWS: JsonObject = { accepted: "authorization", settled: "upfront" };
const RAILS = ["sct-inst", "sdd-core"];

/** Configured entries of the route, where the target serves what it was given. */
function configured(trace: Trace, { route }: Step): readonly { readonly payTo: string; readonly amount: string }[] {
  const known = facts(trace);
  return known?.configured === true ? (known.routes[route ?? ""]?.accepts ?? []) : [];
}

const extraOf = (entry: JsonObject): JsonObject => object(entry["extra"]);

interface OfferCheck {
  readonly row: string;
  readonly killedBy: readonly string[];
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
  readonly applies?: (entry: JsonObject) => boolean;
  readonly deviation: (entry: JsonObject, step: Step, trace: Trace) => Deviation;
}

const BENT = { "server.offer.extra-array": "a list has no members" };

const ofEvery: readonly ((network: (typeof BANK_NETWORKS)[number]) => OfferCheck)[] = [
  ({ currency }) => ({
    row: "asset",
    deviation: ({ scheme, asset }) => (scheme === "exact" && asset === currency ? undefined : { message: "scheme and asset are others", expected: `exact and ${currency}`, actual: { scheme, asset } }),
    killedBy: ["server.bank-payments.asset-small-letters"],
    alsoKilledBy: { "server.offer.without-scheme": "no scheme is none of exact", "server.offer.asset-ticker": "a ticker is no currency" },
  }),
  () => ({
    row: "amount",
    deviation({ amount }, step, trace) {
      if (typeof amount !== "string" || !/^[0-9]+$/.test(amount) || BigInt(amount) === 0n) return { message: "amount is no whole number of cents above zero", expected: "decimal digits", actual: amount ?? "no such member" };
      const prices = configured(trace, step).map((accept) => accept.amount);
      return prices.length === 0 || prices.some((price) => BigInt(price) === BigInt(amount)) ? undefined : { message: "amount is not the price the route was given", expected: prices.join(" or "), actual: amount };
    },
    killedBy: ["server.bank-payments.amount-with-point"],
    alsoKilledBy: { "server.offer.amount-number": "a number is no text of digits", "server.offer.v1-amount-name": "what has another name is missing" },
  }),
  ({ area }) => ({
    row: "payto",
    deviation({ payTo }, step, trace) {
      if (typeof payTo !== "string" || payTo === "") return { message: "payTo is missing", expected: "the merchant's account at the provider", actual: payTo ?? "no such member" };
      const found = accountInsteadOf(area, payTo);
      if (found !== undefined) return { message: "payTo is the number of a bank account", expected: "the merchant's account at the provider", actual: found };
      const accounts = configured(trace, step).map((accept) => accept.payTo);
      return accounts.length === 0 || accounts.includes(payTo) ? undefined : { message: "payTo is not the account the route was given", expected: accounts.join(" or "), actual: payTo };
    },
    killedBy: ["server.bank-payments.payto-wallet"],
    alsoKilledBy: { "server.offer.without-payto": "what is missing is no account" },
  }),
  () => ({
    row: "psp",
    deviation(entry, _step, trace) {
      const { psp } = extraOf(entry);
      if (typeof psp !== "string" || !/^[^A-Z]+$/.test(psp)) return { message: "extra.psp is no name in small letters", expected: "the provider's name", actual: psp ?? "no such member" };
      const announced = trace.mark<{ readonly psps: readonly string[] }>("announced")?.psps;
      return announced === undefined || announced.includes(psp) ? undefined : { message: "extra.psp is none that the facilitator lists", expected: announced.join(" or "), actual: psp };
    },
    killedBy: ["server.bank-payments.psp-missing", "server.bank-payments.psp-capitals", "server.bank-payments.psp-unlisted"],
    alsoKilledBy: BENT,
  }),
  () => ({
    row: "deliver-on",
    deviation(entry) {
      const { deliverOn } = extraOf(entry);
      return deliverOn === "accepted" || deliverOn === "settled" ? undefined : { message: "extra.deliverOn does not say when the server delivers", expected: "accepted or settled", actual: deliverOn ?? "no such member" };
    },
    killedBy: ["server.bank-payments.deliver-on-missing", "server.bank-payments.deliver-on-other"],
    alsoKilledBy: BENT,
  }),
  () => ({
    row: "flow",
    deviation(entry) {
      const { deliverOn, paymentFlow } = extraOf(entry);
      // What no word says is matter of deliver-on; a flow has to be there all the same.
      const wanted = typeof deliverOn === "string" && deliverOn in FLOWS ? [FLOWS[deliverOn]] : Object.values(FLOWS);
      return wanted.includes(paymentFlow) ? undefined : { message: "extra.paymentFlow does not belong to deliverOn, or is not written out", expected: wanted.join(" or "), actual: paymentFlow ?? "no such member" };
    },
    killedBy: ["server.bank-payments.flow-missing", "server.bank-payments.flow-other"],
    alsoKilledBy: { ...BENT, "server.offer.exact-escrow": "escrow is the flow of no bank payment", "server.offer.flow-unstated": "it has to be written out" },
  }),
];

const ofSepa: readonly OfferCheck[] = [
  {
    row: "rail",
    deviation(entry) {
      const { rail } = extraOf(entry);
      return typeof rail === "string" && RAILS.includes(rail) ? undefined : { message: "extra.rail names none of the network's rails", expected: RAILS.join(" or "), actual: rail ?? "no such member" };
    },
    killedBy: ["server.exact-sepa.rail-missing", "server.exact-sepa.rail-other"],
    alsoKilledBy: BENT,
  },
  {
    row: "inst-settled",
    applies: (entry) => extraOf(entry)["rail"] === "sct-inst",
    deviation(entry) {
      const { deliverOn } = extraOf(entry);
      // Words that nobody knows are matter of deliver-on.
      return deliverOn === "accepted" ? { message: "an offer of instant transfers delivers on acceptance", expected: "settled", actual: deliverOn } : undefined;
    },
    killedBy: ["server.exact-sepa.instant-accepted"],
  },
];

export const checks: readonly Check[] = BANK_NETWORKS.flatMap((network) => {
  const definitions = [...ofEvery.map((make) => make(network)), ...(network.area === "sepa" ? ofSepa : [])];
  return definitions.map(({ row, applies, ...definition }) =>
    entryCheck({
      ...definition,
      requirement: `${network.area}.offer.${row}`,
      scenarios: `server/${network.method}/offers`,
      // An extra of another kind is matter of the core types, and has none of the members all the same.
      applies: (entry) => entry["network"] === network.network && (applies?.(entry) ?? true) && (isObject(entry["extra"]) || entry["extra"] === undefined || Array.isArray(entry["extra"])),
    }),
  );
});
