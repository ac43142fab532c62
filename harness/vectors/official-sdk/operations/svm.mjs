import { decodeTransactionFromPayload, transactionMessageHash } from "@x402/svm";
import { ExactSvmScheme } from "@x402/svm/exact/facilitator";
import { solanaSigner } from "../world/solana-node.mjs";
import { demand } from "./unsupported.mjs";

const messageOf = (transaction) => transactionMessageHash(decodeTransactionFromPayload({ transaction }));

export const svm = {
  "svm.exact.verify": async ({ shared, input }) => {
    const { requirements, facilitator, chain, transaction } = { ...shared, ...input };
    const scheme = new ExactSvmScheme(solanaSigner({ addresses: facilitator.feePayers, chain }), undefined, { maxPriorityFeeMicroLamports: Number(facilitator.maxComputeUnitPrice) });
    const { isValid, invalidReason, invalidMessage, payer } = await scheme.verify({ x402Version: 2, accepted: requirements, payload: { transaction } }, requirements);
    demand(isValid, `${invalidReason} ${invalidMessage ?? ""}`);
    return { payer };
  },

  "svm.duplicate.detect": ({ input }) => ({ duplicate: messageOf(input.first) === messageOf(input.second) }),
};
