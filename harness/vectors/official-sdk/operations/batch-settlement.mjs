import { hashTypedData, isAddressEqual } from "viem";
import { BATCH_SETTLEMENT_ADDRESS, BATCH_SETTLEMENT_DOMAIN, claimBatchTypes, refundTypes } from "@x402/evm";
import { computeChannelId, signVoucher } from "@x402/evm/batch-settlement/client";
import { BatchSettlementEvmScheme } from "@x402/evm/batch-settlement/facilitator";
import { channels } from "../world/channels.mjs";
import { evmChain } from "../world/evm-chain.mjs";
import { demand, Unsupported } from "./unsupported.mjs";

/** The SDK knows one contract and one domain. */
const known = ({ domain, contract }) => {
  const here = domain.name === BATCH_SETTLEMENT_DOMAIN.name && domain.version === BATCH_SETTLEMENT_DOMAIN.version && isAddressEqual(contract, BATCH_SETTLEMENT_ADDRESS);
  if (!here) throw new Unsupported("the SDK knows another settlement contract");
};

export const batchSettlement = {
  "batch.evm.channel-id": ({ shared, input }) => {
    known({ ...shared, ...input });
    return { channelId: computeChannelId(input.channelConfig, input.network) };
  },

  "batch.evm.digest": async ({ shared, input }) => {
    known(shared);
    const { primaryType, message } = input;
    const chainId = Number(shared.network.split(":")[1]);
    const domain = { ...BATCH_SETTLEMENT_DOMAIN, chainId, verifyingContract: BATCH_SETTLEMENT_ADDRESS };
    if (primaryType === "Voucher") {
      let signed;
      await signVoucher({ signTypedData: async (data) => ((signed = data), "0x") }, message.channelId, message.maxClaimableAmount, shared.network);
      return { digest: hashTypedData(signed) };
    }
    // What the SDK has of these two in public are their types.
    return { digest: hashTypedData({ domain, types: primaryType === "Refund" ? refundTypes : claimBatchTypes, primaryType, message }) };
  },

  "batch.evm.voucher.verify": async ({ shared, input }) => {
    known(shared);
    const { request, channel, code } = input;
    const { requirements, payload } = request;
    const payer = payload.channelConfig?.payer;
    const { signer } = evmChain({ contracts: { [BATCH_SETTLEMENT_ADDRESS]: channels({ channelId: payload.voucher?.channelId, channel }) }, wallets: code === undefined || payer === undefined ? {} : { [payer]: code } });
    const { isValid, invalidReason } = await new BatchSettlementEvmScheme(signer).verify({ x402Version: 2, accepted: requirements, payload }, requirements);
    demand(isValid, invalidReason);
  },
};
