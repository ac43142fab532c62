import { type SvmChain, svm, svmNetwork } from "../../../simulators/chains/svm/index.ts";
import { encodeBase58, isAddress, parseBase64Transaction } from "../../../simulators/chains/svm/wire/index.ts";
import { createFacilitator } from "../../../simulators/schemes/exact-svm/index.ts";
import type { PaymentMethod } from "../method.ts";
import { createPayload, type SvmBend } from "./create-payload.ts";
import { reader } from "./reader.ts";

/** `exact` on Solana: schemes/exact/scheme_exact_svm.md. */

/** Lamports: fees, and the rent of what a scenario opens. */
const SPONSOR_LAMPORTS = 10_000_000_000n;

/** Accounts are told of like they can be asked for. */
const ANNOUNCEMENTS = new Set(["signatureNotification", "logsNotification", "blockNotification"]);

export const method: PaymentMethod<SvmChain, SvmBend> = {
  id: "exact-svm",
  order: 2,
  scheme: "exact",
  namespace: "solana",
  network: svmNetwork,
  chain: svm,
  reader,
  payloadSchema: "exact-svm-payload",
  rpc: {
    broadcasts: new Set(["sendTransaction"]),
    absent({ method: asked, params }) {
      if (asked === "getTransaction") return { result: null };
      if (asked !== "getSignatureStatuses") return undefined;
      const [ids] = Array.isArray(params) ? (params as unknown[]) : [];
      return { result: { context: { slot: 1 }, value: Array.isArray(ids) ? ids.slice(0, 256).map(() => null) : [] } };
    },
    announces: ({ method: told }) => ANNOUNCEMENTS.has(told),
  },
  verified: ["amount", "recipient", "expired", "funds"],
  funds: { payer: 1_000_000_000n, sponsor: { amount: 1_000_000n, nativeAmount: SPONSOR_LAMPORTS } },

  // Who pays the fee a server learns from its facilitator.
  configuredExtra: () => ({}),
  offeredExtra: ({ sponsor }) => ({ feePayer: sponsor }),
  routes: ({ accept }) => [
    { id: "memo", method: "GET", path: "/x402/memo", description: "Paid with the seller's memo", mimeType: "application/json", accepts: [accept("memo", "10000", { memo: "pi_3abc123def456" })] },
    { id: "memo-256", method: "GET", path: "/x402/memo-256", description: "Paid with the longest memo there is", mimeType: "application/json", accepts: [accept("memo-256", "10000", { memo: "é".repeat(128) })] },
  ],
  supported: ({ sponsor }) => ({ kindExtra: { feePayer: sponsor }, signers: { "solana:*": [sponsor] } }),
  transactionId: ({ randomBytes }) => encodeBase58(randomBytes(64)),
  refusal({ payload, terms }) {
    const { transaction } = payload;
    const parsed = typeof transaction === "string" ? parseBase64Transaction(transaction) : undefined;
    if (parsed?.ok !== true) return "invalid_exact_svm_payload_transaction_could_not_be_decoded";
    // Whoever hides accounts in a lookup table is not found out without a chain.
    if (parsed.transaction.message.lookups.length > 0) return undefined;
    const reading = reader.read({ payload, terms });
    if (reading?.payer === undefined) return "invalid_exact_svm_payload_no_transfer_instruction";
    if (reading.recipient === undefined) return "invalid_exact_svm_payload_recipient_mismatch";
    return reading.amount === terms["amount"] ? undefined : "invalid_exact_svm_payload_amount_mismatch";
  },
  isPayable: ({ asset, payTo, extra }) => isAddress(asset) && isAddress(payTo) && isAddress(extra?.["feePayer"]),

  createFacilitator,
  createPayload,
  // The rules of verification do not name the client's signature; they name the amount.
  forged: ({ requirements }) => ({ amount: BigInt(requirements.amount) - 1n }),
  tokens: ({ transaction }) => (typeof transaction === "string" ? [transaction] : []),
  // Nothing in a transaction names its network but the blockhash.
  onNetwork: (network) => (/^solana:[1-9A-HJ-NP-Za-km-z]{32}$/.test(network) ? {} : undefined),
};
