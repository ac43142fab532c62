import { readJson } from "./json-schema.ts";
import type { Clause, RequirementBasis } from "./requirement.ts";
import type { EvmAddress, NetworkId } from "./types.ts";

/**
 * Where an entry is known from: a text, which `clause` names, or only implementations, which `usedBy` names.
 * With a text, `usedBy` says who besides uses it.
 */
export type Source =
  | { readonly basis: Exclude<RequirementBasis, "gap">; readonly clause: Clause; readonly usedBy?: readonly string[] }
  | { readonly basis: "implementation"; readonly clause?: never; readonly usedBy: readonly string[] };

/** Networks whose addresses and signatures are alike. */
export type NetworkFamily =
  | "evm"
  | "svm"
  | "stellar"
  | "aptos"
  | "sui"
  | "hedera"
  | "keeta"
  | "algorand"
  | "near"
  | "tvm"
  | "starknet"
  | "xrpl"
  | "cardano"
  | "concordium"
  | "lightning"
  | "fiat";

/** A network by its name in version 2. */
export type Network = Source & {
  readonly id: NetworkId;
  /** For people. */
  readonly name: string;
  readonly family: NetworkFamily;
  /** Whether its money is worth nothing. */
  readonly test: boolean;
  /** EIP-155 chain id; EVM only. */
  readonly chainId?: number;
  /** Its name in version 1 of the protocol, which version 2 messages must not use. */
  readonly v1Name?: string;
  /** Other names that stand for the same network. */
  readonly aliases?: readonly string[];
};

/** A token or currency on one network. */
export type Asset = Source & {
  readonly network: NetworkId;
  /** What the `asset` member of an offer holds. */
  readonly address: string;
  readonly symbol: string;
  /** Decimal places between the smallest unit, in which amounts are stated, and the unit people know. */
  readonly decimals: number;
  /** Values of `extra.assetTransferMethod` it supports; EVM only. */
  readonly transferMethods?: readonly string[];
  /** Name and version of the token's signing domain; EVM only. */
  readonly eip712?: { readonly name: string; readonly version: string };
  /** Whether it takes EIP-2612 permits; EVM only, absent where not known. */
  readonly eip2612?: boolean;
  /** The program that owns the mint; SVM only. */
  readonly tokenProgram?: string;
};

/** A contract that has one address on every EVM chain where it is deployed. */
export type Contract = Source & {
  readonly name: string;
  readonly family: "evm";
  readonly address: EvmAddress;
  readonly purpose: string;
  /** The set it belongs to, where there are several of its name. */
  readonly deployment?: string;
  readonly note?: string;
};

/** A Solana program. */
export type Program = Source & {
  readonly name: string;
  readonly family: "svm";
  /** Base58 of 32 bytes. */
  readonly address: string;
  readonly purpose: string;
  /** A program-controlled account whose inner calls may pay. */
  readonly wallet?: boolean;
};

/** A member of an EIP-712 struct. */
export type TypedDataField = { readonly name: string; readonly type: string };

/** How something is built that gets signed, or hashed as if it were. */
export type TypedData = Source & {
  /** Who signs it, and for what. */
  readonly use: string;
  readonly primaryType: string;
  /** Members of the signing domain, and where each value comes from. */
  readonly domain: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, readonly TypedDataField[]>>;
};

/** A struct that is hashed by the rules of EIP-712 without a domain. */
export type HashedStruct = Omit<TypedData, "domain">;

/** Names in `registry/eip712.json`. */
export type TypedDataName =
  | "eip3009"
  | "eip3009-receive"
  | "eip2612"
  | "permit2-exact"
  | "permit2-upto"
  | "permit2-transfer"
  | "permit2-batch-deposit"
  | "batch-settlement-channel-config"
  | "batch-settlement-voucher"
  | "batch-settlement-refund"
  | "batch-settlement-claim-batch"
  | "auth-capture-charge"
  | "auth-capture-charge-v1.0"
  | "auth-capture-capture"
  | "auth-capture-capture-v1.0"
  | "auth-capture-void"
  | "auth-capture-refund"
  | "offer"
  | "receipt";

/** Names of the structs without a domain in `registry/eip712.json`. */
export type HashedStructName = "auth-capture-payment-info" | "auth-capture-salt-binding";

/** The kind of failure a reason stands for. Implementations differ in names more than in kinds. */
export type ErrorClass =
  | "signature"
  | "recipient"
  | "amount"
  | "funds"
  | "allowance"
  | "time"
  | "scheme"
  | "network"
  | "version"
  | "malformed"
  | "requirements"
  | "nonce"
  | "simulation"
  | "transaction"
  | "pending"
  | "extension"
  | "unexpected"
  /** A channel or payment is not in the state the request needs. */
  | "state"
  /** The server, or whoever has to agree, did not. */
  | "consent"
  /** Whoever asks is not who they have to be. */
  | "identity"
  /** The card's issuer, or a bank, refused. */
  | "declined"
  /** The money went back after the payment had been taken on. */
  | "returned";

/** A reason seen in `invalidReason` or `errorReason`. */
export type ErrorCode = {
  readonly code: string;
  readonly class: ErrorClass;
  /** Whether a text lists it. */
  readonly spec: boolean;
  /** Which text lists it; only with `spec`. */
  readonly basis?: Exclude<RequirementBasis, "gap">;
  /** Where that text lists it; only with `spec`. */
  readonly clause?: Clause;
  /** The scheme, method or extension it belongs to; absent for codes that fit every scheme. */
  readonly scheme?: string;
  /** The listed code it stands for. */
  readonly aliasOf?: string;
  /** Implementations it was seen in; always there without `spec`. */
  readonly usedBy?: readonly string[];
  readonly meaning?: string;
};

const read = (file: string): unknown => readJson(new URL(`./registry/${file}.json`, import.meta.url));

/** The networks the texts name, and those of the published SDKs. */
export const loadNetworks = (): readonly Network[] => (read("networks") as { networks: Network[] }).networks;

/** The assets the texts name, and the default assets of the published SDKs. */
export const loadAssets = (): readonly Asset[] => (read("assets") as { assets: Asset[] }).assets;

/** The contracts the texts name, and those they need. */
export const loadContracts = (): readonly Contract[] => (read("contracts") as { contracts: Contract[] }).contracts;

/** The Solana programs the texts name, and those they need. */
export const loadPrograms = (): readonly Program[] => (read("programs") as { programs: Program[] }).programs;

/** What is signed as EIP-712 typed data. */
export const loadTypedData = (): Readonly<Record<TypedDataName, TypedData>> =>
  (read("eip712") as { typedData: Record<TypedDataName, TypedData> }).typedData;

/** What is hashed by the rules of EIP-712, but without a domain. */
export const loadHashedStructs = (): Readonly<Record<HashedStructName, HashedStruct>> =>
  (read("eip712") as { hashedStructs: Record<HashedStructName, HashedStruct> }).hashedStructs;

/** Every reason known. */
export const loadErrorCodes = (): readonly ErrorCode[] => (read("error-codes") as { codes: ErrorCode[] }).codes;

// Read once: the file is data of this package and does not change while it runs.
const AS_WRITTEN: ReadonlyMap<string, ErrorCode> = new Map(loadErrorCodes().map((entry) => [entry.code, entry]));
// Where two codes differ in letter case only, the one that stands first is found.
const IN_SMALL_LETTERS: ReadonlyMap<string, ErrorCode> = new Map(loadErrorCodes().toReversed().map((entry) => [entry.code.toLowerCase(), entry]));

/**
 * Finds a reason, first as written and then without regard to letter case: the text writes one code
 * in capitals that implementations write in small letters.
 *
 * @returns `undefined` for a reason the registry does not know
 */
export const errorCode = (code: string): ErrorCode | undefined => AS_WRITTEN.get(code) ?? IN_SMALL_LETTERS.get(code.toLowerCase());

/**
 * The kind of failure a reason stands for.
 *
 * @returns `undefined` for a reason the registry does not know
 * @example errorClassOf("invalid_exact_evm_signature") // "signature"
 */
export const errorClassOf = (code: string): ErrorClass | undefined => errorCode(code)?.class;

/** The network with this id. */
export const networkOf = (id: string): Network | undefined => loadNetworks().find((network) => network.id === id);
