import { check, type Check } from "../check.ts";
import { isCurrency, isMeantForCloudflare, isPriced, OFFERS, servedTwin } from "../cloudflare-steps.ts";
import { type Deviation, entryCheck, routeCheck } from "../server-offers.ts";
import { answered, isObject, type JsonObject, object, readHeader } from "../server-steps.ts";

/** schemes/batch-settlement/scheme_batch_settlement_cloudflare.md, PaymentRequired for batch-settlement. */

const EXTENSION = "http-message-signatures";
/** https://semver.org, the core of its grammar. */
const SEMVER = /^(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

interface CloudflareOfferCheck {
  readonly requirement: string;
  /** Requests without payment whose answers count, default those without signature alone. */
  readonly steps?: (as: string) => boolean;
  /** Which offers it speaks of, default all. */
  readonly where?: (entry: JsonObject) => boolean;
  readonly deviation: (entry: JsonObject) => Deviation;
  readonly killedBy: readonly string[];
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
}

function offerCheck({ where = () => true, ...rest }: CloudflareOfferCheck): Check {
  return entryCheck({ ...rest, scenarios: OFFERS, applies: (entry) => isMeantForCloudflare(entry) && where(entry) });
}

/** Entries for the network in the answer to a request. */
function offersIn(message: unknown): readonly JsonObject[] {
  const { accepts } = object(message);
  return Array.isArray(accepts) ? (accepts as unknown[]).filter(isObject).filter(isMeantForCloudflare) : [];
}

export const checks: readonly Check[] = [
  offerCheck({
    requirement: "cf.offer.constants",
    deviation({ scheme, network, payTo }) {
      const found = { scheme, network, payTo };
      return scheme === "batch-settlement" && network === "cloudflare:402" && payTo === "merchant" ? undefined : { message: "scheme, network and payTo are not the network's", expected: "batch-settlement, cloudflare:402 and merchant", actual: found };
    },
    killedBy: ["server.batch-settlement-cloudflare.payto-account", "server.batch-settlement-cloudflare.network-name"],
    alsoKilledBy: { "server.offer.without-scheme": "what is missing is not the constant", "server.offer.without-payto": "what is missing is not the constant", "server.offer.v1-network-name": "the name of another network" },
  }),
  offerCheck({
    requirement: "cf.offer.asset-iso4217",
    deviation: ({ asset }) => (isCurrency(asset) ? undefined : { message: "asset is no currency", expected: "a code of ISO 4217, such as USD", actual: asset ?? "no such member" }),
    killedBy: ["server.batch-settlement-cloudflare.asset-small", "server.batch-settlement-cloudflare.asset-stablecoin"],
    alsoKilledBy: { "server.offer.asset-ticker": "the ticker of a token is no currency" },
  }),
  offerCheck({
    requirement: "cf.offer.amount",
    // It may be kept back as long as nobody has shown who asks; whoever signed is told.
    steps: (as) => as === "unpaid" || as === "unpaid-signed",
    where: isPriced,
    deviation: ({ amount }) => (typeof amount === "string" && /^[0-9]+$/.test(amount) ? undefined : { message: "amount is no integer in a string", expected: "decimal digits in the currency's smallest unit", actual: amount }),
    killedBy: ["server.batch-settlement-cloudflare.amount-decimal"],
    alsoKilledBy: { "server.offer.amount-number": "a number is no string" },
  }),
  check({
    id: "cf.offer.amount-told",
    requirement: "cf.offer.amount-told",
    appliesTo: { scenarios: OFFERS },
    witness(trace) {
      // That the target's network knows the agent is told by the payment it takes from it.
      const [step] = servedTwin(trace) === undefined ? [] : answered(trace, "unpaid-signed");
      const offers = step === undefined || step.response.status !== 402 ? [] : offersIn(readHeader(step.response, "payment-required")?.value);
      return step === undefined || offers.length === 0 ? undefined : { step, offers };
    },
    judge({ witness: { step, offers }, pass, fail }) {
      const at = step.response;
      return offers.every(isPriced) ? pass({ at }) : fail("an agent that the network knows and that signed its request is not told the price", { expected: "amount", actual: offers, at });
    },
    killedBy: ["server.offer.v1-amount-name"],
  }),
  offerCheck({
    requirement: "cf.offer.extra-version",
    deviation(entry) {
      const { version } = object(entry["extra"]);
      return typeof version === "string" && SEMVER.test(version) ? undefined : { message: "extra.version is no semantic version", expected: "for example 1.0.0", actual: version ?? "no such member" };
    },
    killedBy: ["server.batch-settlement-cloudflare.version-missing", "server.batch-settlement-cloudflare.version-short"],
    alsoKilledBy: { "server.offer.extra-array": "an array has no member version", "server.offer.without-domain-version": "it is the member of the same name that goes missing" },
  }),
  routeCheck({
    requirement: "cf.offer.ext",
    scenarios: OFFERS,
    applies: (required) => offersIn(required).length > 0,
    deviation(required) {
      const info = object(object(object(required["extensions"])[EXTENSION])["info"]);
      const missing = ["registrationUrl", "signatureSchemes", "tags"].filter((member) => info[member] === undefined);
      return missing.length === 0 ? undefined : { message: `${EXTENSION} does not say all that the network asks for`, expected: "registrationUrl, signatureSchemes and tags in info", actual: object(required["extensions"])[EXTENSION] ?? "no such extension" };
    },
    killedBy: ["server.batch-settlement-cloudflare.extension-missing"],
    alsoKilledBy: { "server.batch-settlement-cloudflare.tags-missing": "the network's own text requires the tags", "server.offer.extensions-array": "an array names no extension", "server.offer.extension-without-info": "without info nothing is said in it" },
  }),
];
