import { createSIWxMessage, createSIWxRequestHook, encodeSIWxHeader, formatSIWEMessage, parseSIWxHeader } from "@x402/extensions/sign-in-with-x";
import { at } from "../world/clock.mjs";
import { signatureClient } from "../world/signature-client.mjs";
import { demand, Unsupported } from "./unsupported.mjs";

const HOOK_MAX_AGE_SECONDS = 300;

export const siwx = {
  "siwx.message.evm": ({ shared, input }) => {
    const { info, chainId, address } = { ...shared, ...input };
    return { message: formatSIWEMessage({ ...info, chainId, type: "eip191" }, address) };
  },

  "siwx.message.solana": ({ shared, input }) => {
    const { info, chainId, address } = { ...shared, ...input };
    return { message: createSIWxMessage({ ...info, chainId, type: "ed25519" }, address) };
  },

  "siwx.proof.verify": async ({ shared, input }) => {
    const { origin, supportedChains, maxAgeSeconds, contracts, proof, now, usedNonces } = { ...shared, ...input };
    if (maxAgeSeconds !== HOOK_MAX_AGE_SECONDS) throw new Unsupported("the SDK's hook has another age");
    let event;
    const hook = createSIWxRequestHook({
      origin,
      storage: { hasPaid: () => true, recordPayment: () => undefined, hasUsedNonce: (nonce) => usedNonces.includes(nonce), recordNonce: () => undefined },
      verifyOptions: contracts.length === 0 ? {} : { evmVerifier: signatureClient({ contracts, chainId: supportedChains.find(({ type }) => type === "eip191").chainId }).verifyMessage },
      onEvent: (next) => (event = next),
    });
    const header = encodeSIWxHeader(proof);
    const granted = await at(Date.parse(now), () => hook({ path: "/", adapter: { getHeader: () => header } }, { accepts: [] }));
    demand(granted?.grantAccess === true, event?.error ?? event?.type);
    return { address: event.address, chainId: parseSIWxHeader(header).chainId };
  },
};
