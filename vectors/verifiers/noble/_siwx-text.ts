import { checksummed } from "./_keccak.ts";
import { publicKey } from "./_base58.ts";

type Members = Readonly<Record<string, unknown>>;

/** The text, or why there is none. */
export type SiwxText = { readonly ok: true; readonly text: string; readonly address: string } | { readonly ok: false; readonly note: string };

const REQUIRED = ["domain", "uri", "version", "nonce", "issuedAt"];
const OPTIONAL = ["statement", "expirationTime", "notBefore", "requestId"];
const none = (note: string): SiwxText => ({ ok: false, note });

const faultOf = (members: Members): string | undefined => {
  for (const name of [...REQUIRED, ...OPTIONAL]) {
    const value = members[name];
    if (value === undefined && OPTIONAL.includes(name)) continue;
    if (typeof value !== "string") return `${name} is no string`;
    if (value.includes("\n") || value.includes("\r")) return `${name} has a line break`;
  }
  const { resources = [], version } = members;
  if (version !== "1") return "not version 1";
  if (!Array.isArray(resources)) return "resources is no list";
  return resources.some((each) => typeof each !== "string" || /[\r\n]/.test(each)) ? "a resource has a line break or is no string" : undefined;
};

/** The text that is signed for a challenge or proof, by the grammars of EIP-4361 and Sign-In With Solana. */
export const siwxText = (options: { members: Members; chainId: unknown; address: unknown }): SiwxText => {
  const { members, chainId } = options;
  const fault = faultOf(members);
  if (fault !== undefined) return none(fault);
  const parts = typeof chainId === "string" ? /^(eip155:(?=\d+$)|solana:(?=[-_a-zA-Z0-9]{1,32}$))(.*)$/.exec(chainId) : null;
  if (parts === null) return none("no chain that has a message");
  const evm = parts[1] === "eip155:";
  const address = evm ? checksummed(options.address) : publicKey(options.address) === undefined ? undefined : String(options.address);
  if (address === undefined) return none("no address of that chain");
  const { statement } = members;
  const head = `${String(members["domain"])} wants you to sign in with your ${evm ? "Ethereum" : "Solana"} account:\n${address}\n\n`;
  const block = statement === undefined ? (evm ? "\n" : "") : `${String(statement)}\n\n`;
  let body = `URI: ${String(members["uri"])}\nVersion: 1\nChain ID: ${parts[2] ?? ""}\nNonce: ${String(members["nonce"])}\nIssued At: ${String(members["issuedAt"])}`;
  for (const [name, label] of [["expirationTime", "Expiration Time"], ["notBefore", "Not Before"], ["requestId", "Request ID"]] as const) {
    if (members[name] !== undefined) body += `\n${label}: ${String(members[name])}`;
  }
  if (Array.isArray(members["resources"])) body += `\nResources:${members["resources"].map((each) => `\n- ${String(each)}`).join("")}`;
  return { ok: true, text: head + block + body, address };
};
