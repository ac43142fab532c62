import type { Verifier } from "../verifier.ts";
import { amountOf, batchDigest, batchDomain, channelId, voucherDigest } from "./_batch-evm.ts";
import { addressOf, bytesOf, hexOf, isSignedBy, must, objectOf, sameBytes } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `batch.evm.claim.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const { claims, claimAuthorizerSignature } = objectOf(input["payload"], "payload");
    must(Array.isArray(claims) && claims.length > 0, "no claims");
    const separator = batchDomain({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] });
    const known = new Map((input["channels"] as readonly unknown[]).map((entry) => objectOf(entry, "channel")).map((channel) => [channel["channelId"], channel]));
    const rows = claims.map((entry) => {
      const claim = objectOf(entry, "claim");
      const voucher = objectOf(claim["voucher"], "voucher");
      const config = objectOf(voucher["channel"], "channel");
      const id = hexOf(channelId(separator, config));
      const row = { channelId: id, maxClaimableAmount: voucher["maxClaimableAmount"], totalClaimed: claim["totalClaimed"] };
      must(isSignedBy(voucherDigest(separator, row), bytesOf(claim["signature"], "signature"), addressOf(config["payerAuthorizer"], "payerAuthorizer")), "not the payer authorizer's voucher");
      const total = amountOf(row.totalClaimed, "totalClaimed");
      must(total <= amountOf(row.maxClaimableAmount, "maxClaimableAmount"), "above the voucher");
      must(total <= amountOf(known.get(id)?.["balance"] ?? "0", "balance"), "above the balance");
      return { row, authorizer: addressOf(config["receiverAuthorizer"], "receiverAuthorizer") };
    });
    const authorizer = rows[0]?.authorizer ?? new Uint8Array();
    must(rows.every((other) => sameBytes(other.authorizer, authorizer)), "several receiver authorizers");
    const digest = batchDigest(separator, { claims: rows.map(({ row }) => row) });
    must(isSignedBy(digest, bytesOf(claimAuthorizerSignature, "signature"), authorizer), "not the receiver authorizer's signature");
    return undefined;
  });
