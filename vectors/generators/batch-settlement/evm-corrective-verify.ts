import { defineVectors, valid } from "../../generate/define.ts";
import { flipped } from "../evm/_accounts.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { channelIdOf, channelWorld, domainOf, DOMAIN_SHARED, NETWORK, refundDigest, voucherDigest, ZERO } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";

const NOT_OWN = "The signature is not that of the client's own voucher.";

export const vectors = defineVectors({
  operation: "batch.evm.corrective.verify",
  description: "Corrective answers that a client may believe. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_evm.md).",
  requirements: ["bevm.client.corrective"],
  flags: pick(FLAGS, "CorrectiveBelieved", "VoucherSigner", "PayerForAuthorizer", "PrimaryType", "ChannelDomain", "ChannelMember", "IntegerWidth"),
  groups: ({ seeded }) => {
    const { payer, voucherKey, receiver, authorizer, stranger, config } = channelWorld(seeded);
    const channelId = channelIdOf(config);
    /** What a server answers that holds a voucher for `signed` and has charged `charged`. */
    const corrective = (options: { charged?: string; signed?: string; id?: string; over?: string; signer?: typeof voucherKey; domain?: ReturnType<typeof domainOf> } = {}) => {
      const { charged = "3900", signed = "4200", id = channelId, over = signed, signer = voucherKey, domain = domainOf() } = options;
      return {
        channelState: { channelId, balance: "100000", totalClaimed: "500", withdrawRequestedAt: 0, refundNonce: "1", chargedCumulativeAmount: charged },
        voucherState: { signedMaxClaimable: signed, signature: signer.sign(voucherDigest({ channelId: id, maxClaimableAmount: over }, { domain })) },
      };
    };
    const right = corrective();
    const plain = valid({ id: "plain", comment: "Less was charged than the client's last voucher allows", flags: ["CorrectiveBelieved"], input: { channelConfig: config, corrective: right } });
    const own = { ...config, payerAuthorizer: ZERO };
    const byPayer = valid({ id: "no-authorizer", comment: "The channel names no authorizer, and the voucher is the payer's", flags: ["PayerForAuthorizer"], input: { channelConfig: own, corrective: corrective({ id: channelIdOf(own), signer: payer }) } });
    const [whole, at] = ["/corrective", "/corrective/voucherState/signature"];
    return [{
      name: "answers",
      comment: "One channel on Base",
      shared: { ...DOMAIN_SHARED, network: NETWORK },
      tests: [
        plain,
        byPayer,
        ...goodRows(plain, [
          ["charged-whole", whole, corrective({ charged: "4200" }), "CorrectiveBelieved", "All that the voucher allows was charged"],
          ["above-64-bits", whole, corrective({ charged: String(2n ** 80n), signed: String(2n ** 80n + 1n) }), "IntegerWidth", "Amounts above 64 bits"],
        ]),
        ...openRows(plain, [["charged-above-voucher", "/corrective/channelState/chargedCumulativeAmount", "90000", "CorrectiveBelieved", "More was charged than the voucher allows", "The voucher proves no more than its own amount; only the binding for Solana says that a client refuses this."]]),
        ...refusedRows(plain, [
          ["voucher-missing", "/corrective/voucherState", undefined, "CorrectiveBelieved", "No voucher", "Without the voucher there is no proof."],
          ["signature-missing", at, undefined, "CorrectiveBelieved", "A voucher without signature", "Without the signature there is no proof."],
          ["amount-raised", "/corrective/voucherState/signedMaxClaimable", "90000", "VoucherSigner", "A higher amount than the client signed", NOT_OWN],
          ["stranger", whole, corrective({ signer: stranger }), "VoucherSigner", "Signed by a stranger", NOT_OWN],
          ["receiver", whole, corrective({ signer: receiver }), "VoucherSigner", "Signed by the receiver, who would like to have charged more", NOT_OWN],
          ["receiver-authorizer", whole, corrective({ signer: authorizer }), "VoucherSigner", "Signed by the receiver's authorizer", NOT_OWN],
          ["payer", whole, corrective({ signer: payer }), "PayerForAuthorizer", "Signed by the payer, although the channel names an authorizer", NOT_OWN],
          ["other-channel", whole, corrective({ id: channelIdOf({ ...config, salt: seeded.hex("other salt", 32) }) }), "ChannelMember", "The client's voucher of another channel", NOT_OWN],
          ["other-chain", whole, corrective({ domain: domainOf("eip155:84532") }), "ChannelDomain", "The client's voucher on a test network", NOT_OWN],
          ["refund", at, voucherKey.sign(refundDigest({ channelId, nonce: "1", amount: "4200" })), "PrimaryType", "The client's signature over a refund of the amount", NOT_OWN],
          ["bit", at, flipped(right.voucherState.signature, 12), "VoucherSigner", "One bit of the signature is another", NOT_OWN],
        ]),
        ...refusedRows(byPayer, [["no-authorizer-stranger", whole, corrective({ id: channelIdOf(own), signer: stranger }), "PayerForAuthorizer", "Signed by a stranger, where the payer signs", NOT_OWN]]),
      ],
    }];
  },
});
