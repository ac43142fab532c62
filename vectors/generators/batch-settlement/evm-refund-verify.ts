import { defineVectors, valid } from "../../generate/define.ts";
import { flipped, withV } from "../evm/_accounts.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { channelIdOf, channelWorld, domainOf, DOMAIN_SHARED, NETWORK, refundDigest, TOKEN, voucherDigest } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";

const CHANNEL = { balance: "100000", totalClaimed: "3200", refundNonce: "1" };
const NOT_AUTHORIZERS = "The signature does not recover to receiverAuthorizer.";

export const vectors = defineVectors({
  operation: "batch.evm.refund.verify",
  description: "The receiver's consent to a refund on EVM. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_evm.md).",
  requirements: ["bevm.fac.refund-nonce", "bevm.server.refund-complete"],
  flags: pick(FLAGS, "RefundNonce", "RefundAmount", "VoucherSigner", "PrimaryType", "ChannelDomain", "ChannelMember", "RecoveryId", "NumberForm", "IntegerWidth"),
  groups: ({ seeded }) => {
    const { voucherKey, receiver, authorizer, stranger, config } = channelWorld(seeded);
    const channelId = channelIdOf(config);
    const other = channelIdOf({ ...config, salt: seeded.hex("other salt", 32) });
    const consent = (edit: { nonce?: string; amount?: string; channelId?: string } = {}, signer = authorizer, domain = domainOf()) => {
      const refund = { channelId, nonce: "1", amount: "1500", ...edit };
      return { refundNonce: refund.nonce, amount: refund.amount, refundAuthorizerSignature: signer.sign(refundDigest(refund, domain)) };
    };
    const right = consent();
    const at = "/refund/refundAuthorizerSignature";
    const plain = valid({ id: "plain", comment: "A part of what is left goes back", input: { channelConfig: config, refund: right, channel: CHANNEL } });
    return [{
      name: "refunds",
      comment: "One channel on Base",
      shared: { ...DOMAIN_SHARED, network: NETWORK },
      tests: [
        plain,
        ...goodRows(plain, [
          ["whole-remainder", "/refund", consent({ amount: "96800" }), "RefundAmount", "All that was not claimed"],
          ["one-unit", "/refund", consent({ amount: "1" }), "RefundAmount", "One unit"],
          ["amounts-above-64-bits", "/channel/balance", String(2n ** 90n), "IntegerWidth", "A deposit above 64 bits"],
          ["nothing-claimed", "/channel/totalClaimed", "0", "RefundAmount", "A channel of which nothing was claimed"],
          ["config-lower-case", "/channelConfig", Object.fromEntries(Object.entries(config).map(([name, value]) => [name, typeof value === "string" ? value.toLowerCase() : value])), "ChannelMember", "The configuration's addresses in lower case"],
          ["withdrawal-announced", "/channel/withdrawRequestedAt", 1_758_215_000, "RefundAmount", "The payer has announced a withdrawal"],
        ]),
        ...openRows(plain, [
          ["above-remainder", "/refund", consent({ amount: "96801" }), "RefundAmount", "One more than was not claimed", "The contract caps the amount; whether a facilitator submits it is left to it."],
          ["v-as-parity", at, withV(right.refundAuthorizerSignature, Number.parseInt(right.refundAuthorizerSignature.slice(-2), 16) - 27), "RecoveryId", "The last byte is 0 or 1 instead of 27 or 28", "The contract takes 27 and 28 only; a facilitator may translate before it submits."],
          ["nonce-number", "/refund/refundNonce", 1, "NumberForm", "The nonce as a number", "The text writes a string; what is signed does not change."],
        ]),
        ...refusedRows(plain, [
          ["nonce-old", "/refund", consent({ nonce: "0" }), "RefundNonce", "Signed for the nonce of the refund before", "It is not the channel's refundNonce."],
          ["nonce-next", "/refund", consent({ nonce: "2" }), "RefundNonce", "Signed for the nonce after this one", "It is not the channel's refundNonce."],
          ["nonce-relabelled", "/refund", { ...consent({ nonce: "0" }), refundNonce: "1" }, "RefundNonce", "The old signature under the new nonce", NOT_AUTHORIZERS],
          ["amount-raised", "/refund/amount", "15000", "RefundAmount", "Ten times what was signed", NOT_AUTHORIZERS],
          ["amount-lowered", "/refund/amount", "150", "RefundAmount", "A tenth of what was signed", NOT_AUTHORIZERS],
          ["amount-missing", "/refund/amount", undefined, "RefundAmount", "No amount, which the server resolves before it settles", "There is no amount that was signed."],
          ["amount-zero", "/refund", consent({ amount: "0" }), "RefundAmount", "Nothing", "The text has a code for an amount that is not positive."],
          ["amount-negative", "/refund/amount", "-1500", "NumberForm", "A negative amount", "It is no uint128."],
          ["channel-other", "/refund", consent({ channelId: other }), "ChannelMember", "Signed for another channel of the same parties", NOT_AUTHORIZERS],
          ["config-other", "/channelConfig/salt", seeded.hex("other salt", 32), "ChannelMember", "Submitted for another channel of the same parties", NOT_AUTHORIZERS],
          ["chain-other", "/refund", consent({}, authorizer, domainOf("eip155:84532")), "ChannelDomain", "Signed for Base Sepolia", NOT_AUTHORIZERS],
          ["contract-token", "/refund", consent({}, authorizer, domainOf(NETWORK, TOKEN)), "ChannelDomain", "Signed with the token as verifying contract", NOT_AUTHORIZERS],
          ["receivers-key", "/refund", consent({}, receiver), "VoucherSigner", "Signed by the receiver, which may call the contract itself but signs for nobody", NOT_AUTHORIZERS],
          ["payers-key", "/refund", consent({}, voucherKey), "VoucherSigner", "Signed by the payer's authorizer", NOT_AUTHORIZERS],
          ["other-key", "/refund", consent({}, stranger), "VoucherSigner", "Signed by a stranger", NOT_AUTHORIZERS],
          ["type-voucher", at, authorizer.sign(voucherDigest({ channelId, maxClaimableAmount: "1500" })), "PrimaryType", "The authorizer's signature over a voucher of the same amount", NOT_AUTHORIZERS],
          ["bit", at, flipped(right.refundAuthorizerSignature, 12), "VoucherSigner", "One bit of r is another", NOT_AUTHORIZERS],
        ]),
      ],
    }];
  },
});
