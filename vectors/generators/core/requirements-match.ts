import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { CARD, DAI, EURC, SOLANA, USDC } from "./_offers.ts";
import { FLAGS } from "./_requirements-match-flags.ts";

const matching = (options: { id: string; comment: string; flags?: readonly string[]; offered: readonly object[]; accepted: object; index: number }): DraftTest => {
  const { id, comment, flags = [], offered, accepted, index } = options;
  // Copies, because an object that stands in two places would be edited in both.
  return valid({ id, comment, flags, input: { offered: offered.map((offer) => structuredClone(offer)), accepted: structuredClone(accepted) }, output: { index } });
};
const refuseFrom = (of: DraftTest) => (id: string, comment: string, flag: string, path: string, to: unknown, reason = "The payment names terms that are not offered."): DraftTest =>
  invalid(of, { id, comment, flags: [flag], path, to, reason });
const openFrom = (of: DraftTest) => (id: string, comment: string, flag: string, path: string, to: unknown, reason: string): DraftTest => acceptable(of, { id, comment, flags: [flag], path, to, reason });

const MISSHAPEN = "What is no whole payment option accepts none.";
const TIMEOUT = "The text does not say that the time is among the terms a match depends on.";
const SPELLING = "The client repeats what it was offered; whether another spelling of the same address counts as the same, the text does not say.";
const ADDED = "The text does not say what a member added to the offer's own does to a match.";

const one = (): readonly DraftTest[] => {
  const plain = matching({ id: "plain", comment: "One offer, repeated", offered: [USDC], accepted: USDC, index: 0 });
  const refuse = refuseFrom(plain);
  const open = openFrom(plain);
  const reversed = Object.fromEntries(Object.entries({ ...USDC, extra: { version: "2", name: "USDC" } }).toReversed());
  return [
    plain,
    matching({ id: "members-reversed", comment: "Members in reverse order, at both depths", flags: ["TextCompared"], offered: [USDC], accepted: reversed, index: 0 }),
    stillValid(plain, { id: "other-offer-before", comment: "An offer of a scheme nobody knows comes first", flags: ["FirstOffer"], path: "/offered", to: [{ ...USDC, scheme: "future" }, USDC], output: { index: 1 } }),
    stillValid(plain, { id: "card-offer-behind", comment: "An offer on a rail that is no chain comes second", flags: ["FirstOffer"], path: "/offered", to: [USDC, CARD] }),
    refuse("lower-amount", "One unit less", "AmountNotCompared", "/accepted/amount", "9999"),
    refuse("amount-one", "The smallest amount", "AmountNotCompared", "/accepted/amount", "1"),
    refuse("amount-zero", "Nothing", "AmountNotCompared", "/accepted/amount", "0"),
    refuse("higher-amount", "One unit more", "AmountNotCompared", "/accepted/amount", "10001"),
    refuse("longer-amount", "The offered amount with another digit behind it", "AmountNotCompared", "/accepted/amount", "100000"),
    refuse("amount-as-number", "The same amount as a JSON number", "LooseEquality", "/accepted/amount", 10000, MISSHAPEN),
    refuse("amount-with-exponent", "The same amount with an exponent", "LooseEquality", "/accepted/amount", "1e4"),
    refuse("amount-as-hex", "The same amount in hexadecimal", "LooseEquality", "/accepted/amount", "0x2710"),
    refuse("amount-with-point", "The same amount with a fraction of nothing", "LooseEquality", "/accepted/amount", "10000.0"),
    refuse("amount-with-space", "The same amount behind a space", "LooseEquality", "/accepted/amount", " 10000"),
    refuse("other-pay-to", "Another recipient", "PayToNotCompared", "/accepted/payTo", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"),
    refuse("look-alike-pay-to", "A recipient that begins and ends as the offered one does", "PayToNotCompared", "/accepted/payTo", "0x70997970C51812dc3A010C7d01b50e0d17dc79c9"),
    refuse("pay-to-in-list", "The recipient in a list", "LooseEquality", "/accepted/payTo", [USDC.payTo], MISSHAPEN),
    refuse("other-asset", "Another token", "AssetNotCompared", "/accepted/asset", EURC.asset),
    refuse("ticker-for-asset", "The token's ticker instead of its address", "AssetNotCompared", "/accepted/asset", "USDC"),
    refuse("other-network", "Another chain", "NetworkNotCompared", "/accepted/network", "eip155:43113"),
    refuse("network-cut", "The offered chain's number without its last digit", "NetworkNotCompared", "/accepted/network", "eip155:8453"),
    refuse("wildcard-network", "A pattern that covers the offered chain", "NetworkPattern", "/accepted/network", "eip155:*"),
    refuse("v1-network", "The chain's name in version 1", "NetworkNotCompared", "/accepted/network", "base-sepolia"),
    refuse("other-scheme", "Another scheme", "SchemeNotCompared", "/accepted/scheme", "upto"),
    ...(["scheme", "network", "amount", "asset", "payTo"] as const).map((member) => refuse(`without-${member.toLowerCase()}`, `Without ${member}`, "MissingMember", `/accepted/${member}`, undefined, MISSHAPEN)),
    refuse("amount-null", "null as amount", "MissingMember", "/accepted/amount", null, MISSHAPEN),
    refuse("only-scheme-and-network", "Scheme and network alone, as a payment of version 1 has them", "MissingMember", "/accepted", { scheme: USDC.scheme, network: USDC.network }, MISSHAPEN),
    refuse("v1-member", "The amount under its name of version 1", "MissingMember", "/accepted", Object.fromEntries(Object.entries(USDC).map(([name, value]) => [name === "amount" ? "maxAmountRequired" : name, value])), MISSHAPEN),
    refuse("no-accepted", "No accepted at all", "NotAnOffer", "/accepted", undefined, MISSHAPEN),
    refuse("accepted-null", "null", "NotAnOffer", "/accepted", null, MISSHAPEN),
    refuse("accepted-empty", "An empty object", "NotAnOffer", "/accepted", {}, MISSHAPEN),
    refuse("accepted-index", "The offer's place in the list", "NotAnOffer", "/accepted", 0, MISSHAPEN),
    refuse("accepted-list", "The list of offers", "NotAnOffer", "/accepted", [USDC], MISSHAPEN),
    refuse("accepted-text", "The offer as JSON in a string", "NotAnOffer", "/accepted", JSON.stringify(USDC), MISSHAPEN),
    refuse("nothing-offered", "The list of offers is empty", "NothingOffered", "/offered", []),
    refuse("price-went-up", "The price went up since the client saw the offer", "AmountNotCompared", "/offered/0/amount", "20000"),
    refuse("recipient-changed", "The recipient changed since the client saw the offer", "PayToNotCompared", "/offered/0/payTo", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"),
    open("leading-zero", "The same amount behind a zero", "TextCompared", "/accepted/amount", "010000", "Whether zeros may stand before an amount is open."),
    open("pay-to-lower-case", "The recipient in small letters", "AddressCase", "/accepted/payTo", USDC.payTo.toLowerCase(), SPELLING),
    open("asset-upper-case", "The token's address in capitals", "AddressCase", "/accepted/asset", `0x${USDC.asset.slice(2).toUpperCase()}`, SPELLING),
    open("offered-lower-case", "The offer has the recipient in small letters, the payment with its checksum", "AddressCase", "/offered/0/payTo", USDC.payTo.toLowerCase(), SPELLING),
    open("scheme-capital", "The scheme with a capital", "SchemeNotCompared", "/accepted/scheme", "Exact", "No text says whether letter case counts in names of schemes."),
    open("timeout-as-text", "The same time as a text", "TimeoutCompared", "/accepted/maxTimeoutSeconds", "60", TIMEOUT),
    open("without-maxtimeoutseconds", "Without maxTimeoutSeconds", "TimeoutCompared", "/accepted/maxTimeoutSeconds", undefined, TIMEOUT),
    open("other-timeout", "More time than was offered", "TimeoutCompared", "/accepted/maxTimeoutSeconds", 600, TIMEOUT),
    open("added-member", "A member the offer does not have", "AddedMember", "/accepted/description", "Weather", ADDED),
    open("added-extra", "A member of extra the offer does not have", "AddedMember", "/accepted/extra/memo", "order 7", ADDED),
    open("without-extra", "Without extra", "ExtraCompared", "/accepted/extra", undefined, "Clients should repeat extra; whether its lack fails a match, the text does not say."),
    open("extra-null", "null as extra", "ExtraCompared", "/accepted/extra", null, "Clients should repeat extra; whether its lack fails a match, the text does not say."),
    open("other-domain-name", "Another name of the signing domain in extra", "ExtraCompared", "/accepted/extra/name", "USD Coin", "The terms that move money are the offered ones; that extra has to be equal, the text does not say of servers."),
    open("flow-added", "A payment flow the offer does not name", "AddedMember", "/accepted/extra/paymentFlow", "escrow", "Refused as terms never offered, or processed on the offer's own terms: both readings are in use."),
    open("offered-twice", "The same offer twice", "FirstOffer", "/offered/1", USDC, "Two offers that are the same cannot be told apart; either place is right."),
  ];
};

const several = (): readonly DraftTest[] => {
  const offered = [USDC, EURC, DAI, SOLANA];
  const plain = matching({ id: "first-of-four", comment: "The first of four offers", offered, accepted: USDC, index: 0 });
  const second = matching({ id: "second-of-four", comment: "The second, of the same scheme and network as the first", flags: ["FirstOffer"], offered, accepted: EURC, index: 1 });
  const third = matching({ id: "third-of-four", comment: "The third, of the same scheme and network as the first two", flags: ["FirstOffer"], offered, accepted: DAI, index: 2 });
  const fourth = matching({ id: "fourth-of-four", comment: "The only one on its network", flags: ["FirstOffer"], offered, accepted: SOLANA, index: 3 });
  const tiers = [{ ...USDC, amount: "10000" }, { ...USDC, amount: "5000" }, { ...USDC, amount: "20000" }];
  const flows = [USDC, { ...USDC, extra: { ...USDC.extra, assetTransferMethod: "permit2" } }];
  return [
    plain,
    second,
    third,
    fourth,
    matching({ id: "only-amount-differs", comment: "Three offers that differ in the amount alone: the middle one", flags: ["FirstOffer"], offered: tiers, accepted: { ...USDC, amount: "5000" }, index: 1 }),
    matching({ id: "only-amount-differs-last", comment: "The dearest of them", flags: ["FirstOffer"], offered: tiers, accepted: { ...USDC, amount: "20000" }, index: 2 }),
    matching({ id: "only-recipient-differs", comment: "Two offers that differ in the recipient alone", flags: ["FirstOffer"], offered: [USDC, { ...USDC, payTo: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC" }], accepted: { ...USDC, payTo: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC" }, index: 1 }),
    matching({ id: "only-method-differs", comment: "Two offers that differ in the transfer method alone, which is a member of extra", flags: ["FirstOffer"], offered: flows, accepted: { ...USDC, extra: { ...USDC.extra, assetTransferMethod: "permit2" } }, index: 1 }),
    matching({ id: "only-scheme-differs", comment: "Two offers that differ in the scheme alone", flags: ["FirstOffer"], offered: [USDC, { ...USDC, scheme: "upto" }], accepted: { ...USDC, scheme: "upto" }, index: 1 }),
    refuseFrom(third)("price-of-another-offer", "The dear token at the price of the cheap one", "AmountNotCompared", "/accepted/amount", USDC.amount),
    refuseFrom(third)("token-of-another-offer", "The amount of one offer, in the token of another", "AssetNotCompared", "/accepted/asset", USDC.asset),
    refuseFrom(plain)("network-of-another-offer", "The terms of one offer on the network of another", "NetworkNotCompared", "/accepted/network", SOLANA.network),
    refuseFrom(fourth)("recipient-of-another-offer", "The recipient of an offer on another network", "PayToNotCompared", "/accepted/payTo", USDC.payTo),
    refuseFrom(fourth)("base58-in-small-letters", "A Solana address in small letters, which is another address", "Base58Case", "/accepted/payTo", SOLANA.payTo.toLowerCase()),
    refuseFrom(fourth)("network-in-small-letters", "A network's reference in small letters", "Base58Case", "/accepted/network", SOLANA.network.toLowerCase()),
    openFrom(fourth)("fresh-hint", "A member of extra that the server makes anew for every offer is that of an earlier one", "ExtraCompared", "/accepted/extra/recentBlockhash", "4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZAMdL4VZHirAn", ADDED),
    openFrom(fourth)("other-fee-payer", "Another fee payer in extra", "ExtraCompared", "/accepted/extra/feePayer", "2wKupLR9q6wXYppw8Gr2NvWxKBUqm4PPJKkQfoxHDBg4", "The terms that move money are the offered ones; that extra has to be equal, the text does not say of servers."),
  ];
};

const special = (): readonly DraftTest[] => {
  const large = { ...DAI, amount: "9007199254740993" };
  const exact = matching({ id: "above-2-53", comment: "An amount that a double does not have", flags: ["AmountAsNumber"], offered: [large], accepted: large, index: 0 });
  const foreign = { ...USDC, extra: { name: "Pièce d’or 🪙", version: "1" } };
  const nested = { ...USDC, extra: { name: "USDC", version: "2", tiers: [{ upTo: 10, price: "1" }, { upTo: 20, price: "2" }], empty: {}, none: null, rate: 0.1 } };
  const merchant = { ...CARD, payTo: "merchant", network: "cloudflare:402" };
  const fiat = matching({ id: "fiat", comment: "A currency as asset and a role as recipient", flags: ["AddressesOnly"], offered: [merchant], accepted: merchant, index: 0 });
  const bare = { scheme: USDC.scheme, network: USDC.network, amount: USDC.amount, asset: USDC.asset, payTo: USDC.payTo, maxTimeoutSeconds: USDC.maxTimeoutSeconds };
  return [
    exact,
    refuseFrom(exact)("above-2-53-neighbour", "The neighbour that a double has in its place", "AmountAsNumber", "/accepted/amount", "9007199254740992"),
    fiat,
    refuseFrom(fiat)("fiat-other-currency", "Another currency of the same amount", "AssetNotCompared", "/accepted/asset", "JPY"),
    matching({ id: "no-extra", comment: "An offer without extra", flags: ["ExtraCompared"], offered: [bare], accepted: bare, index: 0 }),
    matching({ id: "nested-extra", comment: "Lists, objects, null and a fraction in extra, members in another order", flags: ["TextCompared"], offered: [nested], accepted: { ...nested, extra: Object.fromEntries(Object.entries(nested.extra).toReversed()) }, index: 0 }),
    matching({ id: "characters-outside-ascii", comment: "Characters outside ASCII in extra", flags: ["TextCompared"], offered: [foreign], accepted: foreign, index: 0 }),
    matching({ id: "offer-with-unknown-member", comment: "The offer itself has a member nobody knows, and it is repeated", flags: ["AddedMember"], offered: [{ ...USDC, "x-note": "sale" }], accepted: { ...USDC, "x-note": "sale" }, index: 0 }),
  ];
};

export const vectors = defineVectors({
  operation: "requirements.match",
  description: "Which of a server's offers a payment accepts, if any.",
  requirements: ["core.payload.accepted", "core.payload.accepted-extra", "core.payload.accepted-match", "core.payload.accepted-key-order", "core.payload.v1-shape-rejected", "core.requirements.amount-v1-name", "http.req.malformed-schema"],
  flags: FLAGS,
  groups: () => [
    { name: "one-offer", comment: "One offer, and payments that differ from it in one place", tests: one() },
    { name: "several-offers", comment: "Offers that have most members in common", tests: several() },
    { name: "unusual-terms", comment: "Terms that comparison by number, text or address gets wrong", tests: special() },
  ],
});
