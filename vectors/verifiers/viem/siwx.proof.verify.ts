import { getAddress } from "viem";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { signedBy, siwsMessage } from "../kit/_siws.ts";
import { siweMessage } from "./_siwe.ts";
import { signedOnEvm } from "./_siwx-signature.ts";
import type { ContractData } from "./_siwx-signature.ts";

const MEMBERS = ["domain", "address", "uri", "version", "chainId", "nonce", "issuedAt", "signature"];
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

const timeOf = (value: unknown): number => (typeof value === "string" && TIME.test(value) ? Date.parse(value) : Number.NaN);

/** What is wrong with a proof before its signature is looked at. */
const fault = (proof: Readonly<Record<string, unknown>>, server: { origin: string; maxAgeSeconds: number; now: number; usedNonces: readonly string[] }): string | undefined => {
  if (MEMBERS.some((name) => typeof proof[name] !== "string")) return "a member is missing";
  const expected = new URL(server.origin);
  if (proof["domain"] !== expected.host) return "another domain";
  const uri = URL.parse(String(proof["uri"]));
  if (uri === null || uri.origin !== expected.origin) return "another origin";
  const issued = timeOf(proof["issuedAt"]);
  // Asked for the good case, so that NaN refuses.
  if (!(issued <= server.now && server.now - issued < server.maxAgeSeconds * 1000)) return "not issued just now";
  if (proof["expirationTime"] !== undefined && !(timeOf(proof["expirationTime"]) > server.now)) return "expired";
  if (proof["notBefore"] !== undefined && !(timeOf(proof["notBefore"]) < server.now)) return "not yet valid";
  return server.usedNonces.includes(String(proof["nonce"])) ? "nonce used before" : undefined;
};

/** Answers `siwx.proof.verify` with viem, and with kit where the chain is Solana. */
export const verifier: Verifier = async ({ shared, input }) => {
  const { proof } = input;
  if (typeof proof !== "object" || proof === null || Array.isArray(proof)) return refused("no object");
  const members = proof as Readonly<Record<string, unknown>>;
  const note = fault(members, { origin: String(shared["origin"]), maxAgeSeconds: Number(shared["maxAgeSeconds"]), now: Date.parse(String(input["now"])), usedNonces: input["usedNonces"] as string[] });
  if (note !== undefined) return refused(note);
  const [address, chainId, signature] = [String(members["address"]), String(members["chainId"]), String(members["signature"])];
  try {
    if (chainId.startsWith("eip155:")) {
      const message = siweMessage({ members, chainId, address });
      const good = await signedOnEvm({ message, address, chainId, signature, contracts: shared["contracts"] as ContractData[] });
      return good ? accepted({ address: getAddress(address), chainId }) : refused("not signed by that address");
    }
    const good = await signedBy({ address, message: siwsMessage({ members, chainId, address }), signature });
    return good ? accepted({ address, chainId }) : refused("not signed by that address");
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no message");
  }
};
