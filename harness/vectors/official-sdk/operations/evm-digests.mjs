import { domainSeparator, hashTypedData } from "viem";
import { AuthCaptureEvmScheme } from "@x402/evm/auth-capture/client";
import { ExactEvmScheme as ExactClient } from "@x402/evm/exact/client";
import { ExactEvmScheme as ExactFacilitator } from "@x402/evm/exact/facilitator";
import { UptoEvmScheme as UptoClient } from "@x402/evm/upto/client";
import { UptoEvmScheme as UptoFacilitator } from "@x402/evm/upto/facilitator";
import { at } from "../world/clock.mjs";
import { demand, Unsupported } from "./unsupported.mjs";

const SIGNATURE = `0x${"11".repeat(64)}1b`;
const SOMEBODY = "0x1111111111111111111111111111111111111111";

/** Everything a client of the SDK hands to its wallet while `run` makes a payment. */
const signedBy = async (address, run, chain = {}) => {
  const signed = [];
  await run({ address, signTypedData: async (data) => (signed.push(data), SIGNATURE), ...chain });
  return signed;
};

/**
 * The digest that a facilitator of the SDK checks. It asks a payer with code whether he signed it, so that the digest can be
 * heard; everything else in the payment is made to agree with the authorization.
 */
const checkedBy = async (Facilitator, { scheme, requirements, payload, addresses = [] }) => {
  let digest;
  const hear = async ({ functionName, args }) => {
    if (functionName === "isValidSignature") digest ??= args[0];
    throw new Error("heard enough");
  };
  const facilitator = new Facilitator({ getAddresses: () => addresses, getCode: async () => "0x60", readContract: hear });
  const accepted = { scheme, maxTimeoutSeconds: 60, ...requirements };
  const { invalidReason } = await facilitator.verify({ x402Version: 2, accepted, payload: { signature: SIGNATURE, ...payload } }, accepted);
  if (digest === undefined && /expired|not_yet_valid/.test(invalidReason)) throw new Unsupported("no clock lets the SDK take this period");
  demand(digest !== undefined, invalidReason);
  return digest;
};

const permit2Digest = async ({ scheme, Client, Facilitator, network, authorization }) => {
  const { permitted, witness } = authorization;
  const requirements = { scheme, network, asset: permitted?.token, amount: permitted?.amount, payTo: witness?.to, extra: { assetTransferMethod: "permit2", facilitatorAddress: SOMEBODY } };
  const digest = await at(Number(witness?.validAfter) * 1000 || 0, () => checkedBy(Facilitator, { scheme, requirements, payload: { permit2Authorization: authorization }, addresses: [witness?.facilitator] }));
  const [{ domain }] = await signedBy(SOMEBODY, (signer) => new Client(signer).createPaymentPayload(2, { ...requirements, asset: SOMEBODY, payTo: SOMEBODY, amount: "1", maxTimeoutSeconds: 60 }));
  return { domainSeparator: domainSeparator({ domain }), digest };
};

export const evmDigests = {
  "eip3009.digest": async ({ input }) => {
    const { requirements, authorization } = input;
    const digest = await checkedBy(ExactFacilitator, { scheme: "exact", requirements, payload: { authorization } });
    const [{ domain }] = await signedBy(SOMEBODY, (signer) => new ExactClient(signer).createPaymentPayload(2, { ...requirements, extra: { ...requirements.extra, assetTransferMethod: "eip3009" } }));
    return { domainSeparator: domainSeparator({ domain }), digest };
  },

  "permit2.exact.digest": ({ input }) => permit2Digest({ scheme: "exact", Client: ExactClient, Facilitator: ExactFacilitator, ...input }),
  "permit2.upto.digest": ({ input }) => permit2Digest({ scheme: "upto", Client: UptoClient, Facilitator: UptoFacilitator, ...input }),

  "eip2612.digest": async ({ input }) => {
    // The SDK's client chooses spender and deadline itself; it answers where it chooses what was asked.
    const { requirements, permit } = input;
    if (BigInt(permit.deadline) > Number.MAX_SAFE_INTEGER || BigInt(permit.value) === 0n) throw new Unsupported("the SDK's client signs no permit like this");
    const readContract = async ({ functionName }) => (functionName === "nonces" ? BigInt(permit.nonce) : 0n);
    const offer = { ...requirements, amount: permit.value, payTo: SOMEBODY, maxTimeoutSeconds: Number(permit.deadline), extra: { ...requirements.extra, assetTransferMethod: "permit2" } };
    const context = { extensions: { eip2612GasSponsoring: {} } };
    const signed = await at(0, () => signedBy(permit.owner, (signer) => new ExactClient(signer).createPaymentPayload(2, offer, context), { readContract }));
    const data = signed.find(({ primaryType }) => primaryType === "Permit");
    demand(data !== undefined, "no permit");
    const wanted = { ...permit, value: BigInt(permit.value), nonce: BigInt(permit.nonce), deadline: BigInt(permit.deadline) };
    if (Object.keys(wanted).some((name) => String(data.message[name]).toLowerCase() !== String(wanted[name]).toLowerCase())) throw new Unsupported("the SDK's client signs another permit");
    return { domainSeparator: domainSeparator({ domain: data.domain }), digest: hashTypedData(data) };
  },

  "auth-capture.evm.salt": async ({ input }) => {
    // The client draws the nonce of a salt itself; here the draw is the question's.
    const { receiverAuthorizer, policy, saltNonce } = input;
    if (!/^0x[0-9a-f]{64}$/i.test(saltNonce)) throw new Unsupported("the SDK's client draws 32 bytes");
    const extra = { name: "USDC", version: "2", captureAuthorizer: SOMEBODY, feeRecipient: SOMEBODY, captureDeadline: 2, refundDeadline: 3, minFeeBps: 0, maxFeeBps: 0, receiverAuthorizer, policy };
    const offer = { scheme: "auth-capture", network: "eip155:8453", amount: "1", asset: SOMEBODY, payTo: SOMEBODY, maxTimeoutSeconds: 60, extra };
    const { payload } = await drawing(saltNonce, () => new AuthCaptureEvmScheme({ address: SOMEBODY, signTypedData: async () => SIGNATURE }).createPaymentPayload(2, offer));
    if (payload.saltNonce === undefined) throw new Unsupported("the SDK's client binds no salt to this offer");
    return { salt: payload.salt };
  },
};

/** Runs something for which the next random bytes are known. */
const drawing = async (hex, run) => {
  const real = crypto.getRandomValues;
  crypto.getRandomValues = (bytes) => (bytes.set(Buffer.from(hex.slice(2), "hex")), bytes);
  try {
    return await run();
  } finally {
    crypto.getRandomValues = real;
  }
};
