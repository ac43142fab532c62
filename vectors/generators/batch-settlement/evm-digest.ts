import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { batchDigest, channelIdOf, channelWorld, DOMAIN_SHARED, NETWORK, refundDigest, voucherDigest } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";

const MAX = String(2n ** 128n - 1n);
const ABOVE = String(2n ** 128n);
const UINT256 = String(2n ** 256n - 1n);

export const vectors = defineVectors({
  operation: "batch.evm.digest",
  description: "What is signed for a channel on EVM: vouchers, refunds and batches of claims. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_evm.md); it names the types, and their members are the deployed contract's.",
  requirements: ["bevm.client.voucher-sig", "bevm.fac.voucher-sig", "bevm.fac.refund-nonce", "bevm.server.claim-payload"],
  flags: pick(FLAGS, "TypeWidth", "IntegerWidth", "NumberForm", "OutOfRange", "AddressForm", "PrimaryType", "ArrayHash", "ClaimRows"),
  groups: ({ seeded }) => {
    const { config } = channelWorld(seeded);
    const channelId = channelIdOf(config);
    const other = channelIdOf({ ...config, salt: seeded.hex("other salt", 32) });
    const voucher = (maxClaimableAmount: string) => ({ digest: voucherDigest({ channelId, maxClaimableAmount }) });
    const refund = (edit: object) => ({ digest: refundDigest({ channelId, nonce: "1", amount: "1500", ...edit }) });
    const row = (edit: object = {}) => ({ channelId, maxClaimableAmount: "5000", totalClaimed: "3200", ...edit });
    const second = row({ channelId: other, maxClaimableAmount: "70000", totalClaimed: "70000" });
    const plain = valid({ id: "voucher", comment: "A voucher", flags: ["PrimaryType"], input: { primaryType: "Voucher", message: { channelId, maxClaimableAmount: "5000" } }, output: voucher("5000") });
    const back = valid({ id: "refund", comment: "A refund", flags: ["PrimaryType"], input: { primaryType: "Refund", message: { channelId, nonce: "1", amount: "1500" } }, output: refund({}) });
    const batch = valid({ id: "claims-2", comment: "A batch of two claims", flags: ["ArrayHash"], input: { primaryType: "ClaimBatch", message: { claims: [row(), second] } }, output: { digest: batchDigest([row(), second]) } });
    return [{
      name: "typed-data",
      comment: "Messages of one contract on Base",
      shared: { ...DOMAIN_SHARED, network: NETWORK },
      tests: [
        plain,
        back,
        batch,
        ...goodRows(plain, [
          ["voucher-zero", "/message/maxClaimableAmount", "0", "TypeWidth", "A voucher for nothing, with which a channel that never paid is refunded", voucher("0")],
          ["voucher-one", "/message/maxClaimableAmount", "1", "TypeWidth", "A voucher for one unit", voucher("1")],
          ["voucher-above-2-pow-53", "/message/maxClaimableAmount", "9007199254740993", "IntegerWidth", "The first number a double cannot hold", voucher("9007199254740993")],
          ["voucher-2-pow-64", "/message/maxClaimableAmount", "18446744073709551616", "IntegerWidth", "A number above 64 bits", voucher("18446744073709551616")],
          ["voucher-greatest", "/message/maxClaimableAmount", MAX, "IntegerWidth", "The greatest uint128", voucher(MAX)],
          ["voucher-channel-other", "/message/channelId", other, "TypeWidth", "Another channel", { digest: voucherDigest({ channelId: other, maxClaimableAmount: "5000" }) }],
        ]),
        ...goodRows(back, [
          ["refund-nonce-0", "/message/nonce", "0", "TypeWidth", "The first refund of a channel", refund({ nonce: "0" })],
          ["refund-nonce-above-128-bits", "/message/nonce", UINT256, "TypeWidth", "The greatest nonce, which is wider than the amount", refund({ nonce: UINT256 })],
          ["refund-amount-greatest", "/message/amount", MAX, "IntegerWidth", "The greatest amount", refund({ amount: MAX })],
          ["refund-numbers-swapped", "/message", { channelId, nonce: "1500", amount: "1" }, "PrimaryType", "Nonce and amount the other way round", refund({ nonce: "1500", amount: "1" })],
        ]),
        ...goodRows(batch, [
          ["claims-1", "/message/claims", [row()], "ArrayHash", "One claim, which is still hashed as a list", { digest: batchDigest([row()]) }],
          ["claims-3", "/message/claims", [row(), second, row({ totalClaimed: "5000" })], "ArrayHash", "Three claims", { digest: batchDigest([row(), second, row({ totalClaimed: "5000" })]) }],
          ["claims-order", "/message/claims", [second, row()], "ClaimRows", "The rows in another order", { digest: batchDigest([second, row()]) }],
          ["claims-total-zero", "/message/claims/0/totalClaimed", "0", "TypeWidth", "A row that claims nothing", { digest: batchDigest([row({ totalClaimed: "0" }), second]) }],
          ["claims-total-greatest", "/message/claims/1", row({ maxClaimableAmount: MAX, totalClaimed: MAX }), "IntegerWidth", "A row of greatest numbers", { digest: batchDigest([row(), row({ maxClaimableAmount: MAX, totalClaimed: MAX })]) }],
        ]),
        ...openRows(plain, [
          ["voucher-leading-zero", "/message/maxClaimableAmount", "005000", "NumberForm", "Zeros in front of the amount", "No sender writes it; what is signed does not change."],
          ["voucher-hex-amount", "/message/maxClaimableAmount", "0x1388", "NumberForm", "The amount in hex", "The text's amounts are decimal; nothing says what hex is."],
          ["voucher-number", "/message/maxClaimableAmount", 5000, "NumberForm", "The amount as a number", "The text's amounts are strings; what is signed does not change."],
        ]),
        ...refusedRows(plain, [
          ["voucher-2-pow-128", "/message/maxClaimableAmount", ABOVE, "OutOfRange", "An amount of 129 bits", "It is no uint128."],
          ["voucher-negative", "/message/maxClaimableAmount", "-1", "OutOfRange", "A negative amount", "It is no uint128."],
          ["voucher-fraction", "/message/maxClaimableAmount", "5000.5", "NumberForm", "A fraction", "It is no whole number."],
          ["voucher-empty", "/message/maxClaimableAmount", "", "NumberForm", "An empty amount", "It is no number."],
          ["voucher-with-unit", "/message/maxClaimableAmount", "5000 USDC", "NumberForm", "A unit behind the amount", "It is no number."],
          ["voucher-amount-missing", "/message/maxClaimableAmount", undefined, "NumberForm", "No amount", "A member is missing."],
          ["voucher-channel-31-bytes", "/message/channelId", channelId.slice(0, -2), "AddressForm", "A channel id of 31 bytes", "The id has 32 bytes."],
          ["voucher-channel-address", "/message/channelId", config.payer, "AddressForm", "An address for the channel id", "The id has 32 bytes."],
          ["type-unknown", "/primaryType", "voucher", "PrimaryType", "The type's name in lower case", "There is no such type."],
          ["type-refund-of-voucher", "/primaryType", "Refund", "PrimaryType", "A voucher's members under the name of a refund", "Members are missing."],
        ]),
        ...refusedRows(back, [
          ["refund-amount-2-pow-128", "/message/amount", ABOVE, "OutOfRange", "An amount of 129 bits", "It is no uint128."],
          ["refund-nonce-missing", "/message/nonce", undefined, "NumberForm", "No nonce", "A member is missing."],
        ]),
        ...refusedRows(batch, [
          ["claims-total-missing", "/message/claims/1/totalClaimed", undefined, "ClaimRows", "A row without totalClaimed", "A member is missing."],
          ["claims-total-2-pow-128", "/message/claims/1/totalClaimed", ABOVE, "OutOfRange", "A row whose totalClaimed has 129 bits", "It is no uint128."],
          ["claims-object", "/message/claims", row(), "ArrayHash", "One row without the list around it", "claims is a list."],
        ]),
      ],
    }];
  },
});
