import { acceptable, defineVectors, invalid, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { pickFlags } from "./_flags.ts";
import { changed, OFFER, ORIGIN } from "./_payloads.ts";
import type { Payload } from "./_payloads.ts";

const NOW = 1795262400;
const SOLANA = { network: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", asset: "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", payTo: "2wKupLR9q6wXYppw8Gr2NvWxKBUqm4PPJKkQfoxHDBg4" };
const NONE = "No entry of accepts has these terms.";

/** The entry of accepts that a payload's terms make. */
const entry = (payload: Payload): Payload => {
  const { scheme, network, amount, asset, payTo } = payload;
  return { scheme, network, amount, asset, payTo, maxTimeoutSeconds: 60, extra: { name: "USDC", version: "2" } };
};

export const vectors = defineVectors({
  operation: "offer.terms.match",
  description: "Which entry of accepts a signed offer is for: by its signed terms, not by its place or acceptIndex.",
  requirements: ["or.offer.matches-accepts", "or.offer.resource", "or.offer.acceptindex-correct", "or.client.match-by-fields", "or.client.index-not-authoritative", "or.client.index-range", "or.client.expiry", "or.client.zero-absent", "or.client.unknown-fields"],
  flags: pickFlags("IndexTrusted", "AmountNotCompared", "TermNotCompared", "AddressCase", "ResourceNotCompared", "OfferExpired", "UnknownMember"),
  groups: () => {
    const cheap = entry(changed(OFFER, { amount: "1" }));
    const solanaOffer = changed(OFFER, SOLANA);
    const accepts = [cheap, entry(OFFER), entry(solanaOffer)];
    const paymentRequired = { x402Version: 2, resource: { url: `${ORIGIN}/weather` }, accepts };
    const input = { payload: OFFER, acceptIndex: 1, paymentRequired, url: `${ORIGIN}/weather`, now: NOW };
    const plain = valid({ id: "plain", comment: "The second of three entries", input, output: { index: 1 } });
    const onSolana = valid({ id: "solana", comment: "The third entry, on Solana", flags: ["AddressCase"], input: { ...input, payload: solanaOffer, acceptIndex: 2 }, output: { index: 2 } });
    const term = (id: string, comment: string, flag: string, member: string, to: unknown) => invalid(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, reason: NONE });
    const [payTo, asset] = [String(OFFER["payTo"]), String(OFFER["asset"])];
    const urls = "One of the two URLs is enough, and this one is neither.";
    return [
      {
        name: "terms",
        comment: "Three entries of one resource",
        tests: [
          plain,
          onSolana,
          ...editsAt(plain, "/acceptIndex").good([["without-accept-index", "No acceptIndex, so that the offer's place would tell the first entry", "IndexTrusted", undefined]]),
          ...editsAt(plain, "/payload").good([
            ["without-valid-until", "An offer without an end", "OfferExpired", changed(OFFER, { validUntil: undefined })],
            ["valid-until-zero", "An offer whose end is 0, which is none", "OfferExpired", changed(OFFER, { validUntil: 0 })],
            ["valid-until-2100", "An offer good until 2100", "OfferExpired", changed(OFFER, { validUntil: 4102444800 })],
            ["unknown-member", "A member of a later text", "UnknownMember", { ...OFFER, discountAmount: "1" }],
          ]),
          ...editsAt(plain, "/paymentRequired/accepts/1").good([
            ["entry-with-more-extra", "More members in the entry's extra, which an offer does not have", "TermNotCompared", { ...entry(OFFER), extra: { name: "USDC", version: "2", assetTransferMethod: "permit2" } }],
            ["entry-long-timeout", "Another timeout, which an offer does not have", "TermNotCompared", { ...entry(OFFER), maxTimeoutSeconds: 86400 }],
          ]),
          ...editsAt(plain, "/url").open([["asked-with-query", "Asked for with a query, sold under resource.url without it", "ResourceNotCompared", `${ORIGIN}/weather?city=Bern`, "The text does not say which of the two URLs the offer has."]]),
          ...editsAt(plain, "/paymentRequired/resource/url").open([["resource-other-spelling", "Sold under another URL than the one asked for, which the offer has", "ResourceNotCompared", "https://www.shop.test/weather", "The text does not say which of the two URLs the offer has."]]),
          term("amount-less", "An amount below every entry's", "AmountNotCompared", "amount", "9999"),
          term("amount-more", "An amount above every entry's", "AmountNotCompared", "amount", "10001"),
          term("amount-scaled", "The amount in whole tokens", "AmountNotCompared", "amount", "0.01"),
          term("pay-to-other", "Another recipient", "TermNotCompared", "payTo", "0x90F79bf6EB2c4f870365E785982E1f101E93b906"),
          term("asset-other", "Another token", "TermNotCompared", "asset", "0x036CbD53842c5426634e7929541eC2318f3dCF7e"),
          term("network-other", "Another network of EVM", "TermNotCompared", "network", "eip155:84532"),
          term("network-mixed", "The network of the third entry with the addresses of the second", "TermNotCompared", "network", SOLANA.network),
          term("scheme-other", "Another scheme", "TermNotCompared", "scheme", "upto"),
          ...editsAt(plain, "/paymentRequired/accepts/1/amount").refused([["entry-dearer", "The entry at acceptIndex asks for more than was signed", "IndexTrusted", "20000", "The index decides nothing against the signed terms."]]),
          ...editsAt(plain, "/paymentRequired/accepts/1/payTo").refused([["entry-pays-other", "The entry at acceptIndex pays somebody else", "IndexTrusted", "0x90F79bf6EB2c4f870365E785982E1f101E93b906", "The index decides nothing against the signed terms."]]),
          ...editsAt(plain, "/paymentRequired/accepts").refused([["no-entries", "No entry at all", "TermNotCompared", [], NONE]]),
          ...editsAt(plain, "/payload/resourceUrl").refused([
            ["resource-other-path", "Another resource of the service", "ResourceNotCompared", `${ORIGIN}/news`, urls],
            ["resource-other-site", "Another site's resource", "ResourceNotCompared", "https://other.test/weather", urls],
            ["resource-origin-alone", "The service without a resource", "ResourceNotCompared", ORIGIN, urls],
          ]),
          invalid(onSolana, { id: "solana-other-case", comment: "The recipient on Solana with a letter in the other case, which is another account", flags: ["AddressCase"], path: "/payload/payTo", to: SOLANA.payTo.replace("K", "k"), reason: NONE }),
          ...editsAt(plain, "/acceptIndex").open([
            ["accept-index-other-entry", "An acceptIndex that points to the cheaper entry", "IndexTrusted", 0, "The terms decide, and they are the second entry's; a client may well turn away an offer that contradicts itself."],
            ["accept-index-99", "An acceptIndex out of range", "IndexTrusted", 99, "The terms decide; a client should notice, and may turn the offer away."],
            ["accept-index-negative", "A negative acceptIndex", "IndexTrusted", -1, "The terms decide; a client should notice, and may turn the offer away."],
            ["accept-index-text", "acceptIndex as a string", "IndexTrusted", "1", "The terms decide; a client should notice, and may turn the offer away."],
          ]),
          ...editsAt(plain, "/payload/validUntil").open([
            ["ended", "An offer that ended an hour ago", "OfferExpired", NOW - 3600, "Clients should look before they pay; whether an ended offer is for these terms all the same is not said."],
            ["ends-now", "An offer that ends at this second", "OfferExpired", NOW, "The server may refuse payments after the end, and this is the end itself."],
          ]),
          acceptable(plain, { id: "lower-case-addresses", comment: "Addresses in lower case", flags: ["AddressCase"], path: "/payload", to: changed(OFFER, { payTo: payTo.toLowerCase(), asset: asset.toLowerCase() }), reason: "It is the same address by EIP-55; that a reader has to compare so, the text does not say." }),
          acceptable(plain, { id: "amount-leading-zeros", comment: "Leading zeros before the amount", flags: ["AmountNotCompared"], path: "/payload/amount", to: "0010000", reason: "It is the same number in a notation that no sender should use." }),
          acceptable(plain, { id: "resource-trailing-slash", comment: "A slash behind the resource", flags: ["ResourceNotCompared"], path: "/payload/resourceUrl", to: `${ORIGIN}/weather/`, reason: "Whether both are one resource is the service's affair." }),
        ],
      },
      {
        name: "reordered",
        comment: "One entry, which is not where acceptIndex says",
        tests: [
          valid({ id: "first-of-two", comment: "No acceptIndex, the first of two entries", flags: ["IndexTrusted"], input: { payload: OFFER, paymentRequired: { ...paymentRequired, accepts: [entry(OFFER), cheap] }, url: input.url, now: NOW }, output: { index: 0 } }),
          valid({ id: "last-of-four", comment: "No acceptIndex, the last of four entries", flags: ["IndexTrusted"], input: { payload: OFFER, paymentRequired: { ...paymentRequired, accepts: [cheap, entry(solanaOffer), entry(changed(OFFER, { network: "eip155:84532" })), entry(OFFER)] }, url: input.url, now: NOW }, output: { index: 3 } }),
          valid({ id: "same-terms-other-scheme", comment: "Two entries that differ in the scheme alone", flags: ["TermNotCompared"], input: { payload: changed(OFFER, { scheme: "upto" }), paymentRequired: { ...paymentRequired, accepts: [entry(OFFER), entry(changed(OFFER, { scheme: "upto" }))] }, url: input.url, now: NOW }, output: { index: 1 } }),
        ],
      },
    ];
  },
});
