import { getAddressEncoder, getBase58Encoder, isAddress, verifySignature } from "@solana/kit";
import type { SignatureBytes } from "@solana/kit";

type Members = Readonly<Record<string, unknown>>;

/** Labels in the order of the format. */
const LINES: readonly (readonly [label: string, member: string, needed: boolean])[] = [
  ["URI", "uri", true],
  ["Version", "version", true],
  ["Chain ID", "", true],
  ["Nonce", "nonce", true],
  ["Issued At", "issuedAt", true],
  ["Expiration Time", "expirationTime", false],
  ["Not Before", "notBefore", false],
  ["Request ID", "requestId", false],
];

const lineOf = (value: unknown): string => {
  if (typeof value !== "string") throw new Error("a member is missing or no string");
  if (value.split(/\r|\n/).length > 1) throw new Error("a member has a line break");
  return value;
};

/**
 * The message of Sign-In With Solana.
 *
 * @throws Error where there is no such message
 */
export const siwsMessage = (options: { members: Members; chainId: unknown; address: unknown }): string => {
  const { members, chainId, address } = options;
  if (typeof chainId !== "string" || !/^solana:[-_a-zA-Z0-9]{1,32}$/.test(chainId)) throw new Error("no chain of Solana");
  if (typeof address !== "string" || !isAddress(address)) throw new Error("no address of Solana");
  if (members["version"] !== "1") throw new Error("not version 1");
  const lines = [`${lineOf(members["domain"])} wants you to sign in with your Solana account:`, address, ""];
  if (members["statement"] !== undefined) lines.push(lineOf(members["statement"]), "");
  for (const [label, member, needed] of LINES) {
    const value = member === "" ? chainId.slice("solana:".length) : members[member];
    if (value !== undefined || needed) lines.push(`${label}: ${lineOf(value)}`);
  }
  const { resources } = members;
  if (resources !== undefined) {
    if (!Array.isArray(resources)) throw new Error("resources is no list");
    lines.push("Resources:", ...resources.map((each) => `- ${lineOf(each)}`));
  }
  return lines.join("\n");
};

/** Whether an address signed a message; the signature in base58. The Web's own Ed25519 does the work. */
export const signedBy = async (options: { address: string; message: string; signature: string }): Promise<boolean> => {
  try {
    const bytes = getBase58Encoder().encode(options.signature);
    if (bytes.length !== 64) return false;
    const key = await crypto.subtle.importKey("raw", Uint8Array.from(getAddressEncoder().encode(options.address as Parameters<ReturnType<typeof getAddressEncoder>["encode"]>[0])), "Ed25519", true, ["verify"]);
    return await verifySignature(key, Uint8Array.from(bytes) as unknown as SignatureBytes, new TextEncoder().encode(options.message));
  } catch {
    return false;
  }
};
