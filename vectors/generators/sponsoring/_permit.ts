import type { Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";
import { domainOf, NOW } from "../evm/_eip3009.ts";
import type { Requirements } from "../evm/_eip3009.ts";
import { createPermit2World, PERMIT2 } from "../evm/_permit2.ts";
import type { Permit2Authorization, Permit2World } from "../evm/_permit2.ts";
import { domainSeparator, hashStruct, typedDigest } from "../evm/_typed-data.ts";
import type { Domain } from "../evm/_typed-data.ts";

/** What an EIP-2612 permit is signed over. Numbers are decimal strings. */
export type Permit = { readonly owner: string; readonly spender: string; readonly value: string; readonly nonce: string; readonly deadline: string };

export const PERMIT_TYPE = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";

/** Hash of a permit as a struct. @param type another type string over the same members */
export const permitStruct = ({ owner, spender, value, nonce, deadline }: Permit, type: string = PERMIT_TYPE): Hex =>
  hashStruct(type, [["address", owner], ["address", spender], ["uint256", BigInt(value)], ["uint256", BigInt(nonce)], ["uint256", BigInt(deadline)]]);

/** What the owner signs. @param domain members that differ from the offer's */
export const permitDigest = (requirements: Requirements, permit: Permit, domain: Domain = {}): Hex => typedDigest(domainSeparator({ ...domainOf(requirements), ...domain }), permitStruct(permit));

/** `extensions.eip2612GasSponsoring.info` of a payment. */
export type PermitInfo = { readonly from: string; readonly asset: string; readonly spender: string; readonly amount: string; readonly nonce: string; readonly deadline: string; readonly signature: string; readonly version: string };

export type SponsoredWorld = {
  readonly world: Permit2World;
  readonly permit: Permit;
  readonly permit2Authorization: Permit2Authorization;
  /** A permit that is right but for the edit, signed by the payer (or `signer`). */
  readonly info: (edit?: Partial<Permit>, options?: { digest?: Hex; sign?: (digest: Hex) => Hex }) => PermitInfo;
  readonly input: { readonly requirements: Requirements; readonly permit2Authorization: Permit2Authorization; readonly info: PermitInfo; readonly state: object };
};

/** A Permit2 payment of exact whose allowance comes by EIP-2612; the payer has used three permits before. */
export const createSponsoredWorld = (seeded: Seeded): SponsoredWorld => {
  const world = createPermit2World(seeded, "exact");
  const { requirements, authorization, payer } = world;
  const permit: Permit = { owner: payer.address, spender: PERMIT2, value: authorization.permitted.amount, nonce: "3", deadline: String(NOW + 600) };
  const info: SponsoredWorld["info"] = (edit = {}, options = {}) => {
    const { owner, spender, value, nonce, deadline } = { ...permit, ...edit };
    const digest = options.digest ?? permitDigest(requirements, { owner, spender, value, nonce, deadline });
    return { from: owner, asset: requirements.asset, spender, amount: value, nonce, deadline, signature: (options.sign ?? payer.sign)(digest), version: "1" };
  };
  const state = { now: NOW, nonce: permit.nonce, token: { name: "USDC", version: "2", permit: true } };
  return { world, permit, permit2Authorization: authorization, info, input: { requirements, permit2Authorization: authorization, info: info(), state } };
};
