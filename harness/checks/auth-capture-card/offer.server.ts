import { loadFiatCurrencies } from "../../../spec/registry-fiat.ts";
import type { RouteAccept } from "../../targets/protocol.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check } from "../check.ts";
import { type Deviation, entryCheck, offeredEntries, offeredRoutes } from "../server-offers.ts";
import { type AnsweredStep, facts, isObject, type JsonObject, object } from "../server-steps.ts";

/** schemes/auth-capture/scheme_auth_capture_card.md 4.2, 4.3 and 6.1: what an offer for cards says. */

const SCENARIO = "server/auth-capture-card/offers";
const LISTED = "server/auth-capture-card/psp-listed";
const CURRENCIES: ReadonlySet<string> = new Set(loadFiatCurrencies().map(({ code }) => code));
/** The first second that needs eleven digits, and the last that needs nine: milliseconds lie above, durations below. */
const FIRST_SECOND = 1_000_000_000;
const LAST_SECOND = 9_999_999_999;

const extraOf = (entry: JsonObject): JsonObject => object(entry["extra"]);

/** Names of card networks that are also names of companies which process cards. */
const NETWORK_NAMES: ReadonlySet<string> = new Set(["visa", "mastercard", "amex", "discover", "diners", "jcb", "unionpay"]);

/**
 * By what was configured, and else by scheme or network: whichever of them is wrong, the other one tells. The scheme has
 * bindings of other networks, and the text foresees other schemes for cards (9): neither is matter of this one.
 */
function isCard(entry: JsonObject, trace: Trace): boolean {
  const { scheme, network, extra } = entry;
  const [wanted] = configured(trace, entry);
  if (wanted !== undefined) return wanted.scheme === "auth-capture" && wanted.network.startsWith("card:");
  if (scheme !== undefined && scheme !== "auth-capture") return false;
  return typeof network === "string" && /^card(?::|$)/.test(network) ? true : scheme === "auth-capture" && typeof object(extra)["psp"] === "string";
}

/** Which configured entries it may be, where the target serves routes as it is told to: those on its network, and the one in its place unless more are offered. */
function configured(trace: Trace, entry: JsonObject): readonly RouteAccept[] {
  const known = facts(trace);
  const offered = offeredEntries(trace);
  const found = offered.find((other) => other.entry === entry);
  if (known?.configured !== true || found === undefined) return [];
  const accepts = known.routes[found.step.route ?? ""]?.accepts ?? [];
  const more = offered.filter(({ step }) => step === found.step).length > accepts.length;
  return [...accepts.filter(({ network }) => network === entry["network"]), ...(more ? [] : accepts.slice(found.index, found.index + 1))];
}

interface Offered {
  readonly requirement: string;
  readonly scenarios?: string;
  readonly applies?: (entry: JsonObject) => boolean;
  readonly deviation: (entry: JsonObject, trace: Trace) => Deviation;
  readonly killedBy: readonly string[];
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
}

function offerCheck({ applies = () => true, deviation, ...definition }: Offered): Check {
  return entryCheck({ scenarios: SCENARIO, ...definition, applies: (entry, trace) => isCard(entry, trace) && applies(entry), deviation: (entry, _step, trace) => deviation(entry, trace) });
}

export const checks: readonly Check[] = [
  offerCheck({
    requirement: "card.offer.network",
    deviation({ scheme, network, extra }) {
      const [, name] = /^card:([-_a-zA-Z0-9]{1,32})$/.exec(typeof network === "string" ? network : "") ?? [];
      const psp = String(object(extra)["psp"]).toLowerCase();
      const expected = "scheme auth-capture, and card: with a card network's name";
      // That it is there at all is core.requirements.scheme.
      if (scheme !== undefined && scheme !== "auth-capture") return { message: "the scheme of a card offer is not auth-capture", expected, actual: scheme };
      // Which card networks there are the text does not say; a provider is none, unless it runs one.
      return name === undefined || (name.toLowerCase().split(/[-_]/).includes(psp) && !NETWORK_NAMES.has(psp)) ? { message: "the network of an offer names no card network", expected, actual: network ?? "no such member" } : undefined;
    },
    killedBy: ["server.auth-capture-card.network-psp"],
    alsoKilledBy: {
      "server.offer.v1-network-name": "a name of version 1 is no card network",
    },
  }),
  check({
    id: "card.offer.per-network",
    requirement: "card.offer.per-network",
    appliesTo: { scenarios: SCENARIO },
    witness: (trace) => severalOffers(trace, "networks"),
    judge({ witness: { offered, wanted, at }, pass, fail }) {
      // What they are called is matter of card.offer.network.
      return new Set(offered).size >= new Set(wanted).size ? pass({ at }) : fail("a card network that is accepted has no entry of its own", { expected: wanted.join(", "), actual: offered.join(", "), at });
    },
    killedBy: ["server.auth-capture-card.networks-merged"],
    alsoKilledBy: { "server.offer.v1-network-name": "who calls every network the same has no entry for each" },
  }),
  offerCheck({
    requirement: "card.offer.asset",
    deviation: ({ asset }) => (typeof asset === "string" && CURRENCIES.has(asset) ? undefined : { message: "asset is no currency's alphabetic code", expected: "three capital letters of ISO 4217", actual: asset ?? "no such member" }),
    killedBy: ["server.auth-capture-card.asset-small-letters"],
    alsoKilledBy: {
      "server.offer.asset-ticker": "a token's ticker is no currency",
    },
  }),
  offerCheck({
    requirement: "card.offer.amount",
    deviation(entry, trace) {
      const { amount } = entry;
      if (typeof amount !== "string" || !/^[0-9]+$/.test(amount)) return { message: "amount is no whole number of minor units", expected: "a string of decimal digits", actual: amount ?? "no such member" };
      const wanted = configured(trace, entry);
      const [first] = wanted;
      return first === undefined || wanted.some((one) => one.amount === amount) ? undefined : { message: `amount is not the price in minor units of ${first.asset}`, expected: first.amount, actual: amount };
    },
    killedBy: ["server.auth-capture-card.amount-decimal", "server.auth-capture-card.exponent-fixed"],
    alsoKilledBy: {
      "server.offer.amount-number": "a JSON number is no decimal text",
      "server.offer.v1-amount-name": "what is missing is no amount",
    },
  }),
  offerCheck({
    requirement: "card.offer.payto",
    deviation(entry, trace) {
      const { payTo } = entry;
      const wanted = configured(trace, entry);
      // Of an account that nobody told us, this much can be said.
      const none = typeof payTo !== "string" || payTo === "" || payTo === "merchant" || /^0x[0-9a-fA-F]{40}$/.test(payTo);
      const other = wanted.length > 0 && !wanted.some((one) => one.payTo === payTo);
      return none || other ? { message: "payTo is not the merchant's account at the PSP", expected: wanted[0]?.payTo ?? "an account at the PSP", actual: payTo ?? "no such member" } : undefined;
    },
    killedBy: ["server.auth-capture-card.payto-role"],
    alsoKilledBy: {
      "server.offer.without-payto": "what is missing is no account",
    },
  }),
  offerCheck({
    requirement: "card.offer.psp",
    deviation(entry) {
      const { psp } = extraOf(entry);
      return typeof psp === "string" && psp.trim() !== "" && psp === psp.toLowerCase() ? undefined : { message: "extra.psp does not name the PSP in small letters", expected: "a name without capitals", actual: psp ?? "no such member" };
    },
    killedBy: ["server.auth-capture-card.psp-capitals"],
    alsoKilledBy: {
      "server.offer.extra-array": "an array has no member psp",
    },
  }),
  offerCheck({
    requirement: "card.offer.psp-supported",
    scenarios: LISTED,
    deviation(entry, trace) {
      const { psps = [] } = trace.mark<{ psps: readonly string[] }>("listed") ?? {};
      const { psp } = extraOf(entry);
      // How it is written is matter of card.offer.psp.
      return psps.includes(String(psp).toLowerCase()) ? undefined : { message: "extra.psp is none the facilitator lists for the card network", expected: psps.join(", "), actual: psp ?? "no such member" };
    },
    killedBy: ["server.auth-capture-card.psp-unlisted"],
    alsoKilledBy: {
      "server.offer.extra-array": "an array has no member psp",
    },
  }),
  offerCheck({
    requirement: "card.offer.flow",
    deviation(entry) {
      const { paymentFlow } = extraOf(entry);
      return paymentFlow === "escrow" ? undefined : { message: "extra.paymentFlow of a card offer is not escrow", expected: "escrow", actual: paymentFlow ?? "no such member" };
    },
    killedBy: ["server.auth-capture-card.flow-missing", "server.auth-capture-card.flow-upfront"],
    alsoKilledBy: {
      "server.offer.extra-array": "an array has no member paymentFlow",
      "server.offer.flow-unstated": "on cards the flow of every offer is to be stated",
    },
  }),
  offerCheck({
    requirement: "card.offer.capture-deadline",
    applies: (entry) => "captureDeadline" in extraOf(entry),
    deviation(entry) {
      const { captureDeadline } = extraOf(entry);
      return typeof captureDeadline === "number" && captureDeadline >= FIRST_SECOND && captureDeadline <= LAST_SECOND
        ? undefined
        : { message: "extra.captureDeadline is no moment in Unix seconds", expected: "a JSON number of seconds since 1970", actual: captureDeadline };
    },
    killedBy: ["server.auth-capture-card.deadline-milliseconds"],
  }),
  check({
    id: "card.offer.order",
    requirement: "card.offer.order",
    appliesTo: { scenarios: SCENARIO },
    witness(trace) {
      const several = ["networks", "card-first", "chain-first"].flatMap((id) => severalOffers(trace, id) ?? []);
      return several.length === 0 ? undefined : several;
    },
    judge({ witness, pass, fail }) {
      for (const { offered, wanted, at } of witness) {
        // Whether they are all there is matter of card.offer.per-network.
        const known = offered.filter((network, index) => wanted.includes(network) && offered.indexOf(network) === index);
        const inOrder = wanted.filter((network) => known.includes(network));
        if (known.join() !== inOrder.join()) return fail("the entries of accepts stand in another order than they were configured in", { expected: inOrder.join(", "), actual: known.join(", "), at });
      }
      return pass({ at: witness.map(({ at }) => at) });
    },
    killedBy: ["server.offer.order-by-network"],
  }),
];

/** On which networks a route with several entries can be paid, as offered and as configured. */
function severalOffers(trace: Trace, id: string): { readonly offered: readonly string[]; readonly wanted: readonly string[]; readonly at: AnsweredStep["response"] } | undefined {
  const known = facts(trace);
  const wanted = known?.configured === true ? known.routes[id]?.accepts.map(({ network }) => network) : undefined;
  const asked = offeredRoutes(trace).find(({ step }) => step.route === id);
  if (wanted === undefined || asked === undefined) return undefined;
  const { accepts } = asked.required;
  // Whether there are offers at all, and in an array, is matter of the area core-types.
  const offered = Array.isArray(accepts) ? (accepts as unknown[]).filter(isObject).map(({ network }) => String(network)) : [];
  return offered.length === 0 ? undefined : { offered, wanted, at: asked.step.response };
}
