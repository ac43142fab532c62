import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";

const CARD = "A card number has no place in a payload.";
const GRAMMAR = "paymentId has 16 to 128 letters, digits, hyphens or underscores.";

export const vectors = defineVectors({
  operation: "auth-capture.card.payload.validate",
  description: "DRAFT: what goes over the wire for a card (schemes/auth-capture/scheme_auth_capture_card.md, draft 0.2.0 of 2026-10-06). Of nothing but the draft's profile.",
  requirements: ["card.client.payload", "card.client.token-no-pan", "card.client.payment-id", "card.any.no-card-data", "card.offer.network", "card.offer.asset", "card.offer.amount", "card.offer.psp", "card.offer.flow", "card.offer.capture-deadline", "card.server.lifecycle-shape", "card.fac.lifecycle-types"],
  flags: pick(FLAGS, "CardNumber", "CardFalsePositive", "PaymentId", "CardAmount", "CardCurrency", "CardNetwork", "CardFlow", "CardMember"),
  groups: () => {
    const accepted = { scheme: "auth-capture", network: "card:visa", amount: "100", asset: "USD", payTo: "acct_1Nxyz", maxTimeoutSeconds: 900, extra: { psp: "stripe", paymentFlow: "escrow" } };
    const paymentId = "pay_7d5d747be160e280504c099d984bcfe0";
    const plain = valid({ id: "plain", comment: "The payload of the draft's example", input: { accepted, payload: { token: "pm_1Nxyz", paymentId } } });
    const capture = valid({ id: "capture", comment: "The capture of the draft's example", input: { accepted, payload: { type: "capture", paymentId, amount: "73" } } });
    const token = "/payload/token";
    return [{
      name: "payloads",
      comment: "What is accepted, and the payload that pays it",
      tests: [
        plain,
        capture,
        ...goodRows(plain, [
          ["id-16", "/payload/paymentId", "a".repeat(16), "PaymentId", "A paymentId of 16 characters"],
          ["id-128", "/payload/paymentId", "Z9-_".repeat(32), "PaymentId", "A paymentId of 128 characters"],
          ["id-uuid", "/payload/paymentId", "b2c3d4e5-1111-4222-8333-944455566677", "PaymentId", "A UUID as paymentId"],
          ["token-long", token, `tok_${"x1".repeat(200)}`, "CardFalsePositive", "A long token"],
          ["token-digits-12", token, "424242424242", "CardFalsePositive", "A token of twelve digits, too short for a card number"],
          ["token-digits-20", token, "42424242424242424242", "CardFalsePositive", "A token of twenty digits, too long for a card number"],
          ["token-digits-not-luhn", token, "pm_4242424242424241", "CardFalsePositive", "Sixteen digits in a token that are no card number by their check digit"],
          ["token-digits-alone-not-luhn", token, "4242424242424241", "CardFalsePositive", "A token of sixteen digits that is no card number by its check digit"],
          ["network-amex", "/accepted/network", "card:amex", "CardNetwork", "Another card network of the draft"],
          ["network-mastercard", "/accepted/network", "card:mastercard", "CardNetwork", "Another card network of the draft"],
          ["asset-jpy", "/accepted/asset", "JPY", "CardAmount", "Yen, which have no smaller unit: 100 of them"],
          ["asset-kwd", "/accepted/asset", "KWD", "CardAmount", "Dinars with three places: a tenth of one"],
          ["amount-large", "/accepted/amount", "9007199254740993", "CardAmount", "An amount a double cannot hold"],
          ["capture-deadline", "/accepted/extra/captureDeadline", 1_798_000_000, "CardFlow", "A capture deadline"],
          ["extra-unknown", "/accepted/extra/orderId", "A-17", "CardMember", "A member of the server's own"],
        ]),
        ...goodRows(capture, [
          ["capture-whole", "/payload/amount", "100", "CardAmount", "All of the hold"],
          ["void", "/payload", { type: "void", paymentId }, "CardMember", "A void, which has no amount"],
        ]),
        ...openRows(plain, [
          ["network-discover", "/accepted/network", "card:discover", "CardNetwork", "A card network the draft does not name", "The draft's networks are examples."],
          ["luhn-by-chance", "/payload/paymentId", "4242424242424242", "CardFalsePositive", "A paymentId of digits that happens to be a card number by its check digit", "Facilitators should refuse such strings, and need not."],
          ["deadline-milliseconds", "/accepted/extra/captureDeadline", 1_798_000_000_000, "CardFlow", "A capture deadline in milliseconds", "As seconds it is a time far ahead, which the draft does not rule out."],
          ["id-null-token-empty", token, "", "CardMember", "An empty token", "The draft asks for a token and says nothing of its length."],
          ["amount-zero", "/accepted/amount", "0", "CardAmount", "A hold of nothing", "Card networks know such authorizations; the draft says nothing of them."],
        ]),
        ...openRows(capture, [["capture-zero", "/payload/amount", "0", "CardAmount", "A capture of nothing", "The draft has void for that, and gives captures no least amount."]]),
        ...refusedRows(plain, [
          ["pan-visa", token, "4242424242424242", "CardNumber", "A card number of sixteen digits as token", CARD],
          ["pan-amex", token, "378282246310005", "CardNumber", "A card number of fifteen digits", CARD],
          ["pan-13", token, "4222222222222", "CardNumber", "A card number of thirteen digits", CARD],
          ["pan-19", token, "6304000000000000000", "CardNumber", "A card number of nineteen digits", CARD],
          ["pan-mastercard-2", token, "2223003122003222", "CardNumber", "A card number of a newer range, which begins with 2", CARD],
          ["pan-spaces", token, "4242 4242 4242 4242", "CardNumber", "A card number in groups of four", CARD],
          ["pan-hyphens", token, "4242-4242-4242-4242", "CardNumber", "A card number with hyphens", CARD],
          ["pan-beside-token", "/payload/number", "4242424242424242", "CardNumber", "A good token, and a card number in a member beside it", CARD],
          ["cvc", "/payload/cvc", "123", "CardNumber", "A good token, and a security code in a member beside it", "A security code has no place in a payload."],
          ["track-2", token, ";4242424242424242=30121010000000000000?", "CardNumber", "Track data as token", "Track data has no place in a payload."],
          ["track-1", token, "%B4242424242424242^DOE/JANE^30121010000000000000?", "CardNumber", "Track data with a name as token", "Track data has no place in a payload."],
          ["token-missing", token, undefined, "CardMember", "No token", "A member is missing."],
          ["token-object", token, { id: "pm_1Nxyz" }, "CardMember", "An object as token", "The token is opaque text."],
          ["id-missing", "/payload/paymentId", undefined, "PaymentId", "No paymentId", "A member is missing."],
          ["id-15", "/payload/paymentId", "a".repeat(15), "PaymentId", "A paymentId of 15 characters", GRAMMAR],
          ["id-129", "/payload/paymentId", "a".repeat(129), "PaymentId", "A paymentId of 129 characters", GRAMMAR],
          ["id-dot", "/payload/paymentId", "pay.7d5d747be160e280", "PaymentId", "A paymentId with a dot", GRAMMAR],
          ["id-space", "/payload/paymentId", "pay 7d5d747be160e280", "PaymentId", "A paymentId with a space", GRAMMAR],
          ["id-line-feed", "/payload/paymentId", `${paymentId}\n`, "PaymentId", "A line feed behind the paymentId", GRAMMAR],
          ["id-non-ascii", "/payload/paymentId", "zahlung_f\u00fcr_kaffee", "PaymentId", "A paymentId with a letter outside ASCII", GRAMMAR],
          ["flow-authorization", "/accepted/extra/paymentFlow", "authorization", "CardFlow", "A card without a hold", "Cards have no flow but escrow."],
          ["flow-missing", "/accepted/extra/paymentFlow", undefined, "CardFlow", "paymentFlow is left out", "On cards the flow is written out."],
          ["psp-missing", "/accepted/extra/psp", undefined, "CardMember", "No PSP", "A member is missing."],
          ["psp-capitals", "/accepted/extra/psp", "Stripe", "CardNetwork", "The PSP with a capital letter", "The PSP is written in small letters."],
          ["network-psp", "/accepted/network", "stripe:visa", "CardNetwork", "The PSP in place of card", "The network is card and the card network's name."],
          ["network-wildcard", "/accepted/network", "card:*", "CardNetwork", "A wildcard, which is what clients register for", "An offer names one card network."],
          ["network-alone", "/accepted/network", "card", "CardNetwork", "card alone", "An offer names one card network."],
          ["asset-lower-case", "/accepted/asset", "usd", "CardCurrency", "The currency in small letters", "The asset is an alphabetic code of ISO 4217."],
          ["asset-number", "/accepted/asset", "840", "CardCurrency", "The currency by its number", "The asset is an alphabetic code of ISO 4217."],
          ["asset-symbol", "/accepted/asset", "$", "CardCurrency", "The currency by its sign", "The asset is an alphabetic code of ISO 4217."],
          ["asset-token", "/accepted/asset", "USDC", "CardCurrency", "A token's symbol", "The asset is an alphabetic code of ISO 4217."],
          ["amount-decimal", "/accepted/amount", "1.00", "CardAmount", "An amount in whole dollars with cents", "The amount is an integer in minor units."],
          ["amount-number", "/accepted/amount", 100, "CardAmount", "The amount as a number", "Amounts are text in every scheme."],
          ["amount-negative", "/accepted/amount", "-100", "CardAmount", "A negative amount", "The amount is an integer in minor units."],
          ["deadline-text", "/accepted/extra/captureDeadline", "2026-12-24T00:00:00Z", "CardFlow", "A capture deadline as a date", "captureDeadline is a number of Unix seconds."],
        ]),
        ...refusedRows(capture, [
          ["capture-amount-missing", "/payload/amount", undefined, "CardMember", "A capture without amount", "A member is missing."],
          ["capture-amount-decimal", "/payload/amount", "0.73", "CardAmount", "A capture in whole dollars with cents", "The amount is an integer in minor units."],
          ["capture-above-hold", "/payload/amount", "101", "CardAmount", "One cent more than the hold", "A capture is at most the hold."],
          ["type-refund", "/payload/type", "refund", "CardFlow", "A refund, which goes through the PSP", "The type is capture or void."],
          ["type-capitals", "/payload/type", "Capture", "CardFlow", "The type with a capital letter", "The type is capture or void."],
          ["capture-id-missing", "/payload/paymentId", undefined, "PaymentId", "A capture of no payment in particular", "A member is missing."],
        ]),
      ],
    }];
  },
});
