import { ed25519 } from "@noble/curves/ed25519";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { base58Decode, publicKey } from "./_base58.ts";
import { unwrapped } from "./_erc6492.ts";
import { bytesToHex, keccak, utf8ToBytes } from "./_keccak.ts";
import { fromHex, recovered } from "./_secp256k1.ts";
import { siwxText } from "./_siwx-text.ts";

type Contract = { chainId: string; address: string; deployedBy?: { factory: string; calldata: string }; calls: { hash: string; signature: string; returns: string }[] };
type Shared = { origin: string; maxAgeSeconds: number; contracts: Contract[] };

/** Milliseconds since 1970 of a date-time of RFC 3339, rounded down; undefined for anything else. */
const moment = (value: unknown): number | undefined => {
  const parts = typeof value === "string" ? /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(value) : null;
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate() || hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === "-" ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute - offset, second) + Math.floor(Number(`0.${parts[7] ?? "0"}`) * 1000);
};

/** Scheme, host and port of an absolute URL of the Web. */
const originOf = (value: string): string | undefined => {
  const parts = /^(https?):\/\/([^/?#@\s]+)(?:[/?#]\S*)?$/.exec(value);
  return parts === null ? undefined : `${parts[1] ?? ""}://${parts[2] ?? ""}`;
};

const ANSWER = `0x1626ba7e${"0".repeat(56)}`;
const lower = (value: string): string => value.toLowerCase();

const signedOnEvm = (options: { text: string; address: string; chainId: string; signature: string; contracts: readonly Contract[] }): boolean => {
  const { text, address, chainId, contracts } = options;
  const bytes = utf8ToBytes(text);
  const digest = keccak(Uint8Array.of(...utf8ToBytes(`\u0019Ethereum Signed Message:\n${bytes.length}`), ...bytes));
  const signature = fromHex(options.signature);
  if (signature === undefined) return false;
  const contract = contracts.find((each) => each.chainId === chainId && lower(each.address) === lower(address));
  const asked = (raw: string): boolean => contract?.calls.some((call) => lower(call.hash) === `0x${bytesToHex(digest)}` && lower(call.signature) === `0x${raw}` && lower(call.returns) === ANSWER) ?? false;
  const wrapping = unwrapped(signature);
  if (wrapping !== undefined) {
    const by = contract?.deployedBy;
    return (by === undefined || (lower(by.factory) === `0x${wrapping.factory}` && lower(by.calldata) === `0x${wrapping.calldata}`)) && asked(wrapping.inner);
  }
  return (contract?.deployedBy === undefined && asked(bytesToHex(signature))) || recovered(digest, signature) === address;
};

const signedOnSolana = ({ text, address, signature }: { text: string; address: string; signature: string }): boolean => {
  const [bytes, key] = [base58Decode(signature), publicKey(address)];
  try {
    return bytes?.length === 64 && key !== undefined && ed25519.verify(bytes, utf8ToBytes(text), key, { zip215: false });
  } catch {
    return false;
  }
};

/** Answers `siwx.proof.verify` with noble's curves and rules written out. */
export const verifier: Verifier = ({ shared, input }) => {
  const { origin, maxAgeSeconds, contracts } = shared as Shared;
  const proof = input["proof"] as Record<string, unknown> | null;
  if (typeof proof !== "object" || proof === null || Array.isArray(proof)) return refused("no object");
  const { domain, uri, issuedAt, expirationTime, notBefore, nonce, chainId, address, signature } = proof;
  if (![domain, uri, issuedAt, nonce, chainId, address, signature].every((value) => typeof value === "string" && value !== "")) return refused("a member is missing");
  const now = moment(input["now"]) ?? 0;
  if (domain !== origin.slice(origin.indexOf("//") + 2)) return refused("another domain");
  if (originOf(String(uri)) !== origin) return refused("another origin");
  const [issued, ends, begins] = [moment(issuedAt), moment(expirationTime), moment(notBefore)];
  if (issued === undefined || issued > now || now - issued >= maxAgeSeconds * 1000) return refused("not issued just now");
  if (expirationTime !== undefined && (ends === undefined || ends <= now)) return refused("expired");
  if (notBefore !== undefined && (begins === undefined || begins >= now)) return refused("not yet valid");
  if ((input["usedNonces"] as string[]).includes(String(nonce))) return refused("nonce used before");
  const result = siwxText({ members: proof, chainId, address });
  if (!result.ok) return refused(result.note);
  const options = { text: result.text, address: result.address, chainId: String(chainId), signature: String(signature), contracts };
  const good = options.chainId.startsWith("eip155:") ? signedOnEvm(options) : signedOnSolana(options);
  return good ? accepted({ address: result.address, chainId }) : refused("not signed by that address");
};
