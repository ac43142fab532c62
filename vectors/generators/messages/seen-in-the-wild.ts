import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";
import { valueAt } from "../../json-pointer.ts";

const OFFER = {
  scheme: "exact",
  network: "eip155:84532",
  amount: "10000",
  asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
  payTo: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  maxTimeoutSeconds: 60,
  extra: { name: "USDC", version: "2" },
};
const RESOURCE = { url: "https://shop.test/report", description: "Report", mimeType: "application/json" };
const REQUIRED = { x402Version: 2, error: "Payment needed", resource: RESOURCE, accepts: [OFFER] };
const PAYER = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const PAYMENT = {
  x402Version: 2,
  accepted: OFFER,
  payload: { signature: `0x${"2c".repeat(64)}1b`, authorization: { from: PAYER, to: OFFER.payTo, value: "10000", validAfter: "1790000000", validBefore: "1790000060", nonce: `0x${"3d".repeat(32)}` } },
};
const SETTLED = { success: true, transaction: `0x${"4e".repeat(32)}`, network: "eip155:84532", payer: PAYER };
const FAILED = { success: false, errorReason: "insufficient_funds", transaction: "", network: "eip155:84532", payer: PAYER };
const REFUSED = { isValid: false, invalidReason: "insufficient_funds", payer: PAYER };
const SUPPORTED = { kinds: [{ x402Version: 2, scheme: "exact", network: "eip155:84532" }], extensions: [], signers: { "eip155:*": [PAYER] } };

const issue = (path: string): string => `https://github.com/${path}`;

/** An edit that gives a member another name: the change lies in the object that holds it. */
const renamed = (options: { message: object; holder: string; from: string; to: string }): { path: string; to: unknown } => {
  const { message, holder, from, to } = options;
  const object = valueAt({ message }, holder) as Record<string, unknown>;
  return { path: holder, to: Object.fromEntries(Object.entries(object).map(([name, value]) => [name === from ? to : name, value])) };
};

const group = (schema: string, build: (plain: DraftTest) => readonly DraftTest[], message: object): DraftGroup => {
  const plain = valid({ id: `${schema}.plain`, comment: "A plain one", input: { message } });
  return { name: schema, comment: `Objects of the kind ${schema}`, shared: { schema }, tests: [plain, ...build(plain).map((test) => ({ ...test, id: `${schema}.${test.id}` }))] };
};

const resourceInfo = group(
  "resource-info",
  (plain) =>
    [
      ["500-characters", "w".repeat(500)],
      ["501-characters", "w".repeat(501)],
      ["2000-characters", "Wort ".repeat(400)],
      ["2000-characters-beyond-ascii", "天気予報".repeat(500)],
      ["8000-characters", "w".repeat(8000)],
    ].map(([id = "", text]) => stillValid(plain, { id: `description-of-${id}`, comment: `A description of ${id.replaceAll("-", " ")}`, flags: ["LengthLimit"], path: "/message/description", to: text })),
  RESOURCE,
);

const paymentRequired = group(
  "payment-required",
  (plain) => [
    invalid(plain, { id: "bare-offer", comment: "One offer and nothing around it", flags: ["NotWrapped"], path: "/message", to: OFFER, reason: "An offer is a member of accepts, beside version and resource." }),
    invalid(plain, { id: "bare-list-of-offers", comment: "The list of offers and nothing around it", flags: ["NotWrapped"], path: "/message", to: [OFFER], reason: "The message is an object with version, resource and accepts." }),
    invalid(plain, { id: "under-another-name", comment: "The offers under paymentRequirements", flags: ["VersionsMixed"], ...renamed({ message: REQUIRED, holder: "/message", from: "accepts", to: "paymentRequirements" }), reason: "accepts is missing." }),
    invalid(plain, { id: "version-1", comment: "x402Version 1 around terms of version 2", flags: ["VersionsMixed"], path: "/message/x402Version", to: 1, reason: "The version is 2." }),
    invalid(plain, { id: "version-1-network", comment: "A network by its version 1 name", flags: ["VersionsMixed"], path: "/message/accepts/0/network", to: "base-sepolia", reason: "A network is named namespace:reference." }),
    invalid(plain, { id: "dollar-price", comment: "The price in dollars", flags: ["VersionsMixed"], path: "/message/accepts/0/amount", to: "$0.01", reason: "An amount is a decimal integer in the asset's smallest unit." }),
    invalid(plain, { id: "amount-number", comment: "The amount as a JSON number", flags: ["AmountNumber"], path: "/message/accepts/0/amount", to: 10000, reason: "An amount is a string." }),
    invalid(plain, { id: "error-null", comment: "error is null where there is none", flags: ["NullForAbsent"], path: "/message/error", to: null, reason: "error is a string or left out." }),
    stillValid(plain, { id: "error-absent", comment: "Without error", flags: ["NullForAbsent"], path: "/message/error", to: undefined }),
  ],
  REQUIRED,
);

const paymentRequirements = group(
  "payment-requirements",
  (plain) => [
    invalid(plain, { id: "max-amount-required", comment: "The price under its version 1 name", flags: ["VersionOneNames"], ...renamed({ message: OFFER, holder: "/message", from: "amount", to: "maxAmountRequired" }), reason: "amount is missing." }),
    stillValid(plain, { id: "both-names", comment: "The version 1 name beside amount: a member nobody knows", flags: ["VersionOneNames", "UnknownMember"], path: "/message/maxAmountRequired", to: "0" }),
    invalid(plain, { id: "extra-null", comment: "extra is null", flags: ["NullForAbsent"], path: "/message/extra", to: null, reason: "extra is an object or left out." }),
    stillValid(plain, { id: "extra-absent", comment: "Without extra", flags: ["NullForAbsent"], path: "/message/extra", to: undefined }),
    stillValid(plain, { id: "extra-empty", comment: "An empty extra", flags: ["NullForAbsent"], path: "/message/extra", to: {} }),
    stillValid(plain, { id: "extra-of-another-scheme", comment: "Members in extra that only another scheme knows", flags: ["UnknownMember"], path: "/message/extra/feePayer", to: "EwWqGE4ZFKLofuestmU4LDdK7XM1N4ALgdZccwYugwGd" }),
  ],
  OFFER,
);

const paymentPayload = group(
  "payment-payload",
  (plain) =>
    [
      { holder: "/message", from: "x402Version", to: "x402_version" },
      { holder: "/message/accepted", from: "payTo", to: "pay_to" },
      { holder: "/message/accepted", from: "maxTimeoutSeconds", to: "max_timeout_seconds" },
    ].map((rename) => invalid(plain, { id: `snake-case-${rename.to.replaceAll("_", "-")}`, comment: `${rename.to} instead of ${rename.from}`, flags: ["SnakeCase"], ...renamed({ message: PAYMENT, ...rename }), reason: `${rename.from} is missing.` })),
  PAYMENT,
);

const eip3009Payload = group(
  "exact-evm-eip3009-payload",
  (plain) =>
    ["validAfter", "validBefore"].map((from) => {
      const to = from.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
      return invalid(plain, { id: `snake-case-${to.replaceAll("_", "-")}`, comment: `${to} instead of ${from}`, flags: ["SnakeCase"], ...renamed({ message: PAYMENT.payload, holder: "/message/authorization", from, to }), reason: `${from} is missing.` });
    }),
  PAYMENT.payload,
);

const CODES = ["invalid_signature", "permit2_allowance_required", "invalid_exact_svm_payload_transaction", "duplicate_settlement", "something_this_reader_never_heard_of", "Reason in words, with spaces"];

const verifyResponse = group("verify-response", (plain) => CODES.map((code) => stillValid(plain, { id: `reason-${code.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`, comment: `The reason ${code}`, flags: ["ClosedReasons"], path: "/message/invalidReason", to: code })), REFUSED);

const settleFailure = group(
  "settle-response",
  (plain) => [
    ...CODES.map((code) => stillValid(plain, { id: `reason-${code.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`, comment: `The reason ${code}`, flags: ["ClosedReasons"], path: "/message/errorReason", to: code })),
    invalid(plain, { id: "failure-with-empty-network", comment: "A failure that lost its network", flags: ["LostContext"], path: "/message/network", to: "", reason: "network is namespace:reference on failure too." }),
    invalid(plain, { id: "failure-without-network", comment: "A failure without network", flags: ["LostContext"], path: "/message/network", to: undefined, reason: "network is required on failure too." }),
    stillValid(plain, { id: "failure-without-payer", comment: "A failure without payer", flags: ["LostContext"], path: "/message/payer", to: undefined }),
  ],
  FAILED,
);

const settleSuccess: DraftGroup = (() => {
  const plain = valid({ id: "settled.plain", comment: "A plain success", input: { message: SETTLED } });
  return {
    name: "settled",
    comment: "Settlement responses of a success",
    shared: { schema: "settle-response" },
    tests: [
      plain,
      invalid(plain, { id: "settled.transaction-null", comment: "transaction is null", flags: ["TransactionNull"], path: "/message/transaction", to: null, reason: "transaction is a string." }),
      invalid(plain, { id: "settled.inside-details", comment: "Everything inside a vendor's own member", flags: ["TransactionNull"], path: "/message", to: { success: true, details: SETTLED }, reason: "transaction and network are missing." }),
      stillValid(plain, { id: "settled.unknown-member", comment: "A member of the server's own at the top", flags: ["UnknownMember"], path: "/message/paymentRequirements", to: OFFER }),
      stillValid(plain, { id: "settled.unknown-extension", comment: "An extension nobody knows", flags: ["UnknownMember"], path: "/message/extensions", to: { "vendor-note": { text: "thanks" } } }),
      acceptable(plain, { id: "settled.reason-null", comment: "errorReason null beside success", flags: ["NullForAbsent"], path: "/message/errorReason", to: null, reason: "One table leaves it out on success, an example has it as null." }),
    ],
  };
})();

const supported = group(
  "supported-response",
  (plain) => [
    stillValid(plain, { id: "both-versions", comment: "Kinds of version 1 beside kinds of version 2", flags: ["ClosedSupported"], path: "/message/kinds/1", to: { x402Version: 1, scheme: "exact", network: "base-sepolia" } }),
    stillValid(plain, { id: "unknown-scheme", comment: "A scheme nobody knows", flags: ["ClosedSupported"], path: "/message/kinds/1", to: { x402Version: 2, scheme: "subscription", network: "eip155:84532" } }),
    stillValid(plain, { id: "unknown-network", comment: "A network nobody knows", flags: ["ClosedSupported"], path: "/message/kinds/1", to: { x402Version: 2, scheme: "exact", network: "newchain:main-1" } }),
    stillValid(plain, { id: "kind-with-extra", comment: "A kind with an extra", flags: ["ClosedSupported"], path: "/message/kinds/0/extra", to: { feePayer: "EwWqGE4ZFKLofuestmU4LDdK7XM1N4ALgdZccwYugwGd" } }),
    stillValid(plain, { id: "unknown-extension", comment: "An extension nobody knows", flags: ["ClosedSupported"], path: "/message/extensions/0", to: "vendor-note" }),
    stillValid(plain, { id: "signers-of-another-family", comment: "Signers of a family nobody knows", flags: ["ClosedSupported"], path: "/message/signers/newchain:*", to: ["new1qqqq"] }),
    stillValid(plain, { id: "unknown-member", comment: "A member nobody knows", flags: ["UnknownMember"], path: "/message/fees", to: { flat: "0" } }),
  ],
  SUPPORTED,
);

const discoveryResource = group(
  "discovery-resource",
  (plain) => [
    acceptable(plain, { id: "updated-as-unix-time", comment: "lastUpdated as a number of seconds", flags: ["TimestampForm"], path: "/message/lastUpdated", to: 1790000000, reason: "The pinned text asks for a Unix time, newer text for ISO 8601: a reader does well to take both." }),
    acceptable(plain, { id: "updated-as-unix-milliseconds", comment: "lastUpdated as a number of milliseconds", flags: ["TimestampForm"], path: "/message/lastUpdated", to: 1790000000000, reason: "The texts do not agree on the form." }),
    invalid(plain, { id: "updated-null", comment: "lastUpdated is null", flags: ["TimestampForm"], path: "/message/lastUpdated", to: null, reason: "lastUpdated is a point in time." }),
    invalid(plain, { id: "updated-empty", comment: "lastUpdated is empty", flags: ["TimestampForm"], path: "/message/lastUpdated", to: "", reason: "lastUpdated is a point in time." }),
  ],
  { resource: RESOURCE.url, type: "http", x402Version: 2, accepts: [OFFER], lastUpdated: "2026-11-20T08:15:30.000Z" },
);

export const vectors = defineVectors({
  operation: "message.validate",
  description: "Messages as real implementations sent or refused them.",
  requirements: ["core.paymentrequired.version", "core.paymentrequired.accepts", "core.paymentrequired.error-type", "core.requirements.extra-type", "core.settle.network", "core.settle.transaction-required", "core.unknown-fields"],
  flags: {
    LengthLimit: { bugClass: "undocumented-length-limit", description: "Refuses a text for its length, by a limit no text of the protocol has.", effect: "Everything sold under a long description is unpayable.", links: [issue("x402-foundation/x402/issues/2832")] },
    NotWrapped: { bugClass: "payment-required-not-wrapped", description: "Sends offers without the message around them.", effect: "No client can tell version and resource, and none pays.", links: [issue("Merit-Systems/x402scan/issues/923")] },
    VersionsMixed: { bugClass: "protocol-versions-mixed", description: "Sends or takes members of version 1 within version 2.", effect: "Client and server agree on no price.", links: [issue("Merit-Systems/x402scan/issues/735")] },
    AmountNumber: { bugClass: "amount-as-number", description: "Writes or takes an amount as a JSON number.", effect: "Amounts above 2^53 lose their last digits.", links: [issue("Merit-Systems/x402scan/issues/923")] },
    NullForAbsent: { bugClass: "null-for-absent", description: "Writes null for what is absent, or takes it.", effect: "A peer that knows only absence refuses the message.", links: [issue("Merit-Systems/x402scan/pull/656"), issue("x402-foundation/x402/issues/2406")] },
    VersionOneNames: { bugClass: "v1-member-names", description: "Reads the price from maxAmountRequired.", effect: "Offers of version 2 are refused, or a cap does not hold.", links: [issue("thirdweb-dev/js/pull/8941")] },
    SnakeCase: { bugClass: "snake-case-members", description: "Writes the names of the language's own fields.", effect: "The payment is refused by everybody else.", links: [issue("x402-foundation/x402/issues/1120")] },
    ClosedReasons: { bugClass: "error-code-enum-closed", description: "Knows a closed list of reasons and cannot read any other.", effect: "A plain refusal ends as an exception and a 500.", links: [issue("x402-foundation/x402/issues/2742")] },
    LostContext: { bugClass: "failure-without-context", description: "Drops network or payer when a settlement fails.", effect: "Readers refuse the answer and the reason is lost.", links: [issue("x402-rs/x402-rs/issues/119")] },
    TransactionNull: { bugClass: "transaction-null", description: "Answers a success without a transaction, or inside an envelope of its own.", effect: "A client cannot tell what it paid.", links: [issue("x402-foundation/x402/pull/899")] },
    UnknownMember: { bugClass: "unknown-member-refused", description: "Refuses a message for a member it does not know.", effect: "Every later addition to the protocol breaks it.", links: [issue("x402-foundation/x402/issues/836")] },
    TimestampForm: { bugClass: "timestamp-form", description: "Reads a time in one form only, or writes no time at all.", effect: "A crawler drops every entry of a facilitator that writes the other form.", links: ["https://github.com/x402-foundation/x402/pull/3067"] },
    ClosedSupported: { bugClass: "supported-document-closed", description: "Cannot read /supported once it lists what the reader does not know.", effect: "A facilitator's update takes every such server offline.", links: [issue("x402-rs/x402-rs/issues/49")] },
  },
  groups: () => [resourceInfo, paymentRequired, paymentRequirements, paymentPayload, eip3009Payload, verifyResponse, settleFailure, settleSuccess, supported, discoveryResource],
});
