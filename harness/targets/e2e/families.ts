import { createHash } from "node:crypto";
import { keyPairFromSeed } from "../../../simulators/chains/svm/wire/keys.ts";
import { privateKeyAddress } from "../../../simulators/crypto/secp256k1.ts";

/** A family of networks that the layout has variables for, by the prefix of their names. */
export interface Family {
  readonly prefix: string;
  readonly namespace: string;
  /** CAIP-2, where the harness plays on another family: components want to be told one of each. */
  readonly network: string;
  /** A key that holds nothing. Upstream's clients make all their signers whether they need them or not, and each has to be valid. */
  unused(): { readonly privateKey: string; readonly address: string };
}

const seedOf = (label: string): Buffer => createHash("sha256").update(`x402-conformance/e2e/${label}`).digest();

export const families: readonly Family[] = [
  {
    prefix: "EVM",
    namespace: "eip155",
    network: "eip155:84532",
    unused() {
      const privateKey = `0x${seedOf("unused-evm-key").toString("hex")}` as const;
      return { privateKey, address: privateKeyAddress(privateKey) };
    },
  },
  {
    prefix: "SVM",
    namespace: "solana",
    network: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1",
    unused: () => keyPairFromSeed(seedOf("unused-svm-key")),
  },
];

export function familyOf(network: string): Family | undefined {
  return families.find(({ namespace }) => network.startsWith(`${namespace}:`));
}
