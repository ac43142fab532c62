import { getAddress } from "viem";
import type { Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";
import { accountOf } from "./_accounts.ts";
import type { Account } from "./_accounts.ts";
import { NOW, USDC } from "./_eip3009.ts";
import type { Requirements } from "./_eip3009.ts";
import { chainIdOf, domainSeparator, hashStruct, typedDigest } from "./_typed-data.ts";

/** Payments of exact and upto by Permit2, rightly made, from which the vectors start. */

export const PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
export const PROXY = { exact: "0x402085c248EeA27D92E8b30b2C58ed07f9E20001", upto: "0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002" } as const;

export type Permit2Scheme = keyof typeof PROXY;

export type Witness = { readonly to: string; readonly facilitator?: string; readonly validAfter: string };

export type Permit2Authorization = {
  readonly from: string;
  readonly permitted: { readonly token: string; readonly amount: string };
  readonly spender: string;
  readonly nonce: string;
  readonly deadline: string;
  readonly witness: Witness;
};

export type Permit2Payload = { readonly signature: string; readonly permit2Authorization: Permit2Authorization };

export const PERMITTED_TYPE = "TokenPermissions(address token,uint256 amount)";
export const WITNESS_TYPE = { exact: "Witness(address to,uint256 validAfter)", upto: "Witness(address to,address facilitator,uint256 validAfter)" } as const;

export const permittedHash = ({ permitted }: Permit2Authorization): Hex => hashStruct(PERMITTED_TYPE, [["address", permitted.token], ["uint256", BigInt(permitted.amount)]]);

/** Hash of a witness; the presence of a facilitator decides its type. */
export const witnessHash = ({ to, facilitator, validAfter }: Witness): Hex =>
  facilitator === undefined
    ? hashStruct(WITNESS_TYPE.exact, [["address", to], ["uint256", BigInt(validAfter)]])
    : hashStruct(WITNESS_TYPE.upto, [["address", to], ["address", facilitator], ["uint256", BigInt(validAfter)]]);

/** Hash of a permit as a struct. @param parts a type string or a witness's hash that differs from the right one */
export const permitHash = (authorization: Permit2Authorization, parts: { type?: string; witness?: Hex } = {}): Hex => {
  const { spender, nonce, deadline, witness } = authorization;
  const type = `PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Witness witness)${PERMITTED_TYPE}${WITNESS_TYPE[witness.facilitator === undefined ? "exact" : "upto"]}`;
  return hashStruct(parts.type ?? type, [["bytes32", permittedHash(authorization)], ["address", spender], ["uint256", BigInt(nonce)], ["uint256", BigInt(deadline)], ["bytes32", parts.witness ?? witnessHash(witness)]]);
};

export const permit2Domain = (network: string): { name: string; chainId: bigint; verifyingContract: string } => ({ name: "Permit2", chainId: chainIdOf(network), verifyingContract: PERMIT2 });

/** What the payer signs. */
export const permitDigest = (network: string, authorization: Permit2Authorization): Hex => typedDigest(domainSeparator(permit2Domain(network)), permitHash(authorization));

export type Permit2State = {
  readonly now: number;
  readonly balance: string;
  readonly allowance: string;
  readonly nonceBitmap: readonly { readonly owner: string; readonly word: string; readonly bits: string }[];
  readonly tokenExists: boolean;
};

/** Changes to an authorization, its two inner objects included. */
export type PermitEdit = Partial<Omit<Permit2Authorization, "permitted" | "witness">> & { readonly permitted?: Partial<Permit2Authorization["permitted"]>; readonly witness?: Partial<Witness> };

export const editedPermit = (authorization: Permit2Authorization, edit: PermitEdit): Permit2Authorization => ({
  ...authorization,
  ...edit,
  permitted: { ...authorization.permitted, ...edit.permitted },
  witness: { ...authorization.witness, ...edit.witness },
});

export type Permit2World = {
  readonly scheme: Permit2Scheme;
  readonly payer: Account;
  readonly payee: Account;
  readonly stranger: Account;
  readonly facilitator: Account;
  /** 20000 atomic units of USDC on Base Sepolia. */
  readonly requirements: Requirements;
  readonly authorization: Permit2Authorization;
  readonly state: Permit2State;
  /** A payload signed by the payer, or by `signer`. */
  readonly payload: (edit?: PermitEdit, options?: { signer?: Account; network?: string }) => Permit2Payload;
  /** The whole question about a payment that is right. */
  readonly input: { readonly requirements: Requirements; readonly payload: Permit2Payload; readonly state: Permit2State };
};

/** Payer, payee, facilitator and one payment, different in every file. */
export const createPermit2World = (seeded: Seeded, scheme: Permit2Scheme): Permit2World => {
  const [payer, payee, stranger, facilitator] = [accountOf(seeded, "payer"), accountOf(seeded, "payee"), accountOf(seeded, "stranger"), accountOf(seeded, "facilitator")];
  const token = USDC["eip155:84532"];
  const requirements: Requirements = {
    scheme,
    network: "eip155:84532",
    amount: "20000",
    asset: token,
    payTo: payee.address,
    maxTimeoutSeconds: 600,
    extra: { ...(scheme === "exact" ? { assetTransferMethod: "permit2" } : { facilitatorAddress: facilitator.address }), name: "USDC", version: "2" },
  };
  const authorization: Permit2Authorization = {
    from: payer.address,
    permitted: { token, amount: "20000" },
    spender: PROXY[scheme],
    nonce: String(BigInt(seeded.hex("nonce", 32))),
    deadline: String(NOW + 600),
    witness: { to: payee.address, ...(scheme === "exact" ? {} : { facilitator: facilitator.address }), validAfter: String(NOW - 600) },
  };
  const payload: Permit2World["payload"] = (edit = {}, options = {}) => {
    const edited = editedPermit(authorization, edit);
    return { signature: (options.signer ?? payer).sign(permitDigest(options.network ?? requirements.network, edited)), permit2Authorization: edited };
  };
  const state: Permit2State = { now: NOW, balance: "1000000", allowance: String(2n ** 256n - 1n), nonceBitmap: [], tokenExists: true };
  return { scheme, payer, payee, stranger, facilitator, requirements, authorization, state, payload, input: { requirements, payload: payload(), state } };
};

/** An address nobody has a key of. */
export const addressOf = (seeded: Seeded, label: string): string => getAddress(seeded.hex(label, 20));
