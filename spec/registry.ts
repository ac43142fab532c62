import { readJson } from "./json-schema.ts";
import type { EvmAddress, NetworkId } from "./types.ts";

/** Networks whose addresses and signatures are alike. */
export type NetworkFamily = "evm" | "svm" | "stellar" | "aptos" | "sui" | "hedera" | "keeta" | "algorand" | "fiat";

/** A network the text names. */
export type Network = {
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
};

/** A token or currency on one network. */
export type Asset = {
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
};

/** A contract that has one address on every EVM chain. */
export type Contract = {
  readonly name: string;
  readonly family: "evm";
  readonly address: EvmAddress;
  readonly purpose: string;
};

/** A member of an EIP-712 struct. */
export type TypedDataField = { readonly name: string; readonly type: string };

/** How a payment method builds what the payer signs. */
export type TypedData = {
  readonly primaryType: string;
  /** Members of the signing domain, and where each value comes from. */
  readonly domain: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, readonly TypedDataField[]>>;
};

/** Names in `registry/eip712.json`. */
export type TypedDataName = "eip3009" | "permit2-exact" | "permit2-upto";

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
  | "unexpected";

/** A reason seen in `invalidReason` or `errorReason`. */
export type ErrorCode = {
  readonly code: string;
  readonly class: ErrorClass;
  /** Whether the text lists it. */
  readonly spec: boolean;
  /** Which text lists it; only with `spec`. */
  readonly basis?: "snapshot" | "newer";
  /** The listed code it stands for. */
  readonly aliasOf?: string;
  /** Implementations it was seen in; only without `spec`. */
  readonly usedBy?: readonly string[];
  readonly meaning?: string;
};

const read = (file: string): unknown => readJson(new URL(`./registry/${file}.json`, import.meta.url));

/** The networks the text names. */
export const loadNetworks = (): readonly Network[] => (read("networks") as { networks: Network[] }).networks;

/** The assets the text names. */
export const loadAssets = (): readonly Asset[] => (read("assets") as { assets: Asset[] }).assets;

/** The contracts the text names. */
export const loadContracts = (): readonly Contract[] => (read("contracts") as { contracts: Contract[] }).contracts;

/** What payers sign, by payment method. */
export const loadTypedData = (): Readonly<Record<TypedDataName, TypedData>> =>
  (read("eip712") as { typedData: Record<TypedDataName, TypedData> }).typedData;

/** Every reason known. */
export const loadErrorCodes = (): readonly ErrorCode[] => (read("error-codes") as { codes: ErrorCode[] }).codes;

// Read once: the file is data of this package and does not change while it runs.
const AS_WRITTEN: ReadonlyMap<string, ErrorCode> = new Map(loadErrorCodes().map((entry) => [entry.code, entry]));
const IN_SMALL_LETTERS: ReadonlyMap<string, ErrorCode> = new Map(loadErrorCodes().map((entry) => [entry.code.toLowerCase(), entry]));

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
