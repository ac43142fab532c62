import { defineVectors, valid } from "../../generate/define.ts";
import type { Account } from "../evm/_accounts.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { batchDigest, channelIdOf, channelWorld, domainOf, DOMAIN_SHARED, NETWORK, refundDigest, voucherDigest } from "./_evm.ts";
import type { ChannelConfig } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";

const NOT_AUTHORIZERS = "claimAuthorizerSignature does not recover to receiverAuthorizer over these rows.";

export const vectors = defineVectors({
  operation: "batch.evm.claim.verify",
  description: "Batches of claims on EVM. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_evm.md).",
  requirements: ["bevm.server.claim-payload", "bevm.fac.voucher-sig"],
  flags: pick(FLAGS, "ClaimRows", "ClaimAboveVoucher", "AboveDeposit", "VoucherSigner", "PrimaryType", "ChannelDomain", "ArrayHash"),
  groups: ({ seeded }) => {
    const { voucherKey, receiver, authorizer, stranger, config } = channelWorld(seeded);
    const second: ChannelConfig = { ...config, salt: seeded.hex("second salt", 32), withdrawDelay: 3600 };
    const row = (options: { of?: ChannelConfig; max?: string; total?: string; signer?: Account } = {}) => {
      const { of = config, max = "5000", total = "3200", signer = voucherKey } = options;
      return { voucher: { channel: of, maxClaimableAmount: max }, signature: signer.sign(voucherDigest({ channelId: channelIdOf(of), maxClaimableAmount: max })), totalClaimed: total };
    };
    type Claim = ReturnType<typeof row>;
    const entries = (claims: readonly Claim[]) => claims.map(({ voucher, totalClaimed }) => ({ channelId: channelIdOf(voucher.channel), maxClaimableAmount: voucher.maxClaimableAmount, totalClaimed }));
    const batch = (claims: readonly Claim[], signer = authorizer, domain = domainOf()) => ({ type: "claim", claims, claimAuthorizerSignature: signer.sign(batchDigest(entries(claims), domain)) });
    const channels = [{ channelId: channelIdOf(config), balance: "100000", totalClaimed: "1000" }, { channelId: channelIdOf(second), balance: "70000", totalClaimed: "0" }, { channelId: channelIdOf({ ...config, salt: seeded.hex("third salt", 32), token: stranger.address }), balance: "9", totalClaimed: "0" }];
    const two = [row(), row({ of: second, max: "70000", total: "70000" })] as const;
    const plain = valid({ id: "plain", comment: "Two channels, one claimed in part and one whole", flags: ["ArrayHash"], input: { payload: batch(two), channels } });
    const foreign: ChannelConfig = { ...second, receiverAuthorizer: stranger.address };
    const at = "/payload/claimAuthorizerSignature";
    return [{
      name: "batches",
      comment: "Claims of channels on Base",
      shared: { ...DOMAIN_SHARED, network: NETWORK },
      tests: [
        plain,
        ...goodRows(plain, [
          ["one-row", "/payload", batch([row()]), "ArrayHash", "A batch of one"],
          ["order", "/payload", batch([two[1], two[0]]), "ClaimRows", "The rows in another order, signed so"],
          ["whole-voucher", "/payload", batch([row({ total: "5000" })]), "ClaimAboveVoucher", "All that the voucher allows"],
          ["one-unit-more", "/payload", batch([row({ total: "1001" })]), "ClaimAboveVoucher", "One unit more than was claimed"],
          ["three-rows", "/payload", batch([...two, row({ of: { ...config, salt: seeded.hex("third salt", 32), token: stranger.address }, max: "9", total: "9" })]), "ArrayHash", "A third channel, of another token"],
          ["withdrawal-announced", "/channels/0/withdrawRequestedAt", 1_758_215_000, "ClaimRows", "The payer has announced a withdrawal: that is when to claim"],
        ]),
        ...openRows(plain, [
          ["total-as-claimed", "/payload", batch([row({ total: "1000" })]), "ClaimAboveVoucher", "No more than was claimed already", "Nothing moves; the text calls such a claim a no-op elsewhere."],
          ["voucher-above-balance", "/payload", batch([row({ max: "100001", total: "100000" })]), "AboveDeposit", "A voucher above what is in the channel, of which no more than that is claimed", "The server should never have taken the voucher; what the contract says is not in the text."],
        ]),
        ...refusedRows(plain, [
          ["above-voucher", "/payload", batch([row({ total: "5001" }), two[1]]), "ClaimAboveVoucher", "One unit more than the first voucher allows", "totalClaimed exceeds maxClaimableAmount."],
          ["above-voucher-second", "/payload", batch([two[0], row({ of: second, max: "69999", total: "70000" })]), "ClaimAboveVoucher", "One unit more than the second voucher allows", "totalClaimed exceeds maxClaimableAmount."],
          ["above-balance", "/payload", batch([row({ max: "100001", total: "100001" }), two[1]]), "AboveDeposit", "One unit more than is in the channel", "totalClaimed exceeds the balance."],
          ["voucher-other-key", "/payload", batch([row({ signer: stranger }), two[1]]), "VoucherSigner", "The first voucher is a stranger's", "Its signature does not recover to payerAuthorizer."],
          ["voucher-of-other-row", "/payload", batch([{ ...row(), signature: two[1].signature }, two[1]]), "VoucherSigner", "The first row has the second one's signature", "Its signature does not recover to payerAuthorizer."],
          ["voucher-raised", "/payload", batch([{ ...row({ total: "50000" }), voucher: { channel: config, maxClaimableAmount: "50000" } }, two[1]]), "VoucherSigner", "A higher voucher than was signed", "Its signature does not recover to payerAuthorizer."],
          ["total-raised", "/payload/claims/0/totalClaimed", "5000", "ClaimRows", "The first row claims more than the authorizer signed", NOT_AUTHORIZERS],
          ["row-added", "/payload/claims", [...two, row({ of: { ...config, salt: seeded.hex("third salt", 32) } })], "ClaimRows", "A row more than the authorizer signed", NOT_AUTHORIZERS],
          ["row-dropped", "/payload/claims", [two[0]], "ClaimRows", "A row less than the authorizer signed", NOT_AUTHORIZERS],
          ["rows-swapped", "/payload/claims", [two[1], two[0]], "ClaimRows", "The rows in another order than the authorizer signed", NOT_AUTHORIZERS],
          ["foreign-authorizer", "/payload", batch([two[0], row({ of: foreign, max: "70000", total: "70000" })]), "ClaimRows", "The second channel has another receiver authorizer", "All rows of a batch share one receiver authorizer."],
          ["receivers-key", "/payload", batch(two, receiver), "VoucherSigner", "Signed by the receiver, which may call the contract itself but signs for nobody", NOT_AUTHORIZERS],
          ["payers-key", "/payload", batch(two, voucherKey), "VoucherSigner", "Signed by the payer's authorizer", NOT_AUTHORIZERS],
          ["chain-other", "/payload", batch(two, authorizer, domainOf("eip155:84532")), "ChannelDomain", "Signed for Base Sepolia", NOT_AUTHORIZERS],
          ["type-refund", at, authorizer.sign(refundDigest({ channelId: channelIdOf(config), nonce: "0", amount: "3200" })), "PrimaryType", "The authorizer's signature over a refund", NOT_AUTHORIZERS],
          ["signature-of-voucher", at, two[0].signature, "PrimaryType", "The voucher's signature in place of the authorizer's", NOT_AUTHORIZERS],
        ]),
      ],
    }];
  },
});
