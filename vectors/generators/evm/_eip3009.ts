import type { Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";
import { accountOf } from "./_accounts.ts";
import type { Account } from "./_accounts.ts";
import { chainIdOf, domainSeparator, hashStruct, typedDigest } from "./_typed-data.ts";
import type { Domain } from "./_typed-data.ts";

/** Payments of exact by EIP-3009, rightly made, from which the vectors start. */

export const USDC = { "eip155:84532": "0x036CbD53842c5426634e7929541eC2318f3dCF7e", "eip155:8453": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913" } as const;

/** The moment at which payments are judged, in Unix seconds. */
export const NOW = 1_790_000_000;

export type Authorization = { readonly from: string; readonly to: string; readonly value: string; readonly validAfter: string; readonly validBefore: string; readonly nonce: string };

export type Requirements = {
  readonly scheme: string;
  readonly network: string;
  readonly amount: string;
  readonly asset: string;
  readonly payTo: string;
  readonly maxTimeoutSeconds: number;
  readonly extra: Readonly<Record<string, unknown>>;
};

export type Payload = { readonly signature: string; readonly authorization: Authorization };

export type State = {
  readonly now: number;
  readonly balance: string;
  readonly usedNonces: readonly { readonly from: string; readonly nonce: string }[];
  readonly token: { readonly name: string; readonly version: string; readonly signatures: "key" | "key-or-contract" } | null;
};

export type Eip3009Input = { readonly requirements: Requirements; readonly accepted?: Requirements; readonly payload: Payload; readonly state: State };

export const TRANSFER_TYPE = "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";

/** Hash of an authorization as a struct. @param type another type string over the same members */
export const authorizationHash = (authorization: Authorization, type: string = TRANSFER_TYPE): Hex =>
  hashStruct(type, [
    ["address", authorization.from],
    ["address", authorization.to],
    ["uint256", BigInt(authorization.value)],
    ["uint256", BigInt(authorization.validAfter)],
    ["uint256", BigInt(authorization.validBefore)],
    ["bytes32", authorization.nonce],
  ]);

/** The token's signing domain as an offer states it. */
export const domainOf = (requirements: Requirements): Required<Omit<Domain, "salt">> => ({
  name: String(requirements.extra["name"]),
  version: String(requirements.extra["version"]),
  chainId: chainIdOf(requirements.network),
  verifyingContract: requirements.asset,
});

/** What the payer signs. @param domain members that differ from the offer's */
export const authorizationDigest = (options: { requirements: Requirements; authorization: Authorization; domain?: Domain }): Hex =>
  typedDigest(domainSeparator({ ...domainOf(options.requirements), ...options.domain }), authorizationHash(options.authorization));

export type Eip3009World = {
  readonly payer: Account;
  readonly payee: Account;
  readonly stranger: Account;
  /** 10000 atomic units of USDC on Base Sepolia. */
  readonly requirements: Requirements;
  readonly authorization: Authorization;
  readonly state: State;
  /** A payload signed by the payer (or by `signer`) for the requirements. */
  readonly payload: (edit?: Partial<Authorization>, options?: { requirements?: Requirements; signer?: Account; domain?: Domain }) => Payload;
  /** The whole question about a payment that is right. */
  readonly input: Eip3009Input;
};

/** Payer, payee and one payment between them, different in every file. */
export const createEip3009World = (seeded: Seeded): Eip3009World => {
  const [payer, payee, stranger] = [accountOf(seeded, "payer"), accountOf(seeded, "payee"), accountOf(seeded, "stranger")];
  const requirements: Requirements = {
    scheme: "exact",
    network: "eip155:84532",
    amount: "10000",
    asset: USDC["eip155:84532"],
    payTo: payee.address,
    maxTimeoutSeconds: 600,
    extra: { name: "USDC", version: "2" },
  };
  const authorization: Authorization = { from: payer.address, to: payee.address, value: "10000", validAfter: String(NOW - 600), validBefore: String(NOW + 600), nonce: seeded.hex("nonce", 32) };
  const payload: Eip3009World["payload"] = (edit = {}, options = {}) => {
    const edited = { ...authorization, ...edit };
    const digest = authorizationDigest({ requirements: options.requirements ?? requirements, authorization: edited, ...(options.domain === undefined ? {} : { domain: options.domain }) });
    return { signature: (options.signer ?? payer).sign(digest), authorization: edited };
  };
  const state: State = { now: NOW, balance: "1000000", usedNonces: [], token: { name: "USDC", version: "2", signatures: "key-or-contract" } };
  return { payer, payee, stranger, requirements, authorization, state, payload, input: { requirements, payload: payload(), state } };
};
