import { concatHex, keccak256, stringToHex } from "viem";
import type { Hex } from "viem";
import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { accountOf } from "./_accounts.ts";
import { editsAt } from "./_edits.ts";
import { authorizationDigest, authorizationHash, createEip3009World, domainOf, USDC } from "./_eip3009.ts";
import type { Authorization, Eip3009World } from "./_eip3009.ts";
import { pickFlags } from "./_flags.ts";
import { otherTokens } from "./_other-tokens.ts";
import { signatureForms } from "./_signature-forms.ts";
import { domainSeparator, hashStruct, typedDigest } from "./_typed-data.ts";
import type { Domain } from "./_typed-data.ts";

const PATH = "/payload/signature";
const NOT_THE_PAYERS = "The signature does not recover to authorization.from.";

/** A payment whose signature ends with 1c, so that 64 bytes of it are no ERC-2098 signature by chance. */
const world28 = (seeded: Seeded): { world: Eip3009World; authorization: Authorization; signature: Hex } => {
  const world = createEip3009World(seeded);
  for (let index = 0; ; index++) {
    const { signature, authorization } = world.payload({ nonce: seeded.hex(`nonce ${index}`, 32) });
    if (signature.endsWith("1c")) return { world, authorization, signature: signature as Hex };
  }
};

const otherDomains = ({ requirements }: Eip3009World): readonly (readonly [id: string, comment: string, flag: "DomainHardCoded" | "DomainNotChecked" | "DomainNameBySymbol" | "DomainMembers", domain: Domain])[] => {
  const right = domainOf(requirements);
  const { name, version, chainId, verifyingContract } = right;
  return [
    ["chain-of-mainnet", "Signed for Base instead of Base Sepolia", "DomainHardCoded", { ...right, chainId: 8453n }],
    ["chain-1", "Signed for Ethereum, the default of many libraries", "DomainHardCoded", { ...right, chainId: 1n }],
    ["contract-of-mainnet", "Signed for USDC's address on Base", "DomainHardCoded", { ...right, verifyingContract: USDC["eip155:8453"] }],
    ["name-usd-coin", "Signed with USD Coin, the name on Base, where the token says USDC", "DomainNameBySymbol", { ...right, name: "USD Coin" }],
    ["version-1", "Signed with version 1, the default of most tokens", "DomainHardCoded", { ...right, version: "1" }],
    ["without-version", "A domain without version, as that of Permit2", "DomainMembers", { name, chainId, verifyingContract }],
    ["salt-for-chain", "The chain id as salt, as bridged USDC on Polygon has it", "DomainMembers", { name, version, verifyingContract, salt: `0x${chainId.toString(16).padStart(64, "0")}` }],
  ];
};

const TYPES: readonly (readonly [id: string, comment: string, flag: "TypeHash" | "WrongPrimaryType", type: string])[] = [
  ["receive-with-authorization", "ReceiveWithAuthorization, which only the recipient can submit", "WrongPrimaryType", "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"],
];

const signedOtherwise = (seeded: Seeded, plain: DraftTest, { world, authorization }: ReturnType<typeof world28>): readonly DraftTest[] => {
  const { payer, stranger, requirements } = world;
  const at = editsAt(plain, PATH);
  const separator = domainSeparator(domainOf(requirements));
  const struct = authorizationHash(authorization);
  const digest = typedDigest(separator, struct);
  const signed = (hash: Hex): Hex => payer.sign(hash);
  const tampered = (edit: Partial<Authorization>): Hex => signed(authorizationDigest({ requirements, authorization: { ...authorization, ...edit } }));
  const later = (time: string, seconds: bigint): string => String(BigInt(time) + seconds);
  return [
    ...at.refused(otherDomains(world).map(([id, comment, flag, domain]) => [`domain-${id}`, comment, flag, signed(typedDigest(domainSeparator(domain), struct)), NOT_THE_PAYERS])),
    ...at.refused(TYPES.map(([id, comment, flag, type]) => [id, comment, flag, signed(typedDigest(separator, authorizationHash(authorization, type))), NOT_THE_PAYERS])),
    ...at.refused([
      ["cancel-authorization", "CancelAuthorization of the same nonce", "WrongPrimaryType", signed(typedDigest(separator, hashStruct("CancelAuthorization(address authorizer,bytes32 nonce)", [["address", authorization.from], ["bytes32", authorization.nonce]]))), NOT_THE_PAYERS],
      ["eip2612-permit", "An EIP-2612 permit of the same value for the recipient", "WrongPrimaryType", signed(typedDigest(separator, hashStruct("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)", [["address", authorization.from], ["address", authorization.to], ["uint256", BigInt(authorization.value)], ["uint256", 0n], ["uint256", BigInt(authorization.validBefore)]]))), NOT_THE_PAYERS],
      ["digest-personal-sign", "The digest's bytes signed by personal_sign", "PersonalSign", signed(keccak256(concatHex([stringToHex("\u0019Ethereum Signed Message:\n32"), digest]))), NOT_THE_PAYERS],
      ["digest-struct-alone", "The struct's hash signed without a domain", "DomainNotChecked", signed(struct), NOT_THE_PAYERS],
      ["other-key", "Signed by a stranger", "SignatureNotCompared", stranger.sign(digest), NOT_THE_PAYERS],
      ["other-payment", "The payer's signature of an earlier payment", "SignatureNotCompared", tampered({ nonce: seeded.hex("earlier nonce", 32) }), NOT_THE_PAYERS],
      ["signed-value-lower", "Signed over a value one below that of the authorization", "MemberNotSigned", tampered({ value: "9999" }), NOT_THE_PAYERS],
      ["signed-to-other", "Signed over another recipient", "MemberNotSigned", tampered({ to: stranger.address }), NOT_THE_PAYERS],
      ["signed-from-other", "Signed by the payer over another sender", "MemberNotSigned", tampered({ from: stranger.address }), NOT_THE_PAYERS],
      ["signed-valid-before-earlier", "Signed over a validBefore that is ten minutes earlier", "MemberNotSigned", tampered({ validBefore: later(authorization.validBefore, -600n) }), NOT_THE_PAYERS],
    ]),
  ];
};

export const vectors = defineVectors({
  operation: "eip3009.verify",
  description: "Signatures of exact by EIP-3009: their form, and what they are made over.",
  requirements: ["evm.3009.signature-65", "evm.3009.types", "evm.3009.domain", "evm.3009.fac.valid", "evm.3009.fac.signature", "evm.3009.fac.tampered-fields", "evm.3009.fac.asset", "evm.3009.fac.network", "evm.3009.fac.smart-wallet"],
  flags: pickFlags("SignatureNotCompared", "SignatureForm", "RecoveryId", "SignatureMalleable", "CompactSignature", "ZeroAddressRecovered", "PersonalSign", "DomainHardCoded", "DomainNameBySymbol", "DomainNotChecked", "DomainMembers", "WrongPrimaryType", "MemberNotSigned", "TransferMethod"),
  groups: ({ seeded }) => {
    const made = world28(seeded);
    const { world, authorization, signature } = made;
    const plain = valid({ id: "plain", comment: "A payment that is right", input: { ...world.input, payload: { signature, authorization } } });
    const zero = `0x${"00".repeat(20)}`;
    const fromZero = { signature: `0x${"00".repeat(64)}1b`, authorization: { ...authorization, from: zero } };
    return [
      {
        name: "signature",
        comment: "One payment; only its signature differs",
        tests: [
          plain,
          ...signatureForms({ plain, signature, path: PATH, named: "authorization.from" }),
          ...signedOtherwise(seeded, plain, made),
          ...editsAt(plain, "/payload").refused([
            ["from-zero-address", "A payment from the zero address, with a signature that recovers to nobody", "ZeroAddressRecovered", fromZero, "A signature that recovers to nobody is nobody's, the zero address's neither."],
            ["permit2-payload", "A Permit2 payload where EIP-3009 is required", "TransferMethod", { signature, permit2Authorization: { from: authorization.from, permitted: { token: world.requirements.asset, amount: "10000" }, spender: "0x402085c248EeA27D92E8b30b2C58ed07f9E20001", nonce: "7", deadline: authorization.validBefore, witness: { to: authorization.to, validAfter: authorization.validAfter } } }, "The signature is one of EIP-3009 and not of this permit."],
          ]),
        ],
      },
      { name: "tokens", comment: "Tokens with other domains", tests: otherTokens(world) },
      { name: "other-payers", comment: "Payments by other keys, so that both values of v and short r occur", tests: otherPayers(seeded, world) },
    ];
  },
});

/** Keys and nonces whose signatures have an unusual look. */
const otherPayers = (seeded: Seeded, world: Eip3009World): readonly DraftTest[] => {
  const find = (label: string, fits: (signature: string) => boolean): ReturnType<Eip3009World["payload"]> => {
    const payer = accountOf(seeded, label);
    for (let index = 0; ; index++) {
      const payload = world.payload({ from: payer.address, nonce: seeded.hex(`${label} ${index}`, 32) }, { signer: payer });
      if (fits(payload.signature)) return payload;
    }
  };
  const looks: readonly (readonly [id: string, comment: string, fits: (signature: string) => boolean])[] = [
    ["v-27", "v is 27", (signature) => signature.endsWith("1b")],
    ["v-28", "v is 28", (signature) => signature.endsWith("1c")],
    ["r-short", "r begins with a zero byte, which must not be cut", (signature) => signature.startsWith("0x00")],
    ["s-short", "s begins with a zero byte, which must not be cut", (signature) => signature.slice(66, 68) === "00"],
    ["r-high-bit", "r has its highest bit set, so it is negative when read as signed", (signature) => /^0x[8-f]/.test(signature)],
  ];
  return looks.map(([id, comment, fits]) => valid({ id: `other-payers.${id}`, comment, flags: ["SignatureForm"], input: { ...world.input, payload: find(id, fits) } }));
};
