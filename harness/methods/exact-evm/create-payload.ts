import { bytesToHex } from "viem";
import type { EvmChain } from "../../../simulators/chains/evm/index.ts";
import { faultSet } from "../../../simulators/faults.ts";
import { createClient, tokenDomain } from "../../../simulators/schemes/exact-evm/client.ts";
import { authorizationToWire, signAuthorization, type TransferAuthorization } from "../../../simulators/schemes/exact-evm/eip3009.ts";
import type { PaymentMethod } from "../method.ts";
import type { EvmBend } from "./method.ts";

type CreatePayload = PaymentMethod<EvmChain, EvmBend>["createPayload"];
type Asked = Parameters<CreatePayload>[0];

/** Seconds ago that an expired payment ended: more than any tolerance. */
const LONG_AGO = 600n;

/** Signs as the reference client does, and again where the payment is bent. */
export const createPayload: CreatePayload = async (options) => {
  const { requirements, wallet, effects, bend = {} } = options;
  if (requirements.extra?.["assetTransferMethod"] === "permit2") return permit2Payload(options);
  const payload = await createClient({ effects, faults: faultSet() }).createPayload({ requirements, resource: undefined, wallets: [{ namespace: "eip155", privateKey: wallet.privateKey }] });
  return Object.values(bend).every((value) => value === undefined) ? payload : await bent({ ...options, bend, payload });
};

async function bent(options: Asked & { bend: NonNullable<Asked["bend"]>; payload: Record<string, unknown> }): Promise<Record<string, unknown>> {
  const { requirements, bend, effects } = options;
  const authorization: TransferAuthorization = {
    ...fromWire(options.payload["authorization"] as Record<string, string>),
    ...(bend.amount === undefined ? {} : { value: bend.amount }),
    ...(bend.recipient === undefined ? {} : { to: bend.recipient as `0x${string}` }),
    ...(bend.expired === true ? { validBefore: BigInt(Math.floor(effects.now() / 1000)) - LONG_AGO } : {}),
    ...bend.authorization,
  };
  const domain = tokenDomain(requirements);
  if (domain === undefined) throw new Error("The offer names no EIP-712 domain to sign under");
  const signature = await signAuthorization({ domain: { ...domain, ...bend.domain }, authorization, privateKey: (bend.signer ?? options.wallet).privateKey as `0x${string}` });
  return { ...options.payload, signature, authorization: authorizationToWire(authorization) };
}

function fromWire({ from, to, value, validAfter, validBefore, nonce }: Record<string, string>): TransferAuthorization {
  return { from: from as `0x${string}`, to: to as `0x${string}`, value: BigInt(value ?? 0), validAfter: BigInt(validAfter ?? 0), validBefore: BigInt(validBefore ?? 0), nonce: nonce as `0x${string}` };
}

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
