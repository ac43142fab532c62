import { isAddress } from "viem";
import type { Check } from "../check.ts";
import { entryCheck } from "../server-offers.ts";
import { isObject, type JsonObject } from "../server-steps.ts";

/** x402-specification-v2.md §5.1.2, the PaymentRequirements table, and §11.1. */

/** Laxer than CAIP-2 itself: names used upstream need it. */
const NETWORK = /^[-a-z0-9]{3,32}:[-_a-zA-Z0-9+/=]{1,64}$/;

/** A fiat entry, whose network is no blockchain's. */
const isFiat = ({ asset }: JsonObject): boolean => typeof asset === "string" && /^[A-Z]{3}$/.test(asset);
/** Where asset and payTo have to be addresses; other schemes may name something else. */
const onEvm = ({ network, scheme }: JsonObject): boolean => scheme === "exact" && typeof network === "string" && network.startsWith("eip155:");
/** A rail whose own binding leaves the timeout out: schemes/batch-settlement/batch_settlement_cloudflare.md. */
const isTimeless = ({ network }: JsonObject): boolean => network === "cloudflare:402";
const isEvmAddress = (value: unknown): boolean => typeof value === "string" && isAddress(value, { strict: false });

export const checks: readonly Check[] = [
  entryCheck({
    requirement: "core.requirements.scheme",
    deviation: ({ scheme }) => (typeof scheme === "string" && scheme !== "" ? undefined : { message: "scheme is not a string", expected: "a scheme identifier", actual: scheme ?? "no such member" }),
    killedBy: ["server.offer.without-scheme"],
  }),
  entryCheck({
    requirement: "core.requirements.network-caip2",
    applies: (entry) => !isFiat(entry),
    deviation: ({ network }) => (typeof network === "string" && NETWORK.test(network) ? undefined : { message: "network is not of the form namespace:reference", expected: "e.g. eip155:84532", actual: network ?? "no such member" }),
    killedBy: ["server.offer.v1-network-name"],
  }),
  entryCheck({
    requirement: "core.requirements.amount-string",
    // The network cloudflare:402 tells its price to agents alone that it knows: cf.offer.amount.
    applies: (entry) => "amount" in entry || (!("maxAmountRequired" in entry) && !isTimeless(entry)),
    deviation: ({ amount }) => (typeof amount === "string" && /^[0-9]+$/.test(amount) ? undefined : { message: "amount is not a string of decimal digits", expected: "atomic units in decimal", actual: amount ?? "no such member" }),
    killedBy: ["server.offer.amount-number"],
  }),
  entryCheck({
    requirement: "core.requirements.amount-v1-name",
    deviation: (entry) => ("amount" in entry || !("maxAmountRequired" in entry) ? undefined : { message: "the price is in maxAmountRequired, a member of version 1", expected: "amount", actual: entry }),
    killedBy: ["server.offer.v1-amount-name"],
  }),
  entryCheck({
    requirement: "core.requirements.asset",
    deviation(entry) {
      const { asset } = entry;
      if (typeof asset !== "string" || asset === "") return { message: "asset is not a string", expected: "a token address or ISO 4217 code", actual: asset ?? "no such member" };
      return onEvm(entry) && !isEvmAddress(asset) ? { message: "asset on an EVM network is not a contract address", expected: "0x and 40 hex digits", actual: asset } : undefined;
    },
    killedBy: ["server.offer.asset-ticker"],
  }),
  entryCheck({
    requirement: "core.requirements.payto",
    deviation(entry) {
      const { payTo } = entry;
      if (typeof payTo !== "string" || payTo === "") return { message: "payTo is not a string", expected: "an address or a role name", actual: payTo ?? "no such member" };
      // A bare word may be a role constant. What looks like hex or base58 of another family is an address that cannot be paid.
      const foreign = onEvm(entry) && !isEvmAddress(payTo) && /^(0x[0-9a-f]*|[1-9A-HJ-NP-Za-km-z]{32,44})$/i.test(payTo);
      return foreign ? { message: "payTo is no address of the entry's network", expected: "0x and 40 hex digits", actual: payTo } : undefined;
    },
    killedBy: ["server.offer.without-payto"],
  }),
  entryCheck({
    requirement: "core.requirements.maxtimeout",
    applies: (entry) => !isTimeless(entry),
    deviation: ({ maxTimeoutSeconds }) => (typeof maxTimeoutSeconds === "number" ? undefined : { message: "maxTimeoutSeconds is not a number", expected: "seconds, as a JSON number", actual: maxTimeoutSeconds ?? "no such member" }),
    killedBy: ["server.offer.timeout-string"],
  }),
  entryCheck({
    requirement: "core.requirements.maxtimeout-positive",
    applies: (entry) => typeof entry["maxTimeoutSeconds"] === "number" && !isFiat(entry) && !isTimeless(entry),
    deviation: ({ maxTimeoutSeconds }) => (Number(maxTimeoutSeconds) > 0 ? undefined : { message: "maxTimeoutSeconds leaves no time to pay", expected: "more than zero seconds", actual: maxTimeoutSeconds }),
    killedBy: ["server.offer.timeout-zero"],
  }),
  entryCheck({
    requirement: "core.requirements.extra-type",
    applies: (entry) => "extra" in entry,
    deviation: ({ extra }) => (isObject(extra) ? undefined : { message: "extra is not an object", expected: "an object, or no such member", actual: extra }),
    killedBy: ["server.offer.extra-array"],
  }),
];
