import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";

export const vectors = defineVectors({
  operation: "batch.cloudflare.payment.check",
  description: "Commitments on the network cloudflare:402, without their HTTP message signature.",
  requirements: ["cf.server.amount", "cf.server.accepted-match", "cf.server.payload-agrees", "cf.client.payload", "cf.client.accepted", "cf.client.no-embedded-signature", "cf.offer.timeout-optional"],
  flags: pick(FLAGS, "AcceptedNotOffered", "AmountAsText", "CurrencyNotCompared", "AcceptedOverStrict", "PayloadDiffers", "NumberForm"),
  groups: () => {
    const offer = { scheme: "batch-settlement", network: "cloudflare:402", amount: "5", asset: "USD", payTo: "merchant", extra: { version: "1.0.0" } };
    const { extra: _extra, ...bare } = offer;
    const paying = (amount: unknown, asset: unknown = "USD", edit: object = {}) => ({ x402Version: 2, payload: { amount, asset }, accepted: { ...offer, extra: { ...offer.extra }, amount, asset, ...edit } });
    const plain = valid({ id: "plain", comment: "Five cents for what costs five", input: { offers: [offer], payment: paying("5") } });
    const two = valid({ id: "second-offer", comment: "Two offers, of which the second is paid", flags: ["AcceptedNotOffered"], input: { offers: [{ ...offer, amount: "900", asset: "JPY" }, { ...offer, amount: "10" }], payment: paying("10") } });
    const dear = valid({ id: "dear", comment: "A price of 10000, which 9 is below as a number and above as text", flags: ["AmountAsText"], input: { offers: [{ ...offer, amount: "10000" }], payment: paying("10000") } });
    return [{
      name: "payments",
      comment: "Offers, and the decoded PAYMENT-SIGNATURE",
      tests: [
        plain,
        two,
        dear,
        ...goodRows(plain, [
          ["example", "/payment/accepted", { ...bare, maxTimeoutSeconds: 30 }, "AcceptedOverStrict", "accepted of the text's example: maxTimeoutSeconds more and extra.version less"],
          ["without-version", "/payment/accepted", bare, "AcceptedOverStrict", "accepted without extra.version"],
          ["timeout-offered", "/offers/0/maxTimeoutSeconds", 0, "AcceptedOverStrict", "The offer says 0 for its timeout, and accepted leaves it out"],
          ["extensions-echoed", "/payment/extensions", { "http-message-signatures": { info: { tags: ["web-bot-auth"] } } }, "AcceptedOverStrict", "The offered extension is repeated"],
          ["resource", "/payment/resource", { url: "https://example.com/article" }, "AcceptedOverStrict", "The resource is named"],
        ]),
        ...openRows(plain, [
          ["payload-higher", "/payment/payload/amount", "6", "PayloadDiffers", "payload promises more than accepted", "The text does not compare the two."],
          ["payload-lower", "/payment/payload/amount", "4", "PayloadDiffers", "payload promises less than accepted", "The text does not say which of the two is the commitment."],
          ["payload-other-currency", "/payment/payload/asset", "EUR", "PayloadDiffers", "payload names another currency than accepted", "The text does not say which of the two is the commitment."],
          ["more-than-offered", "/payment", paying("6"), "AcceptedNotOffered", "More than the price, in payload and accepted", "Amounts have to suffice, and accepted has to match an offer."],
          ["version-other", "/payment/accepted/extra/version", "1.0.1", "AcceptedOverStrict", "Another version of the network", "Whether that is another offer the text does not say."],
        ]),
        ...refusedRows(plain, [
          ["less", "/payment", paying("4"), "AcceptedNotOffered", "One cent less than the price", "It does not suffice."],
          ["nothing", "/payment", paying("0"), "AcceptedNotOffered", "Nothing", "It does not suffice."],
          ["negative", "/payment", paying("-5"), "NumberForm", "A negative amount", "It does not suffice."],
          ["fraction", "/payment", paying("0.05"), "NumberForm", "The price in dollars", "Amounts are in the currency's smallest unit."],
          ["currency-yen", "/payment", paying("5", "JPY"), "CurrencyNotCompared", "Five yen", "It is another currency."],
          ["currency-lower-case", "/payment", paying("5", "usd"), "CurrencyNotCompared", "The currency in small letters", "It is no code of ISO 4217."],
          ["pay-to-other", "/payment/accepted/payTo", "acct_1Nxyz", "AcceptedNotOffered", "Another recipient than the merchant", "It is none of the offers."],
          ["network-other", "/payment/accepted/network", "eip155:8453", "AcceptedNotOffered", "Another network", "It is none of the offers."],
          ["scheme-other", "/payment/accepted/scheme", "exact", "AcceptedNotOffered", "Another scheme", "It is none of the offers."],
          ["accepted-missing", "/payment/accepted", undefined, "AcceptedNotOffered", "No accepted", "It is none of the offers."],
          ["payload-missing", "/payment/payload", undefined, "PayloadDiffers", "No payload", "There is no commitment."],
        ]),
        ...refusedRows(two, [
          ["first-amount-second-currency", "/payment", paying("900", "EUR"), "CurrencyNotCompared", "The first offer's amount in a third currency", "It is none of the offers."],
          ["second-amount-first-currency", "/payment", paying("10", "JPY"), "CurrencyNotCompared", "The second offer's amount in the first one's currency", "Ten yen are none of the offers."],
        ]),
        ...refusedRows(dear, [["nine", "/payment", paying("9"), "AmountAsText", "9 for what costs 10000", "It does not suffice."]]),
      ],
    }];
  },
});
