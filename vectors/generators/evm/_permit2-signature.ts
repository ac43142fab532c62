import { concatHex, keccak256, stringToHex } from "viem";
import type { Hex } from "viem";
import { valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { editsAt } from "./_edits.ts";
import { authorizationHash } from "./_eip3009.ts";
import type { FlagName } from "./_flags.ts";
import { createPermit2World, editedPermit, permit2Domain, permitDigest, permitHash, PERMITTED_TYPE, permittedHash, PROXY } from "./_permit2.ts";
import type { PermitEdit, Permit2Authorization, Permit2Scheme, Permit2World } from "./_permit2.ts";
import { domainSeparator, hashStruct, typedDigest } from "./_typed-data.ts";
import type { Domain } from "./_typed-data.ts";

export const NOT_THE_PAYERS = "The signature does not recover to permit2Authorization.from.";

type Named<Value> = readonly (readonly [id: string, comment: string, flag: FlagName, value: Value])[];

/** A payment whose signature ends with 1c, so that 64 bytes of it are no ERC-2098 signature by chance. */
export const permit28 = (seeded: Seeded, scheme: Permit2Scheme): { world: Permit2World; authorization: Permit2Authorization; signature: Hex; plain: DraftTest } => {
  const world = createPermit2World(seeded, scheme);
  for (let index = 0; ; index++) {
    const payload = world.payload({ nonce: String(BigInt(seeded.hex(`nonce ${index}`, 32))) });
    if (payload.signature.endsWith("1c")) return { world, authorization: payload.permit2Authorization, signature: payload.signature as Hex, plain: valid({ id: "signature.plain", comment: "A payment that is right", input: { ...world.input, payload } }) };
  }
};

const domains = ({ requirements, scheme }: Permit2World): Named<Domain> => {
  const right = permit2Domain(requirements.network);
  return [
    ["domain-chain-of-mainnet", "Signed for Base instead of Base Sepolia", "NetworkNotChecked", { ...right, chainId: 8453n }],
    ["domain-chain-1", "Signed for Ethereum, the default of many libraries", "DomainHardCoded", { ...right, chainId: 1n }],
    ["domain-contract-proxy", "Signed for the proxy as verifying contract", "DomainNotChecked", { ...right, verifyingContract: PROXY[scheme] }],
    ["domain-of-token", "Signed under the token's own domain, as EIP-3009 and EIP-2612 are", "DomainMembers", { name: "USDC", version: "2", chainId: right.chainId, verifyingContract: requirements.asset }],
    ["domain-with-version", "A domain with version 1, which Permit2's does not have", "DomainMembers", { ...right, version: "1" }],
  ];
};

/** Hashes of the permit that go wrong in its types. */
const structs = (seeded: Seeded, { scheme, facilitator }: Permit2World, authorization: Permit2Authorization): Named<Hex> => {
  const { permitted, spender, nonce, deadline, witness } = authorization;
  const base = "TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline";
  const withWitness = (type: string, hash: Hex): Hex => permitHash(authorization, { type: `PermitWitnessTransferFrom(${base},Witness witness)${PERMITTED_TYPE}${type}`, witness: hash });
  const time = BigInt(witness.validAfter);
  const other: Permit2Authorization = { ...authorization, witness: scheme === "exact" ? { ...witness, facilitator: facilitator.address } : { to: witness.to, validAfter: witness.validAfter } };
  const extraHash = hashStruct("Witness(bytes extra,address to,uint256 validAfter)", [["bytes32", keccak256("0x")], ["address", witness.to], ["uint256", time]]);
  return [
    ["without-witness", "PermitTransferFrom, which binds no recipient", "WitnessNotSigned", hashStruct(`PermitTransferFrom(${base})${PERMITTED_TYPE}`, [["bytes32", permittedHash(authorization)], ["address", spender], ["uint256", BigInt(nonce)], ["uint256", BigInt(deadline)]])],
    ["witness-of-other-scheme", scheme === "exact" ? "The witness of upto, with a facilitator" : "The witness of exact, without facilitator", "WitnessOfOtherScheme", permitHash(other)],
    ["witness-with-extra", "The witness with a member extra, as an earlier proxy had it", "TypeHash", withWitness("Witness(bytes extra,address to,uint256 validAfter)", extraHash)],
    ["permit-single", "PermitSingle, an allowance inside Permit2", "WrongPrimaryType", hashStruct("PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)", [["bytes32", hashStruct("PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)", [["address", permitted.token], ["uint256", BigInt(permitted.amount)], ["uint256", BigInt(deadline)], ["uint256", 0n]])], ["address", spender], ["uint256", BigInt(deadline)]])],
    ["transfer-with-authorization", "EIP-3009's type under Permit2's domain", "WrongPrimaryType", authorizationHash({ from: authorization.from, to: witness.to, value: permitted.amount, validAfter: witness.validAfter, validBefore: deadline, nonce: seeded.hex("eip3009 nonce", 32) })],
  ];
};

/** Members that must be part of what is signed. */
const tampered = (world: Permit2World): Named<PermitEdit> => {
  const { stranger, facilitator, scheme } = world;
  const rows: Named<PermitEdit> = [
    ["signed-amount-max", "Signed over the greatest amount", "MemberNotSigned", { permitted: { amount: String(2n ** 256n - 1n) } }],
    ["signed-spender-facilitator", "Signed for the facilitator as spender", "SpenderNotChecked", { spender: facilitator.address }],
    ["signed-spender-other-proxy", "Signed for the other scheme's proxy as spender", "SpenderNotChecked", { spender: PROXY[scheme === "exact" ? "upto" : "exact"] }],
    ["signed-to-other", "Signed over another recipient", "WitnessNotSigned", { witness: { to: stranger.address } }],
  ];
  const facilitators: Named<PermitEdit> = [["signed-facilitator-other", "Signed over another facilitator", "FacilitatorNotBound", { witness: { facilitator: stranger.address } }]];
  return scheme === "upto" ? [...rows, ...facilitators] : rows;
};

/** Signatures by the payer's key over something else than this permit, and by other keys over this permit. */
export const signedOtherwise = (seeded: Seeded, { world, authorization, plain }: ReturnType<typeof permit28>): readonly DraftTest[] => {
  const { payer, stranger, facilitator, requirements } = world;
  const separator = domainSeparator(permit2Domain(requirements.network));
  const struct = permitHash(authorization);
  const digest = typedDigest(separator, struct);
  const keys: Named<Hex> = [
    ["other-key", "Signed by a stranger", "SignatureNotCompared", stranger.sign(digest)],
    ["facilitators-key", "Signed by the facilitator", "SignatureNotCompared", facilitator.sign(digest)],
    ["digest-personal-sign", "The digest's bytes signed by personal_sign", "PersonalSign", payer.sign(keccak256(concatHex([stringToHex("\u0019Ethereum Signed Message:\n32"), digest])))],
    ["digest-struct-alone", "The struct's hash signed without a domain", "DomainNotChecked", payer.sign(struct)],
  ];
  return editsAt(plain, "/payload/signature", "signature.").refused([
    ...domains(world).map(([id, comment, flag, domain]) => [id, comment, flag, payer.sign(typedDigest(domainSeparator(domain), struct)), NOT_THE_PAYERS] as const),
    ...structs(seeded, world, authorization).map(([id, comment, flag, hash]) => [id, comment, flag, payer.sign(typedDigest(separator, hash)), NOT_THE_PAYERS] as const),
    ...tampered(world).map(([id, comment, flag, edit]) => [id, comment, flag, payer.sign(permitDigest(requirements.network, editedPermit(authorization, edit))), NOT_THE_PAYERS] as const),
    ...keys.map(([id, comment, flag, signature]) => [id, comment, flag, signature, NOT_THE_PAYERS] as const),
  ]);
};
