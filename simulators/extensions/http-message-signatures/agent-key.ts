import { agentOrigin, type Ed25519Key, ed25519Key } from "../../http-signatures/index.ts";
import type { ClientWallet } from "../../schemes/scheme.ts";

/** Who a client is to a network that bills by signatures. */
export interface AgentKey {
  /** Origin at which the agent publishes its keys. */
  readonly agent: string;
  readonly key: Ed25519Key;
}

/** Namespaces whose wallets are signature agents. */
const NAMESPACES = ["cloudflare"];

/** The first wallet that is a signature agent's: `<its origin> <its Ed25519 private key, 32 bytes in base64url>`. */
export function agentKeyOf(wallets: readonly ClientWallet[]): AgentKey | undefined {
  for (const { namespace, privateKey } of wallets) {
    const [, origin = "", secret = ""] = NAMESPACES.includes(namespace) ? (/^(\S+) ([A-Za-z0-9_-]{43})$/.exec(privateKey) ?? []) : [];
    const agent = secret === "" ? undefined : agentOrigin(origin);
    if (agent !== undefined) return { agent, key: ed25519Key(Buffer.from(secret, "base64url")) };
  }
  return undefined;
}
