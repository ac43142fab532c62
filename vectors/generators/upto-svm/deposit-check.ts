import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";
import { NOW, uptoWorld } from "./_world.ts";

export const vectors = defineVectors({
  operation: "upto.svm.deposit.check",
  description: "What a client sends to pay by upto on Solana, but for its transaction. Newer text than the pinned revision (schemes/upto/scheme_upto_svm.md).",
  requirements: ["upto.svm.channel-pda", "upto.svm.deposit-exact", "upto.svm.no-client-voucher", "upto.svm.no-client-type", "upto.svm.authorized-signer", "upto.svm.expires", "upto.svm.valid-after", "upto.svm.withdraw-delay-positive", "upto.svm.client.nonce", "upto.svm.client.payload"],
  flags: pick(FLAGS, "ChannelNotDerived", "DepositNotExact", "SettleMembers", "SignerNotCompared", "ExpiryZero", "TimeWindow", "NumberForm", "AddressForm", "RoleUnion"),
  groups: async ({ seeded }) => {
    const { keys, requirements, payloadOf } = await uptoWorld(seeded);
    const payload = await payloadOf();
    const own = keys["receiver authorizer"].address;
    const plain = valid({ id: "plain", comment: "A payment of at most 10000", input: { request: { requirements, payload }, now: NOW } });
    const part = async (edit: Readonly<Record<string, unknown>>, of = {}) => await payloadOf(edit, of);
    const selfSponsored = { requirements: { ...requirements, extra: { ...requirements.extra, feePayer: own } }, payload: await part({}, { feePayer: own }) };
    const path = "/request/payload";
    return [{
      name: "deposits",
      comment: "One offer on mainnet",
      tests: [
        plain,
        ...goodRows(plain, [
          ["nonce-zero", path, await part({}, { nonce: "0" }), "NumberForm", "A nonce of 0"],
          ["nonce-above-2-pow-53", path, await part({}, { nonce: "9007199254740993" }), "NumberForm", "A nonce a double cannot hold"],
          ["nonce-greatest", path, await part({}, { nonce: "18446744073709551615" }), "NumberForm", "The greatest nonce"],
          ["slot-other", path, await part({}, { openSlot: 341_000_100 }), "ChannelNotDerived", "Another slot, and the channel that follows from it"],
          ["valid-after-left-out", `${path}/validAfter`, undefined, "TimeWindow", "validAfter is left out, which means now"],
          ["valid-after-now", `${path}/validAfter`, NOW, "TimeWindow", "A payment that begins now"],
          ["expires-soon", `${path}/expiresAt`, NOW + 60, "TimeWindow", "A payment that ends in a minute, before the offer's time is over"],
          ["fee-payer-is-authorizer", "/request", selfSponsored, "RoleUnion", "The server is its own facilitator: one key for both"],
          ["pay-to-is-payer", "/request/requirements/payTo", keys.payer.address, "RoleUnion", "The recipient is the payer, which is in no seed"],
          ["flow-written-out", "/request/requirements/extra/paymentFlow", "escrow", "SettleMembers", "paymentFlow written out"],
          ["unknown-extra", "/request/requirements/extra/orderId", "A-17", "SettleMembers", "A member of the server's own in the offer"],
        ]),
        ...openRows(plain, [
          ["nonce-leading-zero", `${path}/nonce`, "042", "NumberForm", "A zero in front of the nonce", "The channel is the same; no rule makes a receiver refuse it."],
          ["expires-within-skew", `${path}/expiresAt`, NOW + 305, "TimeWindow", "Five seconds more than the offer's time", "The text leaves room for clocks that differ, and does not say how much."],
          ["delay-one", "/request/requirements/extra/withdrawDelay", 1, "TimeWindow", "A delay of one second, shorter than it should be", "The delay should not be shorter than maxTimeoutSeconds."],
          ["voucher-null", `${path}/voucherSignature`, null, "SettleMembers", "voucherSignature is null", "The text names empty text and undefined."],
        ]),
        ...refusedRows(plain, [
          ["channel-other", `${path}/channelId`, keys.stranger.address, "ChannelNotDerived", "Another channel", "It does not follow from the offer."],
          ["channel-of-other-nonce", `${path}/channelId`, (await part({}, { nonce: "43" })).channelId, "ChannelNotDerived", "The channel of another nonce", "It does not follow from the nonce."],
          ["nonce-other", `${path}/nonce`, "43", "ChannelNotDerived", "Another nonce than the channel's", "The channel does not follow from it."],
          ["slot-moved", `${path}/openSlot`, 341_000_001, "ChannelNotDerived", "Another slot than the channel's", "The channel does not follow from it."],
          ["from-other", `${path}/from`, keys.stranger.address, "ChannelNotDerived", "Another payer than the channel's", "The channel does not follow from it."],
          ["fee-payer-other", "/request/requirements/extra/feePayer", keys.stranger.address, "ChannelNotDerived", "Another fee payer is required", "The channel does not follow from it."],
          ["asset-other", "/request/requirements/asset", keys.stranger.address, "ChannelNotDerived", "Another mint is required", "The channel does not follow from it."],
          ["signer-other", path, await part({ authorizedSigner: keys.stranger.address }), "SignerNotCompared", "authorizedSigner is another key than the offer's", "It is not extra.receiverAuthorizer."],
          ["channel-of-other-signer", path, await part({ authorizedSigner: own }, { receiverAuthorizer: keys.stranger.address }), "SignerNotCompared", "The channel commits to another signer", "The channel does not follow from the offer."],
          ["maximum-higher", `${path}/maxAmount`, "10001", "DepositNotExact", "A higher ceiling than the amount", "maxAmount is the amount."],
          ["maximum-lower", `${path}/maxAmount`, "9999", "DepositNotExact", "A lower ceiling than the amount", "maxAmount is the amount."],
          ["deposit-higher", `${path}/deposit`, "20000", "DepositNotExact", "A deposit of twice the ceiling", "deposit is maxAmount."],
          ["deposit-lower", `${path}/deposit`, "9999", "DepositNotExact", "A deposit below the ceiling", "deposit is maxAmount."],
          ["voucher", `${path}/voucherSignature`, keys.payer.address, "SettleMembers", "A voucher from the client", "voucherSignature is the server's."],
          ["voucher-empty", `${path}/voucherSignature`, "", "SettleMembers", "An empty voucher from the client", "voucherSignature is the server's, however empty."],
          ["type-deposit", `${path}/type`, "deposit", "SettleMembers", "The type of the settlement to come, from the client", "type is the server's."],
          ["type-claim", `${path}/type`, "claim", "SettleMembers", "The type of a claim, from the client", "type is the server's."],
          ["expires-zero", `${path}/expiresAt`, 0, "ExpiryZero", "A payment that never ends", "expiresAt is not 0."],
          ["expires-now", `${path}/expiresAt`, NOW, "TimeWindow", "A payment that ends now", "now is before expiresAt."],
          ["expires-milliseconds", `${path}/expiresAt`, (NOW + 300) * 1000, "TimeWindow", "An end in milliseconds", "It is later than now plus maxTimeoutSeconds."],
          ["expires-in-a-day", `${path}/expiresAt`, NOW + 86_400, "TimeWindow", "A payment that ends in a day", "It is later than now plus maxTimeoutSeconds."],
          ["valid-after-later", `${path}/validAfter`, NOW + 200, "TimeWindow", "A payment that begins later", "validAfter is not after now."],
          ["nonce-2-pow-64", `${path}/nonce`, "18446744073709551616", "NumberForm", "A nonce of 65 bits", "It is no u64."],
          ["nonce-hex", `${path}/nonce`, "0x2a", "NumberForm", "The nonce in hex", "It is decimal."],
          ["delay-zero", "/request/requirements/extra/withdrawDelay", 0, "TimeWindow", "No delay", "withdrawDelay is above zero."],
          ["from-evm", `${path}/from`, "0x209693Bc6afc0C5328bA36FaF03C514EF312287C", "AddressForm", "An EVM address", "It is not base58 of 32 bytes."],
          ["channel-missing", `${path}/channelId`, undefined, "ChannelNotDerived", "No channel", "A member is missing."],
        ]),
      ],
    }];
  },
});
