import { valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { accountWhere } from "./_accounts.ts";
import { editsAt } from "./_edits.ts";
import type { FlagName } from "./_flags.ts";
import { createPermit2World, editedPermit, PERMIT2, permit2Domain, permitDigest, PROXY } from "./_permit2.ts";
import type { PermitEdit, Permit2Authorization, Permit2Scheme } from "./_permit2.ts";
import { domainSeparator } from "./_typed-data.ts";

const MAX = String(2n ** 256n - 1n);

/** Flags that digests of permits carry. */
export const DIGEST_FLAGS = ["TypeHash", "DigestConstruction", "DomainMembers", "DomainHardCoded", "IntegerWidth", "FloatComparison", "OutOfRange", "YearOverflow", "AddressCase", "AddressForm", "SpenderNotChecked", "UnknownMember", "NumberNotation", "NumberForm", "MissingMember", "NetworkNotChecked"] as const satisfies readonly FlagName[];

/** Digests of permits of one scheme. */
export const permitDigestGroups = (seeded: Seeded, scheme: Permit2Scheme): readonly DraftGroup[] => {
  const { authorization, requirements, stranger } = createPermit2World(seeded, scheme);
  const outputOf = (network: string, permit: Permit2Authorization): object => ({ domainSeparator: domainSeparator(permit2Domain(network)), digest: permitDigest(network, permit) });
  const asked = (id: string, comment: string, flag: FlagName, network: string, permit: Permit2Authorization): DraftTest => valid({ id, comment, flags: [flag], input: { network, authorization: permit }, output: outputOf(network, permit) });
  const { network } = requirements;
  const plain = valid({ id: "plain", comment: "20000 atomic units of USDC on Base Sepolia", flags: ["TypeHash", "DigestConstruction", "DomainMembers"], input: { network, authorization }, output: outputOf(network, authorization) });
  const short = accountWhere(seeded, "account with a leading zero", (address) => address.startsWith("0x00")).address;
  const networks: readonly (readonly [id: string, comment: string, network: string])[] = [
    ["network-ethereum", "Ethereum", "eip155:1"],
    ["network-base", "Base", "eip155:8453"],
    ["network-avalanche", "Avalanche", "eip155:43114"],
    ["network-long", "A chain id above 2^32", "eip155:11297108109"],
  ];
  const permits: readonly (readonly [id: string, comment: string, flag: FlagName, edit: PermitEdit])[] = [
    ["amount-0", "An amount of 0", "OutOfRange", { permitted: { amount: "0" } }],
    ["amount-above-2-53", "An amount above 2^53", "FloatComparison", { permitted: { amount: String(2n ** 53n + 1n) } }],
    ["amount-above-2-64", "An amount above 2^64", "IntegerWidth", { permitted: { amount: String(2n ** 64n + 1n) } }],
    ["amount-above-2-160", "An amount that Permit2's allowances do not hold and its signatures do", "IntegerWidth", { permitted: { amount: String(2n ** 160n + 1n) } }],
    ["amount-max", "The greatest uint256", "IntegerWidth", { permitted: { amount: MAX } }],
    ["nonce-0", "Nonce 0", "OutOfRange", { nonce: "0" }],
    ["nonce-above-2-53", "A nonce above 2^53", "FloatComparison", { nonce: String(2n ** 53n + 1n) }],
    ["nonce-above-2-64", "A nonce above 2^64", "IntegerWidth", { nonce: String(2n ** 64n + 1n) }],
    ["nonce-max", "The greatest uint256 as nonce", "IntegerWidth", { nonce: MAX }],
    ["deadline-after-2038", "A deadline after 2038", "YearOverflow", { deadline: "2200000000" }],
    ["deadline-max", "A deadline that never comes", "IntegerWidth", { deadline: MAX }],
    ["valid-after-0", "Valid since 1970", "OutOfRange", { witness: { validAfter: "0" } }],
    ["from-other", "Another payer: from is not part of what is signed", "SpenderNotChecked", { from: stranger.address }],
    ["to-short", "A recipient that begins with a zero byte", "AddressForm", { witness: { to: short } }],
    ["to-permit2", "A recipient that begins with several zero bytes", "AddressForm", { witness: { to: PERMIT2 } }],
    ["to-lower-case", "A recipient in lower case", "AddressCase", { witness: { to: authorization.witness.to.toLowerCase() } }],
    ["token-lower-case", "The token in lower case", "AddressCase", { permitted: { token: authorization.permitted.token.toLowerCase() } }],
    ...(scheme === "upto"
      ? ([
          ["facilitator-short", "A facilitator that begins with a zero byte", "AddressForm", { witness: { facilitator: short } }],
          ["facilitator-is-to", "Facilitator and recipient are one", "AddressForm", { witness: { facilitator: authorization.witness.to } }],
          ["facilitator-zero", "The zero address as facilitator", "AddressForm", { witness: { facilitator: `0x${"00".repeat(20)}` } }],
        ] as const)
      : []),
  ];
  const at = (path: string, prefix: string): ReturnType<typeof editsAt> => editsAt(plain, `/authorization/${path}`, prefix);
  const range = "A uint256 is neither below zero nor above 2^256-1.";
  const spender = "It can be hashed, and the proxy would not take it: a signer may refuse here.";
  const decimal = BigInt(authorization.nonce);
  return [
    {
      name: "digests",
      comment: `Permits with the witness of ${scheme}`,
      tests: [
        plain,
        ...networks.map(([id, comment, other]) => asked(id, comment, "DomainHardCoded", other, authorization)),
        ...permits.map(([id, comment, flag, edit]) => asked(id, comment, flag, network, editedPermit(authorization, edit))),
        ...at("witness/memo", "witness-").open([["unknown-member", "A member nobody knows in the witness, which is not signed", "UnknownMember", "order 7", "No rule speaks of members beside those that are signed: reading over it and refusing it are both in order."]]),
        ...at("nonce", "nonce.").open([["hex", "The nonce in hex", "NumberNotation", `0x${decimal.toString(16).padStart(64, "0")}`, "The text's examples have both notations."]]),
        ...at("nonce", "nonce.").refused([
          ["2-256", "2^256, which wraps to 0", "OutOfRange", String(2n ** 256n), range],
          ["negative", "Below zero", "OutOfRange", "-1", range],
          ["bytes-33", "33 bytes in hex", "OutOfRange", `0x01${decimal.toString(16).padStart(64, "0")}`, range],
        ]),
        ...at("permitted/amount", "amount.").refused([
          ["2-256", "2^256, which wraps to 0", "OutOfRange", String(2n ** 256n), range],
          ["fraction", "A fraction", "NumberForm", "20000.5", "A uint256 has no fraction."],
        ]),
        ...at("witness/to", "to.").refused([["missing", "The witness names no recipient", "MissingMember", undefined, "A witness names its recipient."]]),
        ...(scheme === "upto" ? at("witness/facilitator", "facilitator.").refused([["missing", "The witness names no facilitator", "MissingMember", undefined, "A witness of upto names its facilitator."]]) : []),
        ...at("witness/validAfter", "valid-after.").refused([["missing", "The witness has no beginning", "MissingMember", undefined, "A witness has a validAfter."]]),
        ...at("spender", "spender-").open([
          ["other", "Another spender than the proxy", "SpenderNotChecked", stranger.address, spender],
          ["other-proxy", "The other scheme's proxy as spender, with this scheme's witness", "SpenderNotChecked", PROXY[scheme === "exact" ? "upto" : "exact"], spender],
        ]),
        ...at("spender", "spender.").refused([["bytes-21", "A spender of 21 bytes", "AddressForm", `${authorization.spender}00`, "An address is 20 bytes."]]),
        ...editsAt(plain, "/network", "network.").refused([["other-namespace", "A network without chain id", "NetworkNotChecked", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "EIP-712 needs a chain id."]]),
      ],
    },
  ];
};
