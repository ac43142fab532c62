import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { base58, sha256, voucherMessage } from "../batch-settlement/_svm.ts";
import type { Key } from "../svm/_keys.ts";
import { FLAGS } from "./_flags.ts";
import { channelOf, NOW, uptoWorld } from "./_world.ts";

const SIGNATURE = "The voucher is not receiverAuthorizer's over channel, amount and expiry.";

export const vectors = defineVectors({
  operation: "upto.svm.claim.verify",
  description: "Claims of upto on Solana, as a facilitator takes them from a server with a key of its own. Newer text than the pinned revision (schemes/upto/scheme_upto_svm.md).",
  requirements: ["upto.svm.partial-claim", "upto.svm.exceeds", "upto.svm.authorized-signer", "upto.svm.claim-voucher", "upto.svm.server.claim-voucher", "upto.svm.server.charge-within", "upto.svm.server.refund-claim"],
  flags: pick(FLAGS, "SettledAsExact", "MaximumExceeded", "VoucherSigner", "ZeroUnauthenticated", "MessageLayout", "SignerNotCompared", "TimeWindow", "NumberForm", "SettleMembers"),
  groups: async ({ seeded }) => {
    const { keys, requirements, payloadOf, seeds } = await uptoWorld(seeded);
    const authorizer = keys["receiver authorizer"];
    const payload = await payloadOf();
    const other = await channelOf({ ...seeds, nonce: "43" });
    const voucher = (amount: string, by: Key = authorizer, edit: object = {}) => base58(by.sign(voucherMessage({ channelId: payload.channelId, maxClaimableAmount: amount, expiresAt: payload.expiresAt, ...edit })));
    const claim = (amount: string, edit: Readonly<Record<string, unknown>> = {}) => ({ requirements: { ...requirements, amount }, payload: { ...payload, type: "claim", voucherSignature: voucher(amount), ...edit } });
    const plain = valid({ id: "part", comment: "The claim of the text's example: 1858 of at most 10000", flags: ["SettledAsExact"], input: { request: claim("1858"), now: NOW, channel: { authorizedSigner: authorizer.address, deposit: "10000" } } });
    const path = "/request";
    const at = "/request/payload/voucherSignature";
    return [{
      name: "claims",
      comment: "One channel on mainnet",
      tests: [
        plain,
        ...goodRows(plain, [
          ["all", path, claim("10000"), "SettledAsExact", "All of the ceiling"],
          ["one-unit", path, claim("1"), "SettledAsExact", "One unit"],
          ["nothing", path, claim("0"), "ZeroUnauthenticated", "Nothing, with a voucher for nothing"],
          ["type-left-out", "/request/payload/type", undefined, "SettleMembers", "type is left out: the voucher makes it a claim"],
          ["valid-after-left-out", "/request/payload/validAfter", undefined, "SettleMembers", "The payload left validAfter out"],
        ]),
        ...openRows(plain, [
          ["nothing-late", path, { ...claim("0"), payload: { ...claim("0").payload, expiresAt: NOW - 60, voucherSignature: voucher("0", authorizer, { expiresAt: NOW - 60 }) } }, "TimeWindow", "Nothing, a minute after the end", "A claim of nothing applies no voucher on the chain, whose clock would refuse it; the text does not say."],
          ["last-second", "/now", payload.expiresAt - 1, "TimeWindow", "A second before the end", "The program takes it; a facilitator may leave time for the transaction."],
          ["amount-number", "/request/requirements/amount", 1858, "NumberForm", "The amount as a number", "The text writes a string; what is signed does not change."],
        ]),
        ...refusedRows(plain, [
          ["above-maximum", path, claim("10001"), "MaximumExceeded", "One unit more than the ceiling", "It exceeds maxAmount."],
          ["above-maximum-raised", path, claim("10001", { maxAmount: "20000" }), "MaximumExceeded", "The payload's ceiling is raised with the claim", "The channel holds 10000."],
          ["voucher-missing", at, undefined, "VoucherSigner", "No voucher", "Every claim carries a voucher."],
          ["nothing-without-voucher", path, claim("0", { voucherSignature: undefined }), "ZeroUnauthenticated", "Nothing, without a voucher", "Every claim carries a voucher."],
          ["nothing-with-other-voucher", path, claim("0", { voucherSignature: voucher("1858") }), "ZeroUnauthenticated", "Nothing, with the voucher of an amount", SIGNATURE],
          ["voucher-lower", at, voucher("1857"), "VoucherSigner", "A voucher for one unit less", SIGNATURE],
          ["voucher-of-maximum", at, voucher("10000"), "SettledAsExact", "A voucher for the ceiling", SIGNATURE],
          ["voucher-fee-payer", at, voucher("1858", keys["fee payer"]), "VoucherSigner", "Signed by the facilitator's own key", SIGNATURE],
          ["voucher-payer", at, voucher("1858", keys.payer), "VoucherSigner", "Signed by the payer", SIGNATURE],
          ["voucher-other-channel", at, voucher("1858", authorizer, { channelId: other }), "MessageLayout", "A voucher of another channel", SIGNATURE],
          ["voucher-expiry-zero", at, voucher("1858", authorizer, { expiresAt: 0 }), "MessageLayout", "A voucher without expiry, as batch-settlement has them", SIGNATURE],
          ["voucher-hashed", at, base58(authorizer.sign(sha256(voucherMessage({ channelId: payload.channelId, maxClaimableAmount: "1858", expiresAt: payload.expiresAt })))), "MessageLayout", "The message hashed before signing", SIGNATURE],
          ["signer-swapped", path, { ...claim("1858", { authorizedSigner: keys.stranger.address, voucherSignature: voucher("1858", keys.stranger) }) }, "SignerNotCompared", "authorizedSigner and the voucher are a stranger's", "authorizedSigner is not extra.receiverAuthorizer."],
          ["channel-signer-other", "/channel/authorizedSigner", keys.stranger.address, "SignerNotCompared", "The channel on the chain has another signer", "It is not the offer's."],
          ["expired", path, { ...claim("1858"), payload: { ...claim("1858").payload, expiresAt: NOW - 60, voucherSignature: voucher("1858", authorizer, { expiresAt: NOW - 60 }) } }, "TimeWindow", "A minute after the end", "The program refuses a voucher that has expired."],
        ]),
      ],
    }];
  },
});
