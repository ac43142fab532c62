import { encodeBase58 } from "../../chains/svm/wire/index.ts";
import { solanaKeyOf } from "../../chains/svm/wallet-key.ts";
import { HEADERS } from "../../transports/http/header-codec.ts";
import type { CreateExtensionClient } from "../extension.ts";
import { isForUs, readChallenge, type SupportedChain } from "./challenge.ts";
import { createClientBends } from "./client-bends.ts";
import { siwsMessage } from "./siws-message.ts";

/** Client half of `sign-in-with-x`: extensions/sign-in-with-x.md, Client Request. Signs in with Solana wallets; those of other families have nothing to answer. */
export const createClient: CreateExtensionClient = ({ effects, faults }) => {
  const bends = createClientBends({ faults });
  return {
    answer({ advertised, url, wallets }) {
      const challenge = readChallenge(advertised);
      const signer = solanaKeyOf(wallets);
      const chain = challenge?.supportedChains.find(isSolana);
      if (challenge === undefined || signer === undefined || chain === undefined || !isForUs({ challenge, url, now: effects.now() })) return undefined;
      const { info } = challenge;
      const { chainId, type } = chain;
      const message = bends.message({ message: siwsMessage({ info, chainId, address: signer.address }), chainId, hasStatement: info.statement !== undefined });
      const signature = encodeBase58(signer.sign(Buffer.from(message, "utf8")));
      const proof = bends.proof({ ...info, address: signer.address, chainId, type, signatureScheme: "siws", signature });
      return [[HEADERS.signInWithX, bends.header(proof)]];
    },
  };
};

function isSolana({ chainId, type }: SupportedChain): boolean {
  return /^solana:[1-9A-HJ-NP-Za-km-z]{32}$/.test(chainId) && type === "ed25519";
}
