import type { Verifier } from "../verifier.ts";
import { amount, channelId, configOf, digestOf, domainOf } from "./_batch-evm.ts";
import { answer, check, hex, members } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

/** Answers `batch.evm.claim.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  answer(async () => {
    const { claims, claimAuthorizerSignature } = members(input["payload"]);
    check(Array.isArray(claims), "claims is no list");
    const domain = domainOf({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] });
    const channels = (input["channels"] as readonly unknown[]).map(members);
    const rows = [];
    for (const claim of claims.map(members)) {
      const { channel, maxClaimableAmount } = members(claim["voucher"]);
      const config = configOf(channel);
      const id = channelId(domain, config);
      const held = channels.find((entry) => hex(entry["channelId"], 64) === id);
      const [ceiling, total] = [amount(maxClaimableAmount), amount(claim["totalClaimed"])];
      check(total <= ceiling, "more than the voucher allows");
      check(held !== undefined && total <= amount(held["balance"]), "more than the channel holds");
      await checkSigner({ hash: digestOf(domain, "Voucher", { channelId: id, maxClaimableAmount }), signature: claim["signature"], signer: config.payerAuthorizer, state: {}, recoversOnly: true });
      rows.push({ channelId: id, maxClaimableAmount, totalClaimed: claim["totalClaimed"], authorizer: config.receiverAuthorizer });
    }
    const authorizers = [...new Set(rows.map(({ authorizer }) => authorizer))];
    const [signer] = authorizers;
    check(signer !== undefined && authorizers.length === 1, "not one receiver authorizer");
    await checkSigner({ hash: digestOf(domain, "ClaimBatch", { claims: rows }), signature: claimAuthorizerSignature, signer, state: {}, recoversOnly: true });
    return undefined;
  });
