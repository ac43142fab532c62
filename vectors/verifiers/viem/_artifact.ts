import { hashTypedData, recoverTypedDataAddress } from "viem";
import type { Hex } from "viem";

/** The types of the extension offer-receipt. */
const TYPES = {
  offer: {
    Offer: [
      { name: "version", type: "uint256" },
      { name: "resourceUrl", type: "string" },
      { name: "scheme", type: "string" },
      { name: "network", type: "string" },
      { name: "asset", type: "string" },
      { name: "payTo", type: "string" },
      { name: "amount", type: "string" },
      { name: "validUntil", type: "uint256" },
    ],
  },
  receipt: {
    Receipt: [
      { name: "version", type: "uint256" },
      { name: "network", type: "string" },
      { name: "resourceUrl", type: "string" },
      { name: "payer", type: "string" },
      { name: "issuedAt", type: "uint256" },
      { name: "transaction", type: "string" },
    ],
  },
} as const;

type TypedData = Parameters<typeof hashTypedData>[0];

/**
 * The typed data of an offer's or receipt's payload.
 *
 * @throws Error where the payload is none
 */
const typedData = (kind: "offer" | "receipt", value: unknown): TypedData => {
  if (typeof value !== "object" || value === null || (value as { version?: unknown }).version !== 1) throw new Error("no payload of version 1");
  const message: Record<string, unknown> = { ...(kind === "offer" ? { validUntil: 0 } : { transaction: "" }), ...value };
  const fields: readonly { name: string; type: string }[] = Object.values(TYPES[kind]).flat();
  for (const { name, type } of fields) {
    // viem takes numbers for strings and the reverse, and would hash something else than what is shown.
    const right = type === "string" ? typeof message[name] === "string" : Number.isSafeInteger(message[name]) && Number(message[name]) >= 0;
    if (!right) throw new Error(`${name} is no ${type}`);
  }
  return { domain: { name: `x402 ${kind}`, version: "1", chainId: 1 }, types: TYPES[kind], primaryType: kind === "offer" ? "Offer" : "Receipt", message } as unknown as TypedData;
};

/** The digest of a payload. @throws Error where the payload is none */
export const artifactDigest = (kind: "offer" | "receipt", payload: unknown): Hex => hashTypedData(typedData(kind, payload));

/** Who signed a payload. @throws Error where the payload or signature is none */
export const artifactSigner = async (kind: "offer" | "receipt", artifact: unknown): Promise<string> => {
  const { format, payload, signature } = (artifact ?? {}) as { format?: unknown; payload?: unknown; signature?: unknown };
  if (format !== "eip712") throw new Error("not of format eip712");
  if (typeof signature !== "string" || !/^0x[0-9a-fA-F]{130}$/.test(signature)) throw new Error("no signature of 65 bytes");
  return await recoverTypedDataAddress({ ...typedData(kind, payload), signature: signature.toLowerCase() as Hex } as Parameters<typeof recoverTypedDataAddress>[0]);
};
