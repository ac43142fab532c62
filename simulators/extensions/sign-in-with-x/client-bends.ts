import { addressBytes, decodeBase58 } from "../../chains/svm/wire/index.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { encodeHeader } from "../../transports/http/header-codec.ts";

/** The faults of the client half, kept apart so that the half itself reads as the text does. */

export const faults = defineFaults({
  "client.siwx.header-raw-json": { role: "client", bug: "BUG: sends its proofs as JSON, not as base64" },
  "client.siwx.address-hex": { role: "client", bug: "BUG: writes the Solana address of its proofs in hexadecimal" },
  "client.siwx.signature-base64": { role: "client", bug: "BUG: writes the Solana signature of its proofs in base64" },
  "client.siwx.chain-id-whole": { role: "client", bug: "BUG: signs the whole CAIP-2 name as Chain ID on Solana" },
  "client.siwx.ethereum-account": { role: "client", bug: "BUG: signs for an Ethereum account on Solana" },
  "client.siwx.two-empty-lines": { role: "client", bug: "BUG: leaves two empty lines where a Solana message has no statement, as on EVM" },
});

export interface Proof extends Readonly<Record<string, unknown>> {
  readonly address: string;
  readonly signature: string;
}

export interface ClientBends {
  /** The text to sign. */
  message(options: { message: string; chainId: string; hasStatement: boolean }): string;
  proof(proof: Proof): Proof;
  header(proof: Proof): string;
}

export function createClientBends(options: { faults: FaultSet }): ClientBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return {
    message({ message, chainId, hasStatement }) {
      if (fault("client.siwx.chain-id-whole")) return message.replace(/\nChain ID: .*/, `\nChain ID: ${chainId}`);
      if (fault("client.siwx.ethereum-account")) return message.replace("your Solana account", "your Ethereum account");
      return !hasStatement && fault("client.siwx.two-empty-lines") ? message.replace("\n\nURI: ", "\n\n\nURI: ") : message;
    },
    proof: (proof) => ({
      ...proof,
      ...(fault("client.siwx.address-hex") ? { address: Buffer.from(addressBytes(proof.address)).toString("hex") } : {}),
      ...(fault("client.siwx.signature-base64") ? { signature: Buffer.from(decodeBase58(proof.signature) ?? []).toString("base64") } : {}),
    }),
    header: (proof) => (fault("client.siwx.header-raw-json") ? JSON.stringify(proof).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`) : encodeHeader(proof)),
  };
}
