import { getAddress, hashTypedData, isAddress } from "viem";
import { memoized } from "../../simulators/memo.ts";
import { recoverSigner as recover } from "../../simulators/crypto/secp256k1.ts";
import { TRANSFER_WITH_AUTHORIZATION, type TokenDomain, type TransferAuthorization } from "../../simulators/schemes/exact-evm/eip3009.ts";
import { isObject, type JsonObject, object } from "./client-steps.ts";

/** Who signed an EIP-3009 authorization, and what for. Pure and synchronous, as checks are. */

/** The authorization of a payment with its values parsed, whatever JSON type they came in. */
export function readAuthorization(payment: JsonObject): TransferAuthorization | undefined {
  const { authorization } = object(payment["payload"]);
  if (!isObject(authorization)) return undefined;
  const { from, to, nonce } = authorization;
  const [value, validAfter, validBefore] = ["value", "validAfter", "validBefore"].map((name) => unsigned(authorization[name]));
  if (!isEvmAddress(from) || !isEvmAddress(to) || value === undefined || validAfter === undefined || validBefore === undefined || !isBytes(nonce, 32)) return undefined;
  return { from: getAddress(from), to: getAddress(to), value, validAfter, validBefore, nonce };
}

export function isEvmAddress(value: unknown): value is `0x${string}` {
  return typeof value === "string" && isAddress(value, { strict: false });
}

export function isBytes(value: unknown, length: number): value is `0x${string}` {
  return typeof value === "string" && value.length === 2 + 2 * length && /^0x[0-9a-fA-F]*$/.test(value);
}

function unsigned(value: unknown): bigint | undefined {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === "string" && /^[0-9]{1,78}$/.test(text) && BigInt(text) < 1n << 256n ? BigInt(text) : undefined;
}

export type SignatureReading =
  | { readonly kind: "good" }
  /** It is the payer's, under another domain than the offer's. */
  | { readonly kind: "other-domain"; readonly domain: TokenDomain }
  /** It is the payer's, over another type. */
  | { readonly kind: "other-type"; readonly type: string }
  /** Nothing we can think of makes it the payer's. */
  | { readonly kind: "unexplained"; readonly signer: string }
  /** Members are missing or unreadable: matter of other checks. */
  | { readonly kind: "unreadable" };

/** Recovers the signer under what the offer asks for, and under the usual mistakes. */
export function readSignature(options: { payment: JsonObject; offer: JsonObject }): SignatureReading {
  const signed = signedParts(options);
  if (signed === undefined) return { kind: "unreadable" };
  const { authorization, domain, signature } = signed;
  const signedUnder = (candidate: TokenDomain, primaryType = "TransferWithAuthorization"): string => recoverSigner({ domain: candidate, primaryType, authorization, signature });
  const signer = signedUnder(domain);
  if (signer === authorization.from) return { kind: "good" };
  if (signedUnder(domain, "ReceiveWithAuthorization") === authorization.from) return { kind: "other-type", type: "ReceiveWithAuthorization" };
  const guess = guesses(domain).find((candidate) => signedUnder(candidate) === authorization.from);
  return guess === undefined ? { kind: "unexplained", signer } : { kind: "other-domain", domain: guess };
}

/** Whether the signature is what the offer asks for. Where it is not, {@link readSignature} searches for what it is. */
export function isSignedFor(options: { payment: JsonObject; offer: JsonObject }): boolean {
  const signed = signedParts(options);
  return signed !== undefined && recoverSigner({ ...signed, primaryType: "TransferWithAuthorization" }) === signed.authorization.from;
}

function signedParts({ payment, offer }: { payment: JsonObject; offer: JsonObject }): { authorization: TransferAuthorization; signature: `0x${string}`; domain: TokenDomain } | undefined {
  const authorization = readAuthorization(payment);
  const { signature } = object(payment["payload"]);
  const domain = offeredDomain(offer);
  return authorization === undefined || domain === undefined || !isBytes(signature, 65) ? undefined : { authorization, signature, domain };
}

/** EIP-712 domain an offer asks for: name and version from extra, chain id from network, the asset as contract. */
export function offeredDomain(offer: JsonObject): TokenDomain | undefined {
  const { name, version } = object(offer["extra"]);
  const chainId = /^eip155:([1-9][0-9]{0,15})$/.exec(String(offer["network"]))?.[1];
  const { asset } = offer;
  return typeof name === "string" && typeof version === "string" && chainId !== undefined && isEvmAddress(asset) ? { name, version, chainId: Number(chainId), verifyingContract: getAddress(asset) } : undefined;
}

const CHAIN_IDS = [8453, 84532, 1, 11155111, 137, 43114];
const NAMES = [
  ["USDC", "2"],
  ["USD Coin", "2"],
  ["USDC", "1"],
  ["USD Coin", "1"],
] as const;

function guesses(offered: TokenDomain): TokenDomain[] {
  const names = [[offered.name, offered.version] as const, ...NAMES];
  return [offered.chainId, ...CHAIN_IDS].flatMap((chainId) => names.map(([name, version]) => ({ ...offered, chainId, name, version })));
}

/**
 * The digest is viem's and not the reference roles' own, so that the two guard each other.
 *
 * @returns checksummed address, or an empty text where no key can have made the signature
 */
export const recoverSigner = memoized({
  of: recoverAnew,
  key: ({ domain, primaryType, authorization, signature }: Signed) => JSON.stringify([domain, primaryType, Object.values(authorization).map(String), signature]),
  capacity: 500,
});

interface Signed {
  readonly domain: TokenDomain;
  readonly primaryType: string;
  readonly authorization: TransferAuthorization;
  readonly signature: `0x${string}`;
}

function recoverAnew({ domain, primaryType, authorization, signature }: Signed): string {
  const v = Number.parseInt(signature.slice(130), 16);
  const bit = v >= 27 ? v - 27 : v;
  if (bit !== 0 && bit !== 1) return "";
  const digest = hashTypedData({ domain, types: { [primaryType]: TRANSFER_WITH_AUTHORIZATION.TransferWithAuthorization }, primaryType, message: { ...authorization } });
  return recover({ digest, signature: `0x${signature.slice(2, 130)}${(27 + bit).toString(16)}` }) ?? "";
}
