import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { withValueAt } from "../../json-pointer.ts";
import { malformed } from "./_addresses.ts";
import { addressOf, bytesOf, derive, keysOf, littleEndian, MINTS, PROGRAMS } from "./_keys.ts";

type Input = { readonly payer: string; readonly feePayer: string; readonly token: string; readonly authorizedSigner: string; readonly salt: string; readonly openSlot: number };
type Made = { readonly channelId: string; readonly bump: number };

const channelOf = async (program: string, input: Input): Promise<Made> => {
  const parties = [input.payer, input.feePayer, input.token, input.authorizedSigner].map(bytesOf);
  const { address, bump } = await derive({ program, seeds: [new TextEncoder().encode("channel"), ...parties, littleEndian(BigInt(input.salt), 8), littleEndian(input.openSlot, 8)] });
  return { channelId: address, bump };
};

/** The first salt whose channel has this bump. */
const saltWithBump = async (options: { program: string; input: Input; bump: number }): Promise<string> => {
  for (let salt = 1; ; salt += 1) {
    if ((await channelOf(options.program, { ...options.input, salt: String(salt) })).bump === options.bump) return String(salt);
  }
};

const inputOf = (seeded: Seeded): Input => {
  const keys = keysOf(seeded, ["payer", "fee payer", "signer"]);
  return { payer: keys.payer.address, feePayer: keys["fee payer"].address, token: MINTS.usdc, authorizedSigner: keys.signer.address, salt: "42", openSlot: 341_000_000 };
};

const variants = async (program: string, plain: DraftTest): Promise<readonly DraftTest[]> => {
  const input = plain.input as unknown as Input;
  const same = async (id: string, comment: string, flag: string, member: keyof Input, to: string | number): Promise<DraftTest> =>
    stillValid(plain, { id, comment, flags: [flag], path: `/${member}`, to, output: await channelOf(program, withValueAt(input, `/${member}`, to)) });
  const salts: readonly (readonly [string, string, string])[] = [
    ["zero", "0", "Zero"],
    ["one", "1", "One"],
    ["256", "256", "One byte order's 1 is the other's 2^48"],
    ["two-32", "4294967296", "One above 32 bits"],
    ["two-53-plus-1", "9007199254740993", "The first integer a double cannot hold"],
    ["two-63", "9223372036854775808", "Negative if read as signed"],
    ["u64-max", "18446744073709551615", "The highest u64"],
  ];
  const slots: readonly (readonly [string, number, string])[] = [
    ["zero", 0, "The first slot"],
    ["two-32", 4_294_967_296, "One above 32 bits"],
    ["two-31", 2_147_483_648, "Negative in signed 32-bit arithmetic"],
    ["safe-max", 9_007_199_254_740_991, "The highest integer a double counts by ones to"],
    ["neighbour", 341_000_001, "The next slot: another channel"],
  ];
  return await Promise.all([
    ...salts.map(([id, salt, comment]) => same(`salt-${id}`, `salt: ${comment}`, "IntegerWidth", "salt", salt)),
    ...slots.map(([id, slot, comment]) => same(`slot-${id}`, `openSlot: ${comment}`, "IntegerWidth", "openSlot", slot)),
    same("payer-is-signer", "The payer signs vouchers itself, as batch-settlement allows", "EqualRoles", "authorizedSigner", input.payer),
    same("fee-payer-is-signer", "The server is its own facilitator, as upto allows", "EqualRoles", "authorizedSigner", input.feePayer),
    same("other-payer", "Another payer", "SeedOrder", "payer", input.authorizedSigner),
    same("other-fee-payer", "Another sponsor: another channel", "SponsorNotASeed", "feePayer", addressOf(bytesOf(input.feePayer).toReversed())),
    same("other-token", "Another mint", "SeedOrder", "token", MINTS.pyusd),
    same("payer-off-curve", "A payer that is no point of the curve", "OffCurveParty", "payer", addressOf(new Uint8Array(32).fill(255))),
    same("signer-all-zero", "32 zero bytes, 32 characters in base58", "LeadingZeros", "authorizedSigner", PROGRAMS.system),
    same("payer-leading-zeros", "A payer that begins with two zero bytes", "LeadingZeros", "payer", addressOf(Uint8Array.of(0, 0, ...bytesOf(input.payer).subarray(2)))),
    ...[254, 253, 251].map(async (bump) => await same(`bump-${bump}`, `A channel of bump ${bump}`, "BumpSearch", "salt", await saltWithBump({ program, input, bump }))),
  ]);
};

const refusals = (plain: DraftTest): readonly DraftTest[] => {
  const input = plain.input as unknown as Input;
  const keys = (["payer", "feePayer", "token", "authorizedSigner"] as const).flatMap((member) =>
    malformed(input[member])
      .filter(([id]) => ["31-bytes", "33-bytes", "zero-sign", "missing", "evm"].includes(id))
      .map(([id, comment, flag, to, reason]) => invalid(plain, { id: `${member === "feePayer" ? "fee-payer" : member === "authorizedSigner" ? "signer" : member}-${id}`, comment: `${member}: ${comment}`, flags: [flag], path: `/${member}`, to, reason })),
  );
  const salt = (id: string, comment: string, to: unknown, reason = "salt is a decimal u64."): DraftTest => invalid(plain, { id: `salt-${id}`, comment: `salt: ${comment}`, flags: ["IntegerForm"], path: "/salt", to, reason });
  const slot = (id: string, comment: string, to: unknown): DraftTest => invalid(plain, { id: `slot-${id}`, comment: `openSlot: ${comment}`, flags: ["IntegerForm"], path: "/openSlot", to, reason: "openSlot is a u64 as a JSON number." });
  return [
    ...keys,
    salt("above-u64", "2^64, which is 0 in 64 bits", "18446744073709551616", "2^64 has no place in eight bytes."),
    salt("negative", "-1, which is the highest u64 in two's complement", "-1"),
    salt("hex", "Hex", "0x2a"),
    salt("empty", "Empty", ""),
    salt("fraction", "With a fraction", "42.0"),
    salt("exponent", "With an exponent", "4.2e1"),
    salt("space", "With a space after it", "42 "),
    salt("missing", "Not there", undefined),
    salt("word", "A word", "salt"),
    slot("negative", "Negative", -1),
    slot("fraction", "With a fraction", 341_000_000.5),
    slot("missing", "Not there", undefined),
    slot("null", "null", null),
  ];
};

const leftOpen = (plain: DraftTest): readonly DraftTest[] => [
  acceptable(plain, { id: "salt-leading-zeros", comment: "salt with zeros before it", flags: ["IntegerForm"], path: "/salt", to: "0042", reason: "Decimal it is; whether zeros may lead, no text says." }),
];

export const vectors = defineVectors({
  operation: "svm.channel.derive",
  description: "Addresses of payment channels on Solana, which upto and batch-settlement derive from the parties, a salt and a slot.",
  requirements: ["upto.svm.client.channel-id", "upto.svm.channel-pda", "upto.svm.client.nonce", "bsvm.client.channel-id", "bsvm.fac.channel-pda"],
  flags: {
    SeedOrder: { bugClass: "channel-seed-order", description: "Orders the seeds differently or leaves one out.", effect: "Client and facilitator name two channels; every deposit is refused.", links: ["https://github.com/solana-foundation/payment-channels"] },
    SponsorNotASeed: { bugClass: "channel-seed-order", description: "Derives with payTo, or with nothing, where the sponsor belongs.", effect: "Every deposit is refused.", links: ["https://github.com/solana-foundation/payment-channels"] },
    BumpSearch: { bugClass: "bump-search", description: "Takes bump 255 for granted, or searches from 0 upwards.", effect: "About half of all channels get a wrong address.", links: ["https://solana.com/docs/core/pda"] },
    IntegerWidth: { bugClass: "u64-precision-lost", description: "Holds a u64 in a double or in 32 bits, signed, or writes it big-endian.", effect: "Some channels get a wrong address, depending on the salt.", links: [] },
    IntegerForm: { bugClass: "lenient-integer", description: "Reads text that is no decimal integer as one, or wraps it around.", effect: "Two texts name one channel, so that a salt is used twice.", links: [] },
    EqualRoles: { bugClass: "equal-roles-refused", description: "Wants all parties to be different, or removes repeated keys.", effect: "Servers that are their own facilitator cannot use channels.", links: [] },
    OffCurveParty: { bugClass: "off-curve-owner-refused", description: "Refuses a key that is no point of the curve.", effect: "Smart wallets cannot open channels.", links: [] },
    LeadingZeros: { bugClass: "base58-leading-zeros", description: "Loses or adds zero bytes at the ends of a key.", effect: "One key in 256 is taken for another or refused.", links: [] },
    KeyLength: { bugClass: "public-key-length-not-checked", description: "Takes base58 of any length for a key.", effect: "A derivation from concatenated seeds that another party's keys give as well.", links: [] },
    Base58Alphabet: { bugClass: "base58-alphabet-not-checked", description: "Skips or maps characters that base58 does not have.", effect: "Two texts name one key.", links: [] },
    ForeignAddress: { bugClass: "address-format-not-checked", description: "Takes another notation for a Solana address.", effect: "A crash, or a channel derived from the wrong bytes.", links: [] },
  },
  groups: async ({ seeded }) => {
    const input = inputOf(seeded);
    const program = PROGRAMS.channels;
    const plain = valid({ id: "plain", comment: "A client, its sponsor, a mint and a signer", flags: ["SeedOrder"], input, output: await channelOf(program, input) });
    const elsewhere = addressOf(seeded.bytes("another deployment", 32));
    const other = valid({ id: "other-deployment", comment: "The same parties with the program of another network", flags: ["SeedOrder"], input, output: await channelOf(elsewhere, input) });
    return [
      { name: "mainnet", comment: "The program as deployed on mainnet", shared: { program }, tests: [plain, ...(await variants(program, plain)), ...refusals(plain), ...leftOpen(plain)] },
      { name: "other-deployment", comment: "A network whose channel program has another address", shared: { program: elsewhere }, tests: [other] },
    ];
  },
});
