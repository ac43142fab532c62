import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { editsAt } from "../evm/_edits.ts";
import { domainOf } from "../evm/_eip3009.ts";
import type { Requirements } from "../evm/_eip3009.ts";
import { pickFlags } from "../evm/_flags.ts";
import type { FlagName } from "../evm/_flags.ts";
import { offerIn, TOKENS } from "../evm/_other-tokens.ts";
import { domainSeparator } from "../evm/_typed-data.ts";
import { createSponsoredWorld, permitDigest } from "./_permit.ts";
import type { Permit } from "./_permit.ts";

const MAX = String(2n ** 256n - 1n);

export const vectors = defineVectors({
  operation: "eip2612.digest",
  description: "Domain separator and digest of the EIP-2612 permit that lets Permit2 move the payer's tokens.",
  requirements: ["gas.2612.client-sig", "gas.2612.client-spender", "permit2.offer.domain-2612"],
  flags: pickFlags("TypeHash", "DomainMembers", "DomainHardCoded", "IntegerWidth", "FloatComparison", "OutOfRange", "YearOverflow", "AddressCase", "AddressForm", "NumberForm", "MissingMember"),
  groups: ({ seeded }) => {
    const { world, permit } = createSponsoredWorld(seeded);
    const { requirements, stranger } = world;
    const outputOf = (offer: Requirements, signed: Permit): object => ({ domainSeparator: domainSeparator(domainOf(offer)), digest: permitDigest(offer, signed) });
    const asked = (id: string, comment: string, flag: FlagName, offer: Requirements, signed: Permit): DraftTest => valid({ id, comment, flags: [flag], input: { requirements: offer, permit: signed }, output: outputOf(offer, signed) });
    const plain = valid({ id: "plain", comment: "20000 atomic units of USDC on Base Sepolia for Permit2", flags: ["TypeHash", "DomainMembers"], input: { requirements, permit }, output: outputOf(requirements, permit) });
    const rows: readonly (readonly [id: string, comment: string, flag: FlagName, edit: Partial<Permit>])[] = [
      ["value-max", "An allowance without end", "IntegerWidth", { value: MAX }],
      ["value-0", "An allowance of nothing, which takes it back", "OutOfRange", { value: "0" }],
      ["value-above-2-53", "A value above 2^53", "FloatComparison", { value: String(2n ** 53n + 1n) }],
      ["value-above-2-64", "A value above 2^64", "IntegerWidth", { value: String(2n ** 64n + 1n) }],
      ["nonce-0", "The first permit of an account", "OutOfRange", { nonce: "0" }],
      ["nonce-256", "A nonce of two bytes", "IntegerWidth", { nonce: "256" }],
      ["nonce-above-2-64", "A nonce above 2^64", "IntegerWidth", { nonce: String(2n ** 64n + 1n) }],
      ["deadline-after-2038", "A deadline after 2038", "YearOverflow", { deadline: "2200000000" }],
      ["deadline-max", "A deadline that never comes", "IntegerWidth", { deadline: MAX }],
      ["owner-lower-case", "The owner in lower case", "AddressCase", { owner: permit.owner.toLowerCase() }],
      ["spender-lower-case", "Permit2 in lower case", "AddressCase", { spender: permit.spender.toLowerCase() }],
      ["spender-other", "Another spender: what is stated is hashed", "AddressForm", { spender: stranger.address }],
    ];
    const at = (name: string): ReturnType<typeof editsAt> => editsAt(plain, `/permit/${name}`, `${name}.`);
    const range = "A uint256 is neither below zero nor above 2^256-1.";
    return [
      {
        name: "digests",
        comment: "Permits for the tokens of offers",
        tests: [
          plain,
          ...rows.map(([id, comment, flag, edit]) => asked(id, comment, flag, requirements, { ...permit, ...edit })),
          ...TOKENS.map((token) => asked(`token.${token.id}`, token.comment, "DomainHardCoded", offerIn(requirements, token), permit)),
          ...at("value").refused([
            ["2-256", "2^256, which wraps to 0", "OutOfRange", String(2n ** 256n), range],
            ["negative", "-1, which wraps to an allowance without end", "OutOfRange", "-1", range],
            ["words", "A word for the greatest value", "NumberForm", "unlimited", "This is no number."],
          ]),
          ...at("nonce").refused([["missing", "The member is missing", "MissingMember", undefined, "A permit has a nonce."]]),
          ...at("deadline").refused([["iso-date", "A date as text", "NumberForm", "2026-09-21T12:00:00Z", "Times are Unix seconds."]]),
          ...at("owner").refused([["bytes-21", "An owner of 21 bytes", "AddressForm", `${permit.owner}00`, "An address is 20 bytes."]]),
          ...at("spender").refused([["bytes-18", "Permit2 without its leading zero bytes", "AddressForm", `0x${permit.spender.slice(14)}`, "An address is 20 bytes."]]),
        ],
      },
    ];
  },
});
