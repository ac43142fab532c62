import { hashMessage, stringToHex } from "viem";
import type { Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";
import { accountOf } from "../evm/_accounts.ts";
import type { Account } from "../evm/_accounts.ts";
import { keyOf } from "../svm/_keys.ts";
import type { Key } from "../svm/_keys.ts";
import { base58Of } from "./_base58.ts";

/** One challenge and rightly made proofs for it, from which the vectors start. */

export type Info = Readonly<Record<string, unknown>>;

export const ORIGIN = "https://shop.test";
export const EVM_CHAIN = "eip155:8453";
export const SOLANA_CHAIN = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

/** A minute after the challenge was made. */
export const NOW = "2026-11-21T12:01:00.000Z";

export const infoOf = (seeded: Seeded): Info => ({
  domain: "shop.test",
  uri: "https://shop.test/weather",
  version: "1",
  nonce: Buffer.from(seeded.bytes("nonce", 16)).toString("hex"),
  issuedAt: "2026-11-21T12:00:00.000Z",
  expirationTime: "2026-11-21T12:05:00.000Z",
  statement: "Sign in to read the weather",
  resources: ["https://shop.test/weather"],
});

type TextOptions = { readonly info: Info; readonly address: string; readonly chain: string; readonly blockchain: "Ethereum" | "Solana" };

/** The lines of a message; a place to edit them. */
export const linesOf = ({ info, address, chain, blockchain }: TextOptions): string[] => {
  const line = (label: string, member: string): string[] => (info[member] === undefined ? [] : [`${label}: ${String(info[member])}`]);
  const { statement, resources } = info;
  // EIP-4361 keeps both empty lines where there is no statement; Sign-In With Solana one.
  const between = statement === undefined ? (blockchain === "Ethereum" ? ["", ""] : [""]) : ["", String(statement), ""];
  return [
    `${String(info["domain"])} wants you to sign in with your ${blockchain} account:`,
    address,
    ...between,
    ...line("URI", "uri"),
    ...line("Version", "version"),
    `Chain ID: ${chain}`,
    ...line("Nonce", "nonce"),
    ...line("Issued At", "issuedAt"),
    ...line("Expiration Time", "expirationTime"),
    ...line("Not Before", "notBefore"),
    ...line("Request ID", "requestId"),
    ...(Array.isArray(resources) ? ["Resources:", ...resources.map((resource) => `- ${String(resource)}`)] : []),
  ];
};

export const reference = (chainId: string): string => chainId.slice(chainId.indexOf(":") + 1);

export const evmText = (info: Info, address: string, chainId: string = EVM_CHAIN): string => linesOf({ info, address, chain: reference(chainId), blockchain: "Ethereum" }).join("\n");
export const solanaText = (info: Info, address: string, chainId: string = SOLANA_CHAIN): string => linesOf({ info, address, chain: reference(chainId), blockchain: "Solana" }).join("\n");

export type Proof = Readonly<Record<string, unknown>> & { readonly signature: string };
export type ProofInput = { readonly proof: Proof; readonly now: string; readonly usedNonces: readonly string[] };

/** How a proof is made differently: other members, another signer, another text than the right one. */
export type Making = { readonly chainId?: string; readonly signer?: Account; readonly text?: (right: string) => string; readonly address?: string };

/** The digest of personal_sign. */
export const personalDigest = (text: string): Hex => hashMessage({ raw: stringToHex(text) });

/** A proof by a plain account. @param edit members of info to change; undefined takes one away */
export const evmProof = (options: { info: Info; account: Account; edit?: Info; making?: Making }): Proof => {
  const { account, making = {} } = options;
  const info = without({ ...options.info, ...options.edit });
  const { chainId = EVM_CHAIN, signer = account, address = account.address, text = (right) => right } = making;
  const signature = signer.sign(personalDigest(text(evmText(info, address, chainId))));
  return { ...info, address, chainId, type: "eip191", signature };
};

/** A proof by an Ed25519 key. */
export const solanaProof = (options: { info: Info; key: Key; edit?: Info; making?: Omit<Making, "signer"> & { signer?: Key } }): Proof => {
  const { key, making = {} } = options;
  const info = without({ ...options.info, ...options.edit });
  const { chainId = SOLANA_CHAIN, signer = key, address = key.address, text = (right) => right } = making;
  const signature = base58Of(signer.sign(new TextEncoder().encode(text(solanaText(info, address, chainId)))));
  return { ...info, address, chainId, type: "ed25519", signature };
};

const without = (info: Info): Info => Object.fromEntries(Object.entries(info).filter(([, value]) => value !== undefined));

/** Two wallets of each kind. */
export const walletsOf = (seeded: Seeded): { readonly account: Account; readonly stranger: Account; readonly key: Key; readonly otherKey: Key } => ({
  account: accountOf(seeded, "wallet"),
  stranger: accountOf(seeded, "stranger"),
  key: keyOf(seeded.bytes("solana wallet", 32)),
  otherKey: keyOf(seeded.bytes("solana stranger", 32)),
});

/** What the server offered, without contracts. */
export const SHARED = {
  origin: ORIGIN,
  supportedChains: [
    { chainId: EVM_CHAIN, type: "eip191" },
    { chainId: SOLANA_CHAIN, type: "ed25519" },
  ],
  maxAgeSeconds: 300,
  contracts: [],
};
