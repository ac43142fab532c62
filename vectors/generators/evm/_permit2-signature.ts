import { concatHex, encodeAbiParameters, keccak256, stringToHex } from "viem";
import type { Hex } from "viem";
import { valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { editsAt } from "./_edits.ts";
import { authorizationHash, USDC } from "./_eip3009.ts";
import type { FlagName } from "./_flags.ts";
import { createPermit2World, editedPermit, PERMIT2, permit2Domain, permitDigest, permitHash, PERMITTED_TYPE, permittedHash, PROXY, WITNESS_TYPE, witnessHash } from "./_permit2.ts";
import type { PermitEdit, Permit2Authorization, Permit2Scheme, Permit2World } from "./_permit2.ts";
import { domainSeparator, hashStruct, hashText, typedDigest } from "./_typed-data.ts";
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
    ["domain-contract-token", "Signed for the token as verifying contract", "DomainNotChecked", { ...right, verifyingContract: requirements.asset }],
    ["domain-of-token", "Signed under the token's own domain, as EIP-3009 and EIP-2612 are", "DomainMembers", { name: "USDC", version: "2", chainId: right.chainId, verifyingContract: requirements.asset }],
    ["domain-token-name", "Signed for Permit2 with the token's name", "DomainMembers", { ...right, name: "USDC" }],
    ["domain-with-version", "A domain with version 1, which Permit2's does not have", "DomainMembers", { ...right, version: "1" }],
    ["domain-with-token-version", "A domain with the token's version", "DomainMembers", { ...right, version: "2" }],
    ["domain-name-lower-case", "The name in lower case", "DomainHardCoded", { ...right, name: "permit2" }],
    ["domain-without-name", "A domain without name", "DomainMembers", { chainId: right.chainId, verifyingContract: PERMIT2 }],
  ];
};

/** Hashes of the permit that go wrong in its types. */
const structs = (seeded: Seeded, { scheme, facilitator }: Permit2World, authorization: Permit2Authorization): Named<Hex> => {
  const { permitted, spender, nonce, deadline, witness } = authorization;
  const own = WITNESS_TYPE[scheme];
  const base = "TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline";
  const withWitness = (type: string, hash: Hex): Hex => permitHash(authorization, { type: `PermitWitnessTransferFrom(${base},Witness witness)${PERMITTED_TYPE}${type}`, witness: hash });
  const time = BigInt(witness.validAfter);
  const other: Permit2Authorization = { ...authorization, witness: scheme === "exact" ? { ...witness, facilitator: facilitator.address } : { to: witness.to, validAfter: witness.validAfter } };
  const shuffled = scheme === "exact" ? hashStruct("Witness(uint256 validAfter,address to)", [["uint256", time], ["address", witness.to]]) : hashStruct("Witness(address facilitator,address to,uint256 validAfter)", [["address", String(witness.facilitator)], ["address", witness.to], ["uint256", time]]);
  const shuffledType = scheme === "exact" ? "Witness(uint256 validAfter,address to)" : "Witness(address facilitator,address to,uint256 validAfter)";
  const extraHash = hashStruct("Witness(bytes extra,address to,uint256 validAfter)", [["bytes32", keccak256("0x")], ["address", witness.to], ["uint256", time]]);
  const bare = encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [witness.to.toLowerCase() as Hex, time]);
  return [
    ["without-witness", "PermitTransferFrom, which binds no recipient", "WitnessNotSigned", hashStruct(`PermitTransferFrom(${base})${PERMITTED_TYPE}`, [["bytes32", permittedHash(authorization)], ["address", spender], ["uint256", BigInt(nonce)], ["uint256", BigInt(deadline)]])],
    ["witness-of-other-scheme", scheme === "exact" ? "The witness of upto, with a facilitator" : "The witness of exact, without facilitator", "WitnessOfOtherScheme", permitHash(other)],
    ["witness-with-extra", "The witness with a member extra, as an earlier proxy had it", "TypeHash", withWitness("Witness(bytes extra,address to,uint256 validAfter)", extraHash)],
    ["witness-shuffled", "The witness's members in another order", "TypeHash", withWitness(shuffledType, shuffled)],
    ["witness-without-type", "The witness hashed without its type", "DigestConstruction", permitHash(authorization, { witness: keccak256(bare) })],
    ["witness-other-name", "Another name for the witness's type", "TypeHash", permitHash(authorization, { type: `PermitWitnessTransferFrom(${base},PaymentWitness witness)${own.replace("Witness(", "PaymentWitness(")}${PERMITTED_TYPE}`, witness: hashStruct(own.replace("Witness(", "PaymentWitness("), witness.facilitator === undefined ? [["address", witness.to], ["uint256", time]] : [["address", witness.to], ["address", witness.facilitator], ["uint256", time]]) })],
    ["types-unsorted", "The inner types not in alphabetical order", "TypeHash", permitHash(authorization, { type: `PermitWitnessTransferFrom(${base},Witness witness)${own}${PERMITTED_TYPE}` })],
    ["types-not-appended", "The inner types left away from the type string", "TypeHash", permitHash(authorization, { type: `PermitWitnessTransferFrom(${base},Witness witness)` })],
    ["type-batch", "PermitBatchWitnessTransferFrom", "WrongPrimaryType", permitHash(authorization, { type: `PermitBatchWitnessTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline,Witness witness)${PERMITTED_TYPE}${own}` })],
    ["type-with-spaces", "A space behind each comma", "TypeHash", permitHash(authorization, { type: `PermitWitnessTransferFrom(TokenPermissions permitted, address spender, uint256 nonce, uint256 deadline, Witness witness)${PERMITTED_TYPE}${own}` })],
    ["without-spender", "The spender left out, which the contract fills in itself", "TypeHash", hashStruct(`PermitWitnessTransferFrom(TokenPermissions permitted,uint256 nonce,uint256 deadline,Witness witness)${PERMITTED_TYPE}${own}`, [["bytes32", permittedHash(authorization)], ["uint256", BigInt(nonce)], ["uint256", BigInt(deadline)], ["bytes32", witnessHash(witness)]])],
    ["permitted-inlined", "Token and amount not hashed as a struct of their own", "DigestConstruction", hashStruct(`PermitWitnessTransferFrom(${base},Witness witness)${PERMITTED_TYPE}${own}`, [["address", permitted.token], ["uint256", BigInt(permitted.amount)], ["address", spender], ["uint256", BigInt(nonce)], ["uint256", BigInt(deadline)], ["bytes32", witnessHash(witness)]])],
    ["permit-single", "PermitSingle, an allowance inside Permit2", "WrongPrimaryType", hashStruct("PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)", [["bytes32", hashStruct("PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)", [["address", permitted.token], ["uint256", BigInt(permitted.amount)], ["uint256", BigInt(deadline)], ["uint256", 0n]])], ["address", spender], ["uint256", BigInt(deadline)]])],
    ["transfer-with-authorization", "EIP-3009's type under Permit2's domain", "WrongPrimaryType", authorizationHash({ from: authorization.from, to: witness.to, value: permitted.amount, validAfter: witness.validAfter, validBefore: deadline, nonce: seeded.hex("eip3009 nonce", 32) })],
  ];
};

/** Members that must be part of what is signed. */
const tampered = (world: Permit2World, authorization: Permit2Authorization): Named<PermitEdit> => {
  const { stranger, facilitator, scheme } = world;
  const rows: Named<PermitEdit> = [
    ["signed-token-other", "Signed over another token", "MemberNotSigned", { permitted: { token: USDC["eip155:8453"] } }],
    ["signed-amount-lower", "Signed over one unit less", "MemberNotSigned", { permitted: { amount: "19999" } }],
    ["signed-amount-max", "Signed over the greatest amount", "MemberNotSigned", { permitted: { amount: String(2n ** 256n - 1n) } }],
    ["signed-spender-facilitator", "Signed for the facilitator as spender", "SpenderNotChecked", { spender: facilitator.address }],
    ["signed-spender-other-proxy", "Signed for the other scheme's proxy as spender", "SpenderNotChecked", { spender: PROXY[scheme === "exact" ? "upto" : "exact"] }],
    ["signed-nonce-other", "Signed over the next nonce", "MemberNotSigned", { nonce: String(BigInt(authorization.nonce) + 1n) }],
    ["signed-deadline-earlier", "Signed over a deadline ten minutes earlier", "MemberNotSigned", { deadline: String(Number(authorization.deadline) - 600) }],
    ["signed-to-other", "Signed over another recipient", "WitnessNotSigned", { witness: { to: stranger.address } }],
    ["signed-valid-after-later", "Signed over a validAfter that is an hour later", "WitnessNotSigned", { witness: { validAfter: String(Number(authorization.witness.validAfter) + 3600) } }],
  ];
  const facilitators: Named<PermitEdit> = [["signed-facilitator-other", "Signed over another facilitator", "FacilitatorNotBound", { witness: { facilitator: stranger.address } }]];
  return scheme === "upto" ? [...rows, ...facilitators] : rows;
};

/** Signatures by the payer's key over something else than this permit, and by other keys over this permit. */
export const signedOtherwise = (seeded: Seeded, { world, authorization, plain }: ReturnType<typeof permit28>): readonly DraftTest[] => {
  const { payer, payee, stranger, facilitator, requirements } = world;
  const separator = domainSeparator(permit2Domain(requirements.network));
  const struct = permitHash(authorization);
  const digest = typedDigest(separator, struct);
  const keys: Named<Hex> = [
    ["other-key", "Signed by a stranger", "SignatureNotCompared", stranger.sign(digest)],
    ["payees-key", "Signed by the recipient", "SignatureNotCompared", payee.sign(digest)],
    ["facilitators-key", "Signed by the facilitator", "SignatureNotCompared", facilitator.sign(digest)],
    ["digest-personal-sign", "The digest's bytes signed by personal_sign", "PersonalSign", payer.sign(keccak256(concatHex([stringToHex("\u0019Ethereum Signed Message:\n32"), digest])))],
    ["digest-struct-alone", "The struct's hash signed without a domain", "DomainNotChecked", payer.sign(struct)],
    ["digest-without-prefix", "The digest without the bytes 19 01", "DigestConstruction", payer.sign(keccak256(concatHex([separator, struct])))],
    ["nonce-hashed", "The nonce hashed as text", "DigestConstruction", payer.sign(permitDigest(requirements.network, editedPermit(authorization, { nonce: String(BigInt(hashText(authorization.nonce))) })))],
  ];
  return editsAt(plain, "/payload/signature", "signature.").refused([
    ...domains(world).map(([id, comment, flag, domain]) => [id, comment, flag, payer.sign(typedDigest(domainSeparator(domain), struct)), NOT_THE_PAYERS] as const),
    ...structs(seeded, world, authorization).map(([id, comment, flag, hash]) => [id, comment, flag, payer.sign(typedDigest(separator, hash)), NOT_THE_PAYERS] as const),
    ...tampered(world, authorization).map(([id, comment, flag, edit]) => [id, comment, flag, payer.sign(permitDigest(requirements.network, editedPermit(authorization, edit))), NOT_THE_PAYERS] as const),
    ...keys.map(([id, comment, flag, signature]) => [id, comment, flag, signature, NOT_THE_PAYERS] as const),
  ]);
};
