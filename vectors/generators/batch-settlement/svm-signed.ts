import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import type { Key } from "../svm/_keys.ts";
import { FLAGS } from "./_flags.ts";
import { base58, closePreimage, proofMessage, sha256, SOLANA, solanaWorld, voucherMessage, withUnreducedS } from "./_svm.ts";
import type { Close, Proof, Voucher } from "./_svm.ts";

const NOW = 1_758_215_000;
const CHANNEL = { balance: "100000", totalClaimed: "3000" };
const SIGNATURE = "The signature does not verify.";

export const vectors = defineVectors({
  operation: "batch.svm.signed.verify",
  description: "Signatures for channels on Solana: vouchers, proofs of server mode and consents to close. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_svm.md).",
  requirements: ["bsvm.fac.voucher-signature", "bsvm.server.voucher-signature", "bsvm.no-voucher-expiry", "bsvm.floor", "bsvm.server.deposit-cap", "bsvm.proof-bounds", "bsvm.fac.close-auth-window", "bsvm.fac.close-auth-bound", "bsvm.client.proof-amount", "bsvm.fac.closing-code"],
  flags: pick(FLAGS, "MessageLayout", "MessageHashed", "VoucherSigner", "PayerForAuthorizer", "Ed25519Form", "Ed25519Malleable", "ExpiryNotZero", "AboveDeposit", "BelowClaimed", "ChannelMember", "ProofReplayed", "TimeWindow", "CloseReplayed", "PrimaryType", "ChannelClosing"),
  groups: async ({ seeded }) => {
    const { keys, channelId, otherChannel, programId } = await solanaWorld(seeded);
    const [payer, signer, authorizer, operator, stranger] = [keys.payer, keys["payer authorizer"], keys["receiver authorizer"], keys.operator, keys.stranger];
    const vouched = (edit: Partial<Voucher> = {}, by: Key = signer) => {
      const voucher = { channelId, maxClaimableAmount: "5000", expiresAt: 0, ...edit };
      return { ...voucher, signature: base58(by.sign(voucherMessage(voucher))) };
    };
    const proved = (edit: Partial<Proof> = {}, by: Key = payer) => {
      const proof: Proof = { channelId, payer: payer.address, operator: operator.address, requestId: "req_7d5d747be160e280", authorizedAmount: "1000", expiresAt: NOW + 100, ...edit };
      const { operator: _operator, ...sent } = proof;
      return { type: "proof", ...sent, signature: base58(by.sign(proofMessage(proof))) };
    };
    const closing = { network: SOLANA, programId, feePayer: keys["fee payer"].address, channelId, maxClaimableAmount: "5000", voucherExpiresAt: 0, validBefore: NOW + 100 };
    const closed = (edit: Partial<Close> = {}, by: Key = authorizer) => ({ validBefore: edit.validBefore ?? closing.validBefore, signature: base58(by.sign(sha256(closePreimage({ ...closing, ...edit })))) });
    const plain = valid({ id: "voucher", comment: "A voucher above what was claimed and within the deposit", input: { kind: "voucher", signed: vouched(), channel: CHANNEL } });
    const proof = valid({ id: "proof", comment: "A proof of the payer for one request", input: { kind: "proof", signed: proved(), channel: CHANNEL } });
    const close = valid({ id: "close", comment: "The receiver's consent to a close at 5000", input: { kind: "close", signed: closed(), channel: CHANNEL } });
    const raw = signer.sign(voucherMessage({ channelId, maxClaimableAmount: "5000", expiresAt: 0 }));
    const leadingZero = Array.from({ length: 4096 }, (_, index) => vouched({ maxClaimableAmount: String(6000 + index) })).find(({ signature }) => signature.startsWith("1")) ?? vouched();
    const bigEndian = Uint8Array.from(voucherMessage({ channelId, maxClaimableAmount: "5000", expiresAt: 0 })).fill(0, 34);
    bigEndian.set([0x13, 0x88], 40);
    const at = "/signed/signature";
    return [{
      name: "signed",
      comment: "One channel on mainnet, a price of 1000",
      shared: {
        requirements: { network: SOLANA, amount: "1000", maxTimeoutSeconds: 300, feePayer: keys["fee payer"].address, receiverAuthorizer: authorizer.address, operator: operator.address },
        channelConfig: { payer: payer.address, payerAuthorizer: signer.address },
        channelId, programId, now: NOW, closeAmount: "5000",
      },
      tests: [
        plain,
        proof,
        close,
        ...goodRows(plain, [
          ["voucher-floor", "/signed", vouched({ maxClaimableAmount: "4000" }), "BelowClaimed", "Exactly one price above what was claimed"],
          ["voucher-whole-deposit", "/signed", vouched({ maxClaimableAmount: "100000" }), "AboveDeposit", "Exactly the deposit"],
          ["voucher-far-ahead", "/signed", vouched({ maxClaimableAmount: "50000" }), "AboveDeposit", "Many prices ahead: whether that is the next amount is for the server to say"],
          ["voucher-leading-zero", "/signed", leadingZero, "Ed25519Form", "A signature whose first byte is 0, which base58 writes as 1"],
          ["voucher-nothing-claimed", "/channel/totalClaimed", "0", "BelowClaimed", "Nothing was claimed yet"],
        ]),
        ...goodRows(proof, [
          ["proof-other-request", "/signed", proved({ requestId: "req_0000000000000002" }), "ProofReplayed", "Another request"],
          ["proof-id-256", "/signed", proved({ requestId: "x".repeat(256) }), "ProofReplayed", "A requestId of 256 bytes"],
          ["proof-id-umlaut", "/signed", proved({ requestId: "anfrage-f\u00fcr-7" }), "MessageLayout", "A requestId with more bytes than characters"],
          ["proof-short", "/signed", proved({ expiresAt: NOW + 60 }), "TimeWindow", "A proof that ends in a minute"],
        ]),
        ...goodRows(close, [
          ["close-whole-time", "/signed", closed({ validBefore: NOW + 300 }), "TimeWindow", "A consent for exactly the offer's time"],
          ["close-withdrawal-announced", "/channel/withdrawRequestedAt", NOW - 60, "TimeWindow", "The payer asked for the channel's end a minute ago"],
          ["close-short", "/signed", closed({ validBefore: NOW + 60 }), "TimeWindow", "A consent that ends in a minute"],
        ]),
        ...openRows(proof, [["proof-long", "/signed", proved({ expiresAt: NOW + 3600 }), "TimeWindow", "A proof that lives longer than the offer's time", "Clients should not write it; whether a server refuses it the text does not say."]]),
        ...openRows(plain, [
          ["voucher-unknown-member", "/signed/note", "paid by cron", "Ed25519Form", "A member the text does not know, which nobody signed", "No rule speaks of members beside those that are signed: reading over it and refusing it are both in order."],
          ["voucher-s-not-reduced", at, base58(withUnreducedS(raw)), "Ed25519Malleable", "s with the group's order added, which older verifiers take", "RFC 8032 refuses it, and the text names Ed25519 without the RFC."],
        ]),
        ...refusedRows(plain, [
          ["voucher-closing", "/channel/withdrawRequestedAt", NOW - 60, "ChannelClosing", "The payer asked for the channel's end a minute ago", "On a closing channel no voucher is taken."],
          ["voucher-stranger", "/signed", vouched({}, stranger), "VoucherSigner", "Signed by a stranger", SIGNATURE],
          ["voucher-payer", "/signed", vouched({}, payer), "PayerForAuthorizer", "Signed by the payer, although the channel has another signer", SIGNATURE],
          ["voucher-amount-raised", "/signed/maxClaimableAmount", "50000", "VoucherSigner", "Another amount than was signed", SIGNATURE],
          ["voucher-other-channel", "/signed", { ...vouched({ channelId: otherChannel }), channelId }, "ChannelMember", "The signature of the same amount on another channel", SIGNATURE],
          ["voucher-names-other-channel", "/signed", vouched({ channelId: otherChannel }), "ChannelMember", "A voucher of another channel as it is", "It is for another channel."],
          ["voucher-expiring", "/signed", vouched({ expiresAt: NOW + 3600 }), "ExpiryNotZero", "A voucher that expires in an hour", "expiresAt is 0."],
          ["voucher-expiry-hidden", "/signed/expiresAt", NOW + 3600, "ExpiryNotZero", "An expiry that was not signed", "expiresAt is 0."],
          ["voucher-above-deposit", "/signed", vouched({ maxClaimableAmount: "100001" }), "AboveDeposit", "One above the deposit", "It exceeds the deposit."],
          ["voucher-below-floor", "/signed", vouched({ maxClaimableAmount: "3999" }), "BelowClaimed", "One below what was claimed plus the price", "It does not reach what was claimed plus the price."],
          ["voucher-at-claimed", "/signed", vouched({ maxClaimableAmount: "3000" }), "BelowClaimed", "What was claimed already", "It does not exceed what was claimed."],
          ["voucher-big-endian", at, base58(signer.sign(bigEndian)), "MessageLayout", "The amount big-endian", SIGNATURE],
          ["voucher-without-magic", at, base58(signer.sign(voucherMessage({ channelId, maxClaimableAmount: "5000", expiresAt: 0 }).subarray(2))), "MessageLayout", "The message without its first two bytes", SIGNATURE],
          ["voucher-hashed", at, base58(signer.sign(sha256(voucherMessage({ channelId, maxClaimableAmount: "5000", expiresAt: 0 })))), "MessageHashed", "The message hashed before signing", SIGNATURE],
          ["voucher-63-bytes", at, base58(raw.subarray(0, 63)), "Ed25519Form", "A signature of 63 bytes", "It is not 64 bytes."],
          ["voucher-missing", at, undefined, "Ed25519Form", "No signature", "There is no signature."],
          ["voucher-proof", "/signed/signature", proved().signature, "PrimaryType", "The payer's proof for a request in place of the voucher's signature", SIGNATURE],
        ]),
        ...refusedRows(proof, [
          ["proof-expired", "/signed", proved({ expiresAt: NOW }), "TimeWindow", "A proof that ends now", "now is before expiresAt."],
          ["proof-stranger", "/signed", proved({}, stranger), "VoucherSigner", "Signed by a stranger", SIGNATURE],
          ["proof-voucher-signer", "/signed", proved({}, signer), "PayerForAuthorizer", "Signed by the voucher's signer and not by the payer", SIGNATURE],
          ["proof-operator-other", "/signed", proved({ operator: stranger.address }), "ProofReplayed", "A proof for another operator", SIGNATURE],
          ["proof-channel-other", "/signed", proved({ channelId: otherChannel }), "ProofReplayed", "A proof for another channel", "It is for another channel."],
          ["proof-request-other", "/signed/requestId", "req_0000000000000002", "ProofReplayed", "Another request than was signed", SIGNATURE],
          ["proof-amount-lower", "/signed", proved({ authorizedAmount: "999" }), "ProofReplayed", "A proof for less than the price", "It is not for the price."],
          ["proof-payer-other", "/signed", proved({ payer: stranger.address }, stranger), "VoucherSigner", "A stranger's proof in its own name", "It is not the channel's payer."],
        ]),
        ...refusedRows(close, [
          ["close-expired", "/signed", closed({ validBefore: NOW }), "TimeWindow", "A consent that ends now", "now is before validBefore."],
          ["close-too-long", "/signed", closed({ validBefore: NOW + 301 }), "TimeWindow", "A consent for a second more than the offer's time", "validBefore is too far ahead."],
          ["close-time-moved", "/signed/validBefore", NOW + 200, "TimeWindow", "Another end than was signed", SIGNATURE],
          ["close-stranger", "/signed", closed({}, stranger), "VoucherSigner", "Signed by a stranger", SIGNATURE],
          ["close-channel-other", "/signed", closed({ channelId: otherChannel }), "CloseReplayed", "The consent for another channel", SIGNATURE],
          ["close-amount-other", "/signed", closed({ maxClaimableAmount: "3000" }), "CloseReplayed", "The consent for a lower amount", SIGNATURE],
          ["close-network-other", "/signed", closed({ network: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1" }), "CloseReplayed", "The consent for devnet", SIGNATURE],
          ["close-fee-payer-other", "/signed", closed({ feePayer: stranger.address }), "CloseReplayed", "The consent for another facilitator", SIGNATURE],
          ["close-program-other", "/signed", closed({ programId: stranger.address }), "CloseReplayed", "The consent for another program", SIGNATURE],
          ["close-not-hashed", at, base58(authorizer.sign(closePreimage(closing))), "MessageHashed", "The bytes signed without the hash", SIGNATURE],
          ["close-without-separator", at, base58(authorizer.sign(sha256(Uint8Array.from(Buffer.from(closePreimage(closing)).filter((_, index) => index !== 34))))), "MessageLayout", "The zero byte behind the domain left out", SIGNATURE],
        ]),
      ],
    }];
  },
});
