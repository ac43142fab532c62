import { acceptable, defineVectors, stillValid, valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";
import { USDC } from "../core/_offers.ts";

const ID = "pay_7d5d747be160e280504c099d984bcfe0";
const OTHER_ID = "pay_7d5d747be160e280504c099d984bcfe1";
const FROM = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

type Terms = { amount?: string; payTo?: string; network?: string; asset?: string; scheme?: string };
/** A payment; `nonce` and the signature's bytes are told apart by one digit. */
const payment = (options: { id?: string; required?: boolean; terms?: Terms; nonce?: string }): object => {
  const { id, required, terms = {}, nonce = "5" } = options;
  const accepted = { ...USDC, ...terms };
  return {
    x402Version: 2,
    accepted,
    payload: { signature: `0x${`1${nonce}`.repeat(64)}1c`, authorization: { from: FROM, to: accepted.payTo, value: accepted.amount, validAfter: "1790000000", validBefore: "1790000060", nonce: `0x${nonce.repeat(64)}` } },
    ...(id === undefined && required === undefined ? {} : { extensions: { "payment-identifier": { info: { ...(required === undefined ? {} : { required }), ...(id === undefined ? {} : { id }) }, schema: { type: "object" } } } }),
  };
};
const get = (paid: object, path = "/weather", method = "GET"): object => ({ method, path, payment: paid });

const again = (): DraftGroup => {
  const paid = payment({ id: ID, required: false });
  const plain = valid({ id: "same-again", comment: "The same id and the same payload", flags: ["NotStored"], input: structuredClone({ first: get(paid), second: get(structuredClone(paid)) }), output: { answer: "stored" } });
  const still = (id: string, comment: string, flag: string, path: string, to: unknown, answer: string): DraftTest => stillValid(plain, { id, comment, flags: [flag], path, to, output: { answer } });
  const open = (id: string, comment: string, flag: string, path: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path, to, reason });
  const binding = "The table knows other payloads alone; newer text advises to bind an id to path and method, and to refuse with 409.";
  const fresh = "By the table another payload is a conflict; by newer text the terms count, under which the stored answer may be given.";
  const conflict = (id: string, comment: string, terms: Terms): DraftTest => still(id, comment, "NotBound", "/second/payment", payment({ id: ID, required: false, terms, nonce: "6" }), "conflict");
  const reordered = Object.fromEntries(Object.entries(paid).toReversed());
  return {
    name: "same-id",
    comment: "An id that was used, and what comes with it",
    shared: { required: false },
    tests: [
      plain,
      still("first-of-all", "No request before it", "NewRefused", "/first", undefined, "process"),
      still("other-id", "Another id, and a payment of its own", "NewRefused", "/second/payment", payment({ id: OTHER_ID, required: false, nonce: "6" }), "process"),
      still("id-one-longer", "An id that begins with the used one, and a payment of its own", "NewRefused", "/second/payment", payment({ id: `${ID}0`, required: false, nonce: "6" }), "process"),
      still("first-had-no-id", "The first request had no id, and was paid for by itself", "NewRefused", "/first/payment", payment({ required: false, nonce: "6" }), "process"),
      still("second-has-no-id", "A payment of its own without an id", "NewRefused", "/second/payment", payment({ required: false, nonce: "6" }), "process"),
      still("second-has-no-extension", "A payment of its own without the extension", "NewRefused", "/second/payment", payment({ nonce: "6" }), "process"),
      conflict("lower-amount", "A new payment of a lower amount", { amount: "5000" }),
      conflict("higher-amount", "A new payment of a higher amount", { amount: "20000" }),
      conflict("other-recipient", "A new payment to another recipient", { payTo: "0x90F79bf6EB2c4f870365E785982E1f101E93b906" }),
      conflict("other-network", "A new payment on another network", { network: "eip155:8453" }),
      conflict("other-token", "A new payment in another token", { asset: "0x808456652fdb597867f38412077A9182bf77359F" }),
      still("made-up-payment", "The id of somebody else's payment, with a payment of one unit", "IdAlone", "/second/payment", payment({ id: ID, required: false, terms: { amount: "1" }, nonce: "7" }), "conflict"),
      open("note-added", "The same payload with a member added to info", "NotStored", "/second/payment/extensions/payment-identifier/info/note", "again", fresh),
      open("fresh-signature", "The same id and terms with a new nonce and signature", "NotStored", "/second/payment/payload", (payment({ id: ID, nonce: "6" }) as { payload: object }).payload, fresh),
      open("resource-added", "The same payload with the optional resource added", "NotStored", "/second/payment/resource", { url: "https://shop.test/weather" }, fresh),
      open("other-path", "The same id and payload at another path of the same price", "IdAlone", "/second/path", "/forecast", binding),
      open("other-method", "The same id and payload with another method", "IdAlone", "/second/method", "POST", binding),
      open("other-query", "The same id and payload with another query", "IdAlone", "/second/path", "/weather?city=oslo", binding),
      open("capitals", "The same id in capitals", "NewRefused", "/second/payment/extensions/payment-identifier/info/id", ID.toUpperCase(), "Whether letter case counts in ids, the text does not say."),
      valid({ id: "whole-members-reversed", comment: "The same payload again, the first written with its members in reverse order", flags: ["NotStored"], input: structuredClone({ first: get(reordered), second: get(structuredClone(paid)) }), output: { answer: "stored" } }),
    ],
  };
};

const missing = (): readonly DraftGroup[] => {
  const demanded = valid({ id: "required-given", comment: "An id is required, and given", flags: ["NewRefused"], input: structuredClone({ second: get(payment({ id: ID, required: true })) }), output: { answer: "process" } });
  const lacks = (id: string, comment: string, to: object): DraftTest => stillValid(demanded, { id, comment, flags: ["RequiredIgnored"], path: "/second/payment", to, output: { answer: "bad-request" } });
  const whole = payment({ required: true });
  const optional = valid({ id: "not-stated-given", comment: "Nothing is said of whether an id is required, and one is given", flags: ["NewRefused"], input: structuredClone({ second: get(payment({ id: ID })) }), output: { answer: "process" } });
  return [
    {
      name: "required",
      comment: "An id is required",
      shared: { required: true },
      tests: [
        demanded,
        lacks("required-no-extension", "The payment has no extensions", payment({})),
        lacks("required-echo-alone", "The extension is repeated without an id", whole),
        lacks("required-turned-off", "The extension comes back with required false and without an id", payment({ required: false })),
        lacks("required-id-at-top", "The id stands at the top of the payment", { ...whole, id: ID }),
        lacks("required-id-beside-info", "The id stands beside info", { ...whole, extensions: { "payment-identifier": { id: ID, info: { required: true }, schema: { type: "object" } } } }),
        lacks("required-id-in-payload", "The id stands inside the scheme's payload", { ...whole, payload: { ...(whole as { payload: object }).payload, id: ID } }),
      ],
    },
    {
      name: "not-stated",
      comment: "The extension is advertised without required",
      tests: [
        optional,
        stillValid(optional, { id: "not-stated-echo-alone", comment: "The extension is repeated without an id", flags: ["OptionalDemanded"], path: "/second/payment", to: { ...payment({}), extensions: { "payment-identifier": { info: {}, schema: { type: "object" } } } } }),
        stillValid(optional, { id: "not-stated-no-extension", comment: "The payment has no extensions", flags: ["OptionalDemanded"], path: "/second/payment", to: payment({}) }),
      ],
    },
  ];
};

export const vectors = defineVectors({
  operation: "payment-identifier.answer",
  description: "What a server that acts on ids makes of one that it has seen, and of one that is missing.",
  requirements: ["pid.server.new", "pid.server.absent-ok", "pid.server.same-same", "pid.server.same-different", "pid.server.fresh-signature", "pid.server.required-missing", "pid.server.required-missing-status", "pid.server.cross-resource", "pid.server.binding", "pid.server.cache-auth"],
  flags: {
    NotStored: { bugClass: "idempotency-not-kept", description: "Does not recognise a repeated request.", effect: "A buyer who lost the answer pays twice, or is refused.", links: [] },
    NewRefused: { bugClass: "idempotency-too-eager", description: "Takes a new request for one it has seen.", effect: "A buyer gets somebody else's answer, or none.", links: [] },
    NotBound: { bugClass: "idempotency-not-bound", description: "Keeps answers by the id alone, whatever the payment.", effect: "A cheap payment opens what a dear one bought.", links: [] },
    IdAlone: { bugClass: "idempotency-id-as-key", description: "Takes the knowledge of an id for a right to its answer.", effect: "Whoever guesses or reads an id gets paid content.", links: [] },
    RequiredIgnored: { bugClass: "required-id-not-demanded", description: "Does not demand the id it asked for, or reads it at another place.", effect: "Requests that must not run twice do.", links: [] },
    OptionalDemanded: { bugClass: "optional-member-demanded", description: "Demands an id that may be left out.", effect: "Clients that do not know the extension cannot pay.", links: [] },
  },
  groups: () => [again(), ...missing()],
});
