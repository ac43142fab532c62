import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { accountOf, flipped, upperCase, wrongChecksum } from "./_accounts.ts";
import { editsAt, UPPER } from "./_edits.ts";
import { createEip3009World, NOW } from "./_eip3009.ts";
import type { Eip3009World } from "./_eip3009.ts";
import { pickFlags } from "./_flags.ts";
import { clockRows } from "./_windows.ts";
import type { Seeded } from "../../generate/seeded.ts";

const NONCE = "A nonce is 32 bytes.";

/** The clock moves and the payment stays. */
const windows = (plain: DraftTest, { payload, state, input }: Eip3009World): readonly DraftTest[] => {
  const at = editsAt(plain, "/payload", "window.");
  const expired = "The authorization is expired.";
  const early = "The authorization is not valid yet.";
  const later = 2_200_000_000;
  return [
    ...clockRows({ plain, path: "/state/now", from: NOW - 600, until: NOW + 600, fromField: "validAfter", untilField: "validBefore", edges: "EIP-3009 excludes both ends; an implementation may keep a margin." }),
    stillValid(plain, { id: "window.valid-after-zero", comment: "Valid since 1970", flags: ["ValidAfterNotChecked"], path: "/payload", to: payload({ validAfter: "0" }) }),
    ...at.refused([
      ["valid-after-tomorrow", "Valid from tomorrow on, for a minute", "ValidAfterNotChecked", payload({ validAfter: String(NOW + 86_400), validBefore: String(NOW + 86_460) }), early],
      ["valid-after-milliseconds", "validAfter in milliseconds", "Milliseconds", payload({ validAfter: String((NOW - 600) * 1000) }), early],
      ["valid-after-2-64", "validAfter is 2^64 and an hour ago", "IntegerWidth", payload({ validAfter: String(2n ** 64n + BigInt(NOW - 3600)) }), early],
      ["valid-after-2-32", "validAfter is 2^32 and an hour ago", "IntegerWidth", payload({ validAfter: String(2n ** 32n + BigInt(NOW - 3600)) }), early],
      ["valid-before-zero", "validBefore is 0, which does not mean for ever", "WindowNotChecked", payload({ validBefore: "0" }), expired],
      ["valid-before-2001", "validBefore has nine digits and counts as more than now as text", "StringComparison", payload({ validAfter: "0", validBefore: "999999999" }), expired],
      ["window-reversed", "validAfter and validBefore changed places", "ValidAfterNotChecked", payload({ validAfter: String(NOW + 600), validBefore: String(NOW - 600) }), "No moment lies in this window."],
      ["window-reversed-in-the-past", "Both ends have passed, in the wrong order", "WindowNotChecked", payload({ validAfter: String(NOW - 300), validBefore: String(NOW - 600) }), "No moment lies in this window."],
      ["window-reversed-in-the-future", "Both ends lie ahead, in the wrong order", "ValidAfterNotChecked", payload({ validAfter: String(NOW + 600), validBefore: String(NOW + 300) }), "No moment lies in this window."],
    ]),
    ...at.open([
      ["valid-before-milliseconds", "validBefore in milliseconds, in the year 58000", "Milliseconds", payload({ validBefore: String((NOW + 600) * 1000) }), "The window holds now; how long it may last is not said."],
      ["valid-before-max", "validBefore is the greatest uint256", "IntegerWidth", payload({ validBefore: String(2n ** 256n - 1n) }), "The window holds now; how long it may last is not said."],
      ["valid-before-2-64", "validBefore is 2^64", "IntegerWidth", payload({ validBefore: String(2n ** 64n) }), "The window holds now; how long it may last is not said."],
    ]),
    valid({ id: "window.after-2038", comment: "A payment after 2038", flags: ["YearOverflow"], input: { ...input, payload: payload({ validAfter: String(later - 60), validBefore: String(later + 600) }), state: { ...state, now: later } } }),
  ];
};

const funds = (plain: DraftTest): readonly DraftTest[] => [
  ...editsAt(plain, "/state/balance", "balance.").good([
    ["equal", "The payer has exactly the amount", "BalanceNotChecked", "10000"],
    ["max-uint256", "The payer has the greatest balance there is", "IntegerWidth", String(2n ** 256n - 1n)],
  ]),
  ...editsAt(plain, "/state/balance", "balance.").refused([
    ["one-less", "One unit is missing", "BalanceNotChecked", "9999", "The payer cannot pay."],
    ["zero", "The payer has nothing", "BalanceNotChecked", "0", "The payer cannot pay."],
    ["two", "2, which counts as more than 10000 as text", "StringComparison", "2", "The payer cannot pay."],
  ]),
];

const largeFunds = (world: Eip3009World): readonly DraftTest[] => [
  valid({ id: "balance.less-as-text", comment: "100000 for a price of 90000, before which it comes as text", flags: ["StringComparison"], input: { requirements: { ...world.requirements, amount: "90000" }, payload: world.payload({ value: "90000" }), state: { ...world.state, balance: "100000" } } }),
  ...([["2-53", 2n ** 53n + 1n, 2n ** 53n], ["10-24", 10n ** 24n + 1n, 10n ** 24n], ["2-64", 2n ** 64n + 10_000n, 2n ** 64n + 9999n]] as const).flatMap(([id, amount, balance]) => {
    const requirements = { ...world.requirements, amount: String(amount) };
    const test = valid({ id: `balance.large-${id}`, comment: `The payer has exactly ${amount}`, flags: ["FloatComparison"], input: { requirements, payload: world.payload({ value: String(amount) }), state: { ...world.state, balance: String(amount) } } });
    return [test, invalid(test, { id: `balance.large-${id}-one-less`, comment: "One unit is missing, which a floating-point number does not see", flags: ["FloatComparison"], path: "/state/balance", to: String(balance), reason: "The payer cannot pay." })];
  }),
];

const nonces = (plain: DraftTest, { authorization, stranger, payload }: Eip3009World): readonly DraftTest[] => {
  const { from, nonce } = authorization;
  const at = editsAt(plain, "/state/usedNonces", "nonce.");
  const used = "The authorization is used up.";
  const near = flipped(nonce as `0x${string}`, 31);
  return [
    ...at.refused([
      ["used", "The nonce was used", "NonceReplayed", [{ from, nonce }], used],
      ["used-upper-case", "The nonce was used, and the list writes it in upper case", "NonceReplayed", [{ from, nonce: upperCase(nonce) }], used],
      ["used-payer-lower-case", "The nonce was used, and the list writes the payer in lower case", "NonceReplayed", [{ from: from.toLowerCase(), nonce }], used],
      ["used-last-of-several", "The nonce was used after two others", "NonceReplayed", [{ from, nonce: near }, { from: stranger.address, nonce }, { from, nonce }], used],
    ]),
    ...at.good([
      ["used-by-other", "Another payer used the same nonce", "NonceOfOthers", [{ from: stranger.address, nonce }]],
      ["near-used", "A nonce that differs in one bit was used", "NonceReplayed", [{ from, nonce: near }]],
    ]),
    ...editsAt(plain, "/payload/authorization/nonce", "nonce.").good([["upper-case", "The nonce's digits in upper case", "NonceForm", upperCase(nonce)]]),
    ...editsAt(plain, "/payload/authorization/nonce", "nonce.").open([
      ["without-0x", "No 0x in front of the digits", "NonceForm", nonce.slice(2)],
      ["decimal", "The same bytes as a decimal number", "NonceForm", String(BigInt(nonce))],
    ]),
    ...editsAt(plain, "/payload/authorization/nonce", "nonce.").refused([
      ["base64", "The same bytes in base64", "NonceForm", Buffer.from(nonce.slice(2), "hex").toString("base64"), "The value is not hex."],
      ["empty", "No bytes", "NonceForm", "0x", NONCE],
      ["missing", "No nonce", "MissingMember", undefined, NONCE],
      ["bit", "One bit of the nonce is another than was signed", "MemberNotSigned", near, "The signature is over another nonce."],
    ]),
    acceptable(plain, { id: "nonce.zero", comment: "A nonce of zero bytes, rightly signed", flags: ["NonceForm"], path: "/payload", to: payload({ nonce: `0x${"00".repeat(32)}` }), reason: "It is 32 bytes and not used; that it is not random nobody can prove." }),
  ];
};

/** Nonces with a zero byte at one end: a shorter or longer spelling has the same digest once it is padded or cut. */
const shortNonces = (seeded: Seeded, world: Eip3009World): readonly DraftTest[] => {
  const bytes = seeded.hex("31 bytes", 31).slice(2);
  const [leading, trailing] = [`0x00${bytes}`, `0x${bytes}00`];
  const withNonce = (id: string, nonce: string, side: string): ReturnType<typeof valid> => valid({ id, comment: `The nonce ${side} with a zero byte`, flags: ["NonceForm"], input: { ...world.input, payload: world.payload({ nonce }) } });
  const [begins, ends] = [withNonce("nonce.leading-zero", leading, "begins"), withNonce("nonce.trailing-zero", trailing, "ends")];
  const path = "/payload/authorization/nonce";
  return [
    begins,
    ends,
    ...editsAt(begins, path, "nonce.").refused([
      ["bytes-31-padded-left", "The leading zero byte is left away, and padding on the left brings it back", "NonceForm", `0x${bytes}`, NONCE],
      ["bytes-33-leading", "One more zero byte in front", "NonceForm", `0x00${leading.slice(2)}`, NONCE],
      ["digits-63", "The leading zero digit is left away", "NonceForm", `0x0${bytes}`, NONCE],
    ]),
    ...editsAt(ends, path, "nonce.").refused([
      ["bytes-31-padded-right", "The trailing zero byte is left away, and padding on the right brings it back", "NonceForm", `0x${bytes}`, NONCE],
      ["bytes-33-cut", "A byte behind the nonce, which cutting loses", "NonceForm", `${trailing}01`, NONCE],
    ]),
  ];
};

/** Members of the authorization in other notations; what was signed stays the same. */
const members = (seeded: Seeded, plain: DraftTest, world: Eip3009World): readonly DraftTest[] => {
  const { authorization, payload, payer } = world;
  const value = editsAt(plain, "/payload/authorization/value", "value.");
  const [from, to] = [editsAt(plain, "/payload/authorization/from", "from."), editsAt(plain, "/payload/authorization/to", "to.")];
  const other = accountOf(seeded, "other payer");
  const notANumber = "This is no number of atomic units.";
  return [
    ...value.open([
      ["leading-zero", "A zero in front of the digits", "NumberNotation", "010000"],
      ["hex", "Hex", "NumberNotation", "0x2710"],
      ["exponent", "An exponent", "NumberNotation", "1e4"],
      ["fraction-zero", "A fraction of zero", "NumberNotation", "10000.0"],
      ["leading-space", "A space in front", "NumberNotation", " 10000"],
      ["trailing-newline", "A line feed behind", "NumberNotation", "10000\n"],
      ["plus", "A plus sign", "NumberNotation", "+10000"],
      ["underscore", "An underscore between the digits, which Python reads over", "NumberNotation", "10_000"],
      ["full-width-digits", "Full-width digits, which Python converts", "NumberNotation", "１００００"],
      ["number", "A JSON number", "NumberNotation", 10_000],
    ]),
    ...value.refused([
      ["negative", "A minus sign", "NumberForm", "-10000", notANumber],
      ["half", "Half a unit behind, which parseInt does not see", "NumberForm", "10000.5", notANumber],
      ["letters", "Letters behind the digits, which parseInt does not see", "NumberForm", "10000abc", notANumber],
      ["list", "A list of one string, which BigInt converts", "NumberForm", ["10000"], notANumber],
      ["wrapped", "2^256 more than was signed", "OutOfRange", String(2n ** 256n + 10_000n), "A value is below 2^256."],
      ["empty", "An empty string", "NumberForm", "", notANumber],
      ["missing", "No value", "MissingMember", undefined, "There is no value."],
      ["lower", "One unit less than was signed", "MemberNotSigned", "9999", "The signature is over another value."],
    ]),
    ...from.good([
      ["lower-case", "The payer in lower case", "AddressCase", payer.address.toLowerCase()],
    ]),
    ...from.open([
      ["upper-case", "The payer's digits in upper case", "AddressCase", upperCase(payer.address), UPPER],
      ["wrong-checksum", "The payer with a wrong EIP-55 checksum", "AddressChecksum", wrongChecksum(payer.address)],
      ["without-0x", "No 0x in front of the payer's digits", "AddressForm", payer.address.slice(2)],
    ]),
    ...from.refused([
      ["other", "Another payer than the one who signed", "SignatureNotCompared", other.address, "The signature does not recover to authorization.from."],
      ["ens-name", "A name instead of an address", "AddressForm", "payer.eth", "A payer is an address."],
      ["longer", "A byte behind the address", "AddressForm", `${payer.address}00`, "An address is 20 bytes."],
      ["missing", "No payer", "MissingMember", undefined, "There is no payer."],
    ]),
    ...to.good([
      ["lower-case", "The recipient in lower case", "AddressCase", authorization.to.toLowerCase()],
    ]),
    ...to.open([
      ["upper-case", "The recipient's digits in upper case", "AddressCase", upperCase(authorization.to), UPPER],
      ["wrong-checksum", "The recipient with a wrong EIP-55 checksum", "AddressChecksum", wrongChecksum(authorization.to as `0x${string}`)],
    ]),
    ...to.refused([["other", "Another recipient than was signed", "MemberNotSigned", other.address, "The recipient must be payTo, and the signature is over another one."]]),
    stillValid(plain, { id: "payload.unknown-member", comment: "A member nobody knows in the payload", flags: ["UnknownMember"], path: "/payload/client", to: "wallet 1.2" }),
    acceptable(plain, { id: "authorization.unknown-member", comment: "A member nobody knows in the authorization, which nobody signed", flags: ["UnknownMember"], path: "/payload/authorization/memo", to: "order 7", reason: "No rule speaks of members beside those that are signed: reading over it and refusing it are both in order." }),
    invalid(plain, { id: "payload.flat", comment: "The authorization's members stand beside the signature", flags: ["MemberName"], path: "/payload", to: { signature: payload().signature, ...authorization }, reason: "There is no authorization." }),
    invalid(plain, { id: "payload.snake-case", comment: "The window in snake case", flags: ["MemberName"], path: "/payload/authorization", to: { from: authorization.from, to: authorization.to, value: authorization.value, valid_after: authorization.validAfter, valid_before: authorization.validBefore, nonce: authorization.nonce }, reason: "validAfter and validBefore are missing." }),
    ...(["validAfter", "validBefore"] as const).flatMap((name) => {
      const at = editsAt(plain, `/payload/authorization/${name}`, `${name === "validAfter" ? "valid-after" : "valid-before"}.`);
      return [
        ...at.refused([
          ["missing", "The member is missing", "MissingMember", undefined, "The window has one end."],
          ["iso-date", "A date as text", "NumberForm", new Date(Number(authorization[name]) * 1000).toISOString(), "Times are Unix seconds."],
          ["fraction", "Half a second behind", "NumberForm", `${authorization[name]}.5`, "Times are whole seconds."],
          ["other", "An hour away from what was signed", "MemberNotSigned", String(Number(authorization[name]) + (name === "validAfter" ? -3600 : 3600)), "The signature is over another window."],
        ]),
        ...at.open([["number", "A JSON number", "NumberNotation", Number(authorization[name])]]),
      ];
    }),
  ];
};

export const vectors = defineVectors({
  operation: "eip3009.verify",
  description: "The authorization of exact by EIP-3009 against the clock, the payer's balance and the nonces that are used, and its members in other notations.",
  requirements: ["evm.3009.payload-fields", "evm.3009.strings", "evm.3009.fac.valid", "evm.3009.fac.tampered-fields", "evm.3009.fac.balance", "evm.3009.fac.valid-before", "evm.3009.fac.valid-after", "evm.3009.fac.nonce-used", "evm.3009.fac.address-case", "evm.3009.fac.numeric-parsing", "core.unknown-fields"],
  flags: pickFlags("WindowNotChecked", "ValidAfterNotChecked", "WindowEdge", "Milliseconds", "YearOverflow", "BalanceNotChecked", "StringComparison", "FloatComparison", "IntegerWidth", "NonceReplayed", "NonceOfOthers", "NonceForm", "NumberNotation", "NumberForm", "OutOfRange", "AddressCase", "AddressChecksum", "AddressForm", "SignatureNotCompared", "MemberNotSigned", "MissingMember", "MemberName", "UnknownMember"),
  groups: ({ seeded }) => {
    const world = createEip3009World(seeded);
    const plain = valid({ id: "plain", comment: "A payment that is right, in the middle of its window", input: world.input });
    return [
      { name: "state", comment: "One payment; clock, balance or used nonces differ, or one member is written otherwise", tests: [plain, ...windows(plain, world), ...funds(plain), ...nonces(plain, world), ...members(seeded, plain, world)] },
      { name: "large-balances", comment: "Balances that text, or the numbers of some languages, compare wrongly", tests: largeFunds(world) },
      { name: "short-nonces", comment: "Nonces that begin or end with a zero byte", tests: shortNonces(seeded, world) },
    ];
  },
});
