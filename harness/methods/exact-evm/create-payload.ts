import { bytesToHex } from "viem";
import type { EvmChain } from "../../../simulators/chains/evm/index.ts";
import { authorizationFor, tokenDomain } from "../../../simulators/schemes/exact-evm/client.ts";
import { authorizationToWire, signAuthorization, type TransferAuthorization } from "../../../simulators/schemes/exact-evm/eip3009.ts";
import type { PaymentMethod } from "../method.ts";
import type { EvmBend } from "./method.ts";

type CreatePayload = PaymentMethod<EvmChain, EvmBend>["createPayload"];
type Asked = Parameters<CreatePayload>[0];

/** Seconds ago that an expired payment ended: more than any tolerance. */
const LONG_AGO = 600n;

/** Signs what the reference client would, unless it is bent. */
export const createPayload: CreatePayload = async (options) => {
  const { requirements, wallet, effects, bend = {} } = options;
  if (requirements.extra?.["assetTransferMethod"] === "permit2") return permit2Payload(options);
  const authorization: TransferAuthorization = {
    ...authorizationFor({ requirements, from: wallet.address as `0x${string}`, effects }),
    ...(bend.amount === undefined ? {} : { value: bend.amount }),
    ...(bend.recipient === undefined ? {} : { to: bend.recipient as `0x${string}` }),
    ...(bend.expired === true ? { validBefore: BigInt(Math.floor(effects.now() / 1000)) - LONG_AGO } : {}),
    ...bend.authorization,
  };
  const domain = tokenDomain(requirements);
  if (domain === undefined) throw new Error("The offer names no EIP-712 domain to sign under");
  const signature = await signAuthorization({ domain: { ...domain, ...bend.domain }, authorization, privateKey: (bend.signer ?? wallet).privateKey as `0x${string}` });
  return { signature, authorization: authorizationToWire(authorization) };
};

/** Shaped like a Permit2 payment and signed by nobody: only a scripted facilitator gets to see it. */
function permit2Payload({ requirements, wallet, effects }: Asked): Record<string, unknown> {
  const now = Math.floor(effects.now() / 1000);
  return {
    signature: bytesToHex(effects.randomBytes(65)),
    permit2Authorization: {
      permitted: { token: requirements.asset, amount: requirements.amount },
      from: wallet.address,
      spender: "0x402085c248EeA27D92E8b30b2C58ed07f9E20001",
      nonce: BigInt(bytesToHex(effects.randomBytes(32))).toString(),
      deadline: String(now + requirements.maxTimeoutSeconds),
      witness: { to: requirements.payTo, validAfter: String(now - 600) },
    },
  };
}
