import { invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { nearTo, upperCase, wrongChecksum } from "./_accounts.ts";
import { editsAt, UPPER } from "./_edits.ts";
import { NOW, USDC } from "./_eip3009.ts";
import { PERMIT2, PROXY } from "./_permit2.ts";
import type { Permit2World } from "./_permit2.ts";
import { clockRows } from "./_windows.ts";

const ZERO = `0x${"00".repeat(20)}`;
const MAX = String(2n ** 256n - 1n);
const AUTHORIZATION = "/payload/permit2Authorization";

/** Offers and rightly signed permits that do not fit together. */
export const termsOf = (plain: DraftTest, world: Permit2World): readonly DraftTest[] => {
  const { scheme, payload, payer, payee, stranger, facilitator, requirements } = world;
  const signed = editsAt(plain, "/payload");
  const amount = editsAt(plain, "/requirements/amount");
  const under = scheme === "exact" ? "The permit does not cover the amount." : "At verification the permitted amount is the required one.";
  const spender = "The spender must be the scheme's canonical proxy.";
  const recipient = "The witness must name payTo.";
  return [
    ...amount.refused([
      ["amount-one-more", "The price is one unit above the permit", "AmountUnderpaid", "20001", under],
      ["amount-ten-times", "The price is ten times the permit", "AmountUnderpaid", "200000", under],
      ["amount-less-as-text", "100000 comes before 20000 as text", "StringComparison", "100000", under],
      ["amount-wrapped-64", "The price is 2^64 more than the permit", "IntegerWidth", String(2n ** 64n + 20_000n), under],
      ["amount-wrapped-160", "The price is 2^160 more than the permit, an amount that Permit2's allowances do not hold", "IntegerWidth", String(2n ** 160n + 20_000n), under],
      ["amount-max", "The price is the greatest uint256", "AmountUnderpaid", MAX, under],
      ["amount-half", "A price with half an atomic unit, which parseInt does not see", "NumberForm", "20000.5", "Half an atomic unit does not exist."],
    ]),
    ...signed.refused([
      ["permits-one-less", "The payer permits one unit less", "AmountUnderpaid", payload({ permitted: { amount: "19999" } }), under],
      ["permits-nothing", "The payer permits 0", "AmountUnderpaid", payload({ permitted: { amount: "0" } }), under],
      ["permits-other-token", "The payer permits another token", "AssetNotChecked", payload({ permitted: { token: USDC["eip155:8453"] } }), "The permit is one of another token."],
      ["permits-other-chain", "The payer permits on another chain", "NetworkNotChecked", payload({}, { network: "eip155:8453" }), "The permit is one for another chain."],
      ["spender-facilitator", "The facilitator's address as spender", "SpenderNotChecked", payload({ spender: facilitator.address }), spender],
      ["spender-other-proxy", "The other scheme's proxy as spender", "SpenderNotChecked", payload({ spender: PROXY[scheme === "exact" ? "upto" : "exact"] }), spender],
      ["spender-permit2", "Permit2 as spender", "SpenderNotChecked", payload({ spender: PERMIT2 }), spender],
      ["spender-payee", "The recipient as spender", "SpenderNotChecked", payload({ spender: payee.address }), spender],
      ["spender-stranger", "A stranger as spender", "SpenderNotChecked", payload({ spender: stranger.address }), spender],
      ["spender-near-proxy", "An address like the proxy's, one digit apart", "SpenderNotChecked", payload({ spender: nearTo(PROXY[scheme]) }), spender],
      ["pays-stranger", "The witness pays a stranger", "RecipientNotChecked", payload({ witness: { to: stranger.address } }), recipient],
      ["pays-payer", "The witness pays the payer", "RecipientNotChecked", payload({ witness: { to: payer.address } }), recipient],
      ["pays-facilitator", "The witness pays the facilitator", "RecipientNotChecked", payload({ witness: { to: facilitator.address } }), recipient],
      ["pays-zero", "The witness pays the zero address", "RecipientNotChecked", payload({ witness: { to: ZERO } }), recipient],
      ["pays-near-address", "The witness pays an address with the same first and last digits", "RecipientNotChecked", payload({ witness: { to: nearTo(payee.address) } }), recipient],
    ]),
    ...editsAt(plain, "/requirements/payTo").good([["payto-lower-case", "payTo in lower case", "AddressCase", payee.address.toLowerCase()]]),
    ...editsAt(plain, "/requirements/payTo").refused([
      ["payto-stranger", "The offer pays a stranger", "RecipientNotChecked", stranger.address, recipient],
      ["payto-proxy", "The offer pays the proxy", "RecipientNotChecked", PROXY[scheme], recipient],
    ]),
    ...editsAt(plain, "/requirements/asset").good([["asset-lower-case", "The token in lower case", "AddressCase", requirements.asset.toLowerCase()]]),
    ...editsAt(plain, "/requirements/asset").refused([["asset-other", "The offer asks for another token", "AssetNotChecked", USDC["eip155:8453"], "The permit is one of another token."]]),
    ...editsAt(plain, "/requirements/network").refused([["network-other", "The offer asks for Base", "NetworkNotChecked", "eip155:8453", "The permit is one for another chain."]]),
    ...editsAt(plain, "/requirements/scheme").refused([["scheme-other", scheme === "exact" ? "The offer is one of upto" : "The offer is one of exact", "SchemeNotChecked", scheme === "exact" ? "upto" : "exact", "The permit names the other scheme's proxy and witness."]]),
    stillValid(plain, { id: "payload-unknown-member", comment: "A member nobody knows in the payload", flags: ["UnknownMember"], path: "/payload/client", to: "wallet 1.2" }),
    ...editsAt(plain, `${AUTHORIZATION}/witness/memo`).open([["witness-unknown-member", "A member nobody knows in the witness, which nobody signed", "UnknownMember", "order 7", "No rule speaks of members beside those that are signed: reading over it and refusing it are both in order."]]),
    stillValid(plain, { id: "extra-unknown-member", comment: "A member nobody knows in extra", flags: ["UnknownMember"], path: "/requirements/extra/feeBips", to: 25 }),
    ...editsAt(plain, "/requirements/extra/name").open([["extra-name-other", "Another name of the token, which Permit2 does not ask for", "DomainHardCoded", "USD Coin", "Permit2's signature does not depend on it; a facilitator may still hold the offer to the token."]]),
    ...(["from", "spender"] as const).flatMap((name) => {
      const at = editsAt(plain, `${AUTHORIZATION}/${name}`);
      const address = name === "from" ? payer.address : PROXY[scheme];
      return [
        ...at.good([[`${name}-lower-case`, "The address in lower case", "AddressCase", address.toLowerCase()]]),
        ...at.open([
          [`${name}-upper-case`, "The address's digits in upper case", "AddressCase", upperCase(address), UPPER],
          [`${name}-wrong-checksum`, "A wrong EIP-55 checksum", "AddressChecksum", wrongChecksum(address as `0x${string}`)],
        ]),
        ...at.refused([
          [`${name}-longer`, "A byte behind the address", "AddressForm", `${address}00`, "An address is 20 bytes."],
          [`${name}-missing`, "The member is missing", "MissingMember", undefined, "The authorization is not whole."],
        ]),
      ];
    }),
    ...editsAt(plain, `${AUTHORIZATION}/witness`).refused([["witness-missing", "There is no witness", "WitnessNotSigned", undefined, "The recipient is not bound."]]),
    ...editsAt(plain, `${AUTHORIZATION}/witness/validAfter`).refused([["witness-valid-after-missing", "The witness has no validAfter", "MissingMember", undefined, "The authorization is not whole."]]),
    ...editsAt(plain, `${AUTHORIZATION}/permitted`).refused([["permitted-missing", "Token and amount are missing", "MissingMember", undefined, "The authorization is not whole."]]),
    ...editsAt(plain, AUTHORIZATION).refused([["snake-case", "Members in snake case", "MemberName", { ...snake(world) }, "witness.validAfter is missing."]]),
  ];
};

const snake = ({ authorization }: Permit2World): object => ({ ...authorization, witness: { ...authorization.witness, validAfter: undefined, valid_after: authorization.witness.validAfter } });

/** accepted and the requirements differ: the requirements count. */
export const echoesOf = (world: Permit2World): readonly DraftTest[] => {
  const echo = valid({ id: "accepted.plain", comment: "accepted is given and equal to the requirements", input: { ...world.input, accepted: structuredClone(world.requirements) } });
  const reason = "The payment is judged by the requirements, whatever accepted says.";
  return [
    echo,
    invalid(echo, { id: "accepted.payto", comment: "accepted and witness name a recipient of the payer's choice", flags: ["AcceptedTrusted"], path: "/requirements/payTo", to: world.stranger.address, reason }),
    invalid(echo, { id: "accepted.amount", comment: "accepted and permit are about half the price", flags: ["AcceptedTrusted"], path: "/requirements/amount", to: "40000", reason }),
    invalid(echo, { id: "accepted.asset", comment: "accepted and permit name a token of the payer's choice", flags: ["AcceptedTrusted"], path: "/requirements/asset", to: USDC["eip155:8453"], reason }),
    invalid(echo, { id: "accepted.network", comment: "accepted and permit name the test network", flags: ["AcceptedTrusted"], path: "/requirements/network", to: "eip155:8453", reason }),
  ];
};

/** Clock, balance and allowance. */
export const fundsAndClockOf = (plain: DraftTest, world: Permit2World): readonly DraftTest[] => {
  const { payload } = world;
  const window = editsAt(plain, "/payload", "window.");
  const expired = "The deadline has passed.";
  const early = "It is not valid yet.";
  return [
    ...clockRows({ plain, path: "/state/now", from: NOW - 600, until: NOW + 600, fromField: "witness.validAfter", untilField: "deadline", edges: "The contracts include both ends; an implementation may keep a margin." }),
    ...window.refused([
      ["valid-after-tomorrow", "Valid from tomorrow on, with a deadline behind it", "ValidAfterNotChecked", payload({ deadline: String(NOW + 90_000), witness: { validAfter: String(NOW + 86_400) } }), early],
      ["valid-after-milliseconds", "witness.validAfter in milliseconds", "Milliseconds", payload({ witness: { validAfter: String((NOW - 600) * 1000) } }), early],
      ["valid-after-behind-deadline", "witness.validAfter lies behind the deadline", "ValidAfterNotChecked", payload({ witness: { validAfter: String(NOW + 900) } }), early],
      ["deadline-zero", "A deadline of 0, which does not mean for ever", "WindowNotChecked", payload({ deadline: "0" }), expired],
      ["deadline-2001", "A deadline of nine digits, which counts as more than now as text", "StringComparison", payload({ deadline: "999999999" }), expired],
      ["valid-after-2-64", "witness.validAfter is 2^64 and an hour ago", "IntegerWidth", payload({ witness: { validAfter: String(2n ** 64n + BigInt(NOW - 3600)) } }), early],
    ]),
    ...window.good([["valid-after-zero", "Valid since 1970", "ValidAfterNotChecked", payload({ witness: { validAfter: "0" } })]]),
    ...window.open([["deadline-max", "The deadline is the greatest uint256", "IntegerWidth", payload({ deadline: MAX }), "It holds now; how long it may last is not said."]]),
    ...(["balance", "allowance"] as const).flatMap((name) => {
      const [at, flag] = [editsAt(plain, `/state/${name}`, `${name}.`), name === "balance" ? ("BalanceNotChecked" as const) : ("AllowanceNotChecked" as const)];
      const reason = name === "balance" ? "The payer cannot pay." : "The payer has not let Permit2 move so much, and brings nothing that would.";
      return [
        ...at.good([
          ["equal", "Exactly the amount", flag, "20000"],
          ["less-as-text", "100000, which comes before the amount as text", "StringComparison", "100000"],
        ]),
        ...at.refused([
          ["one-less", "One unit is missing", flag, "19999", reason],
          ["zero", "Nothing", flag, "0", reason],
          ["three", "3, which counts as more than the amount as text", "StringComparison", "3", reason],
        ]),
      ];
    }),
    ...editsAt(plain, "/state/allowance", "allowance.").good([["max-uint160", "The greatest uint160, which is no allowance without end to the token", "AllowanceNotChecked", String(2n ** 160n - 1n)]]),
    ...editsAt(plain, "/state/tokenExists").refused([["token-without-code", "There is no contract at the token's address", "AssetWithoutCode", false, "A call to an address without code does nothing, so nothing would be transferred."]]),
  ];
};

const bitOf = (nonce: bigint): string => `0x${(1n << (nonce & 255n)).toString(16).padStart(64, "0")}`;
const inverted = (bits: string): string => `0x${((1n << 256n) - 1n - BigInt(bits)).toString(16).padStart(64, "0")}`;

/** The bitmap of used nonces: word and bit, the owner's own. */
export const noncesOf = (seeded: Seeded, world: Permit2World): readonly DraftTest[] => {
  const { stranger } = world;
  const used = "The nonce's bit is set, so Permit2 would revert.";
  const nonces: readonly (readonly [id: string, comment: string, nonce: bigint])[] = [
    ["random", "A random nonce of 256 bits", BigInt(seeded.hex("random nonce", 32))],
    ["zero", "Nonce 0: word 0, bit 0", 0n],
    ["255", "Nonce 255: the last bit of word 0", 255n],
    ["256", "Nonce 256: the first bit of word 1", 256n],
    ["2-64", "Nonce 2^64 and 7", 2n ** 64n + 7n],
    ["max", "The greatest nonce: the last bit of the last word", 2n ** 256n - 1n],
  ];
  // The bitmap is the same contract's under both schemes: upto is asked for the nonces that go wrong on their own.
  const asked = world.scheme === "exact" ? nonces : nonces.filter(([id]) => id === "random" || id === "256");
  return asked.flatMap(([id, comment, nonce]) => {
    const owner = world.authorization.from;
    const [word, bits] = [String(nonce >> 8n), bitOf(nonce)];
    const plain = valid({ id: `nonce.${id}`, comment, flags: ["NonceBitmap"], input: { ...world.input, payload: world.payload({ nonce: String(nonce) }) } });
    const at = editsAt(plain, "/state/nonceBitmap", `nonce.${id}.`);
    const mirrored = bitOf(255n - (nonce & 255n));
    return [
      plain,
      ...at.refused([["used", "Its bit is set", "NonceReplayed", [{ owner, word, bits }], used]]),
      ...at.good([
        ["all-other-bits", "All other bits of its word are set", "NonceBitmap", [{ owner, word, bits: inverted(bits) }]],
        ["other-word", "The same bit of another word is set", "NonceBitmap", [{ owner, word: String((nonce >> 8n) ^ 1n), bits }]],
      ]),
      ...(id === "random"
        ? [
            ...at.refused([
              ["used-with-others", "All bits of its word are set", "NonceBitmap", [{ owner: stranger.address, word: "0", bits }, { owner, word, bits: `0x${"ff".repeat(32)}` }], used],
              ["used-owner-lower-case", "Its bit is set, and the owner is written in lower case", "NonceReplayed", [{ owner: owner.toLowerCase(), word, bits }], used],
            ]),
            ...at.good([
              ["other-owner", "The bit is set for another owner", "NonceOfOthers", [{ owner: stranger.address, word, bits }]],
              ["mirrored-bit", "The bit is set that it would be when counted from the other end", "NonceBitmap", [{ owner, word, bits: mirrored }]],
            ]),
          ]
        : []),
    ];
  });
};

/** The nonce in other notations. */
export const nonceFormsOf = (plain: DraftTest, world: Permit2World): readonly DraftTest[] => {
  const { nonce } = world.authorization;
  const at = editsAt(plain, `${AUTHORIZATION}/nonce`, "nonce-form.");
  const range = "A nonce is a uint256.";
  return [
    ...at.open([
      ["hex", "32 bytes in hex, as the example of upto has it", "NumberNotation", `0x${BigInt(nonce).toString(16).padStart(64, "0")}`, "The text's examples have both notations; the value signed is the same."],
      ["leading-zero", "A zero in front of the digits", "NumberNotation", `0${nonce}`],
    ]),
    ...at.refused([
      ["negative", "A minus sign", "OutOfRange", `-${nonce}`, range],
      ["wrapped", "2^256 more than was signed", "OutOfRange", String(BigInt(nonce) + 2n ** 256n), range],
      ["fraction", "A fraction behind the digits", "NumberForm", `${nonce}.5`, range],
      ["float", "The nonce as a floating-point number writes it", "FloatComparison", String(Number(nonce)), "It is not the number that was signed."],
      ["next", "One more than was signed", "MemberNotSigned", String(BigInt(nonce) + 1n), "The signature is over another nonce."],
      ["empty", "An empty string", "NumberForm", "", range],
      ["missing", "No nonce", "MissingMember", undefined, range],
    ]),
  ];
};

