import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";
import { closePreimage, hexOf, proofMessage, sha256, SOLANA, solanaWorld, voucherMessage } from "./_svm.ts";

const U64 = "18446744073709551615";

export const vectors = defineVectors({
  operation: "svm.channel.message",
  description: "What is signed for a channel on Solana: vouchers, proofs of server mode and consents to close. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_svm.md).",
  requirements: ["bsvm.voucher.message", "bsvm.client.proof-message", "bsvm.proof.request-id", "bsvm.server.close-auth-message"],
  flags: pick(FLAGS, "MessageLayout", "MessageHashed", "IntegerWidth", "OutOfRange", "NumberForm", "AddressForm", "RequestId", "CloseReplayed"),
  groups: async ({ seeded }) => {
    const { keys, channelId, otherChannel, programId } = await solanaWorld(seeded);
    const voucher = { channelId, maxClaimableAmount: "5000", expiresAt: 0 };
    const proof = { channelId, payer: keys.payer.address, operator: keys.operator.address, requestId: "req_7d5d747be160e280", authorizedAmount: "1000", expiresAt: 1_758_215_100 };
    const close = { network: SOLANA, programId, feePayer: keys["fee payer"].address, channelId, maxClaimableAmount: "5000", voucherExpiresAt: 0, validBefore: 1_758_215_100 };
    const vouched = (edit: object = {}) => ({ message: hexOf(voucherMessage({ ...voucher, ...edit })) });
    const proved = (edit: object = {}) => ({ message: hexOf(proofMessage({ ...proof, ...edit })) });
    const closed = (edit: object = {}) => ({ message: hexOf(sha256(closePreimage({ ...close, ...edit }))) });
    const plain = valid({ id: "voucher", comment: "A voucher", flags: ["MessageLayout"], input: { kind: "voucher", members: voucher }, output: vouched() });
    const token = valid({ id: "proof", comment: "A proof of server mode", flags: ["MessageLayout"], input: { kind: "proof", members: proof }, output: proved() });
    const consent = valid({ id: "close", comment: "A consent to close, which is hashed", flags: ["MessageHashed"], input: { kind: "close", members: close }, output: closed() });
    const long = "x".repeat(256);
    return [{
      name: "messages",
      comment: "One channel on mainnet",
      tests: [
        plain,
        token,
        consent,
        ...goodRows(plain, [
          ["voucher-zero", "/members/maxClaimableAmount", "0", "MessageLayout", "A voucher for nothing", vouched({ maxClaimableAmount: "0" })],
          ["voucher-256", "/members/maxClaimableAmount", "256", "MessageLayout", "An amount that differs in its byte order", vouched({ maxClaimableAmount: "256" })],
          ["voucher-above-2-pow-53", "/members/maxClaimableAmount", "9007199254740993", "IntegerWidth", "The first amount a double cannot hold", vouched({ maxClaimableAmount: "9007199254740993" })],
          ["voucher-2-pow-63", "/members/maxClaimableAmount", "9223372036854775808", "IntegerWidth", "An amount that is negative when read as signed", vouched({ maxClaimableAmount: "9223372036854775808" })],
          ["voucher-greatest", "/members/maxClaimableAmount", U64, "IntegerWidth", "The greatest amount", vouched({ maxClaimableAmount: U64 })],
          ["voucher-expiring", "/members/expiresAt", 1_758_215_100, "MessageLayout", "A voucher with an expiry: the layout is asked, not whether it may have one", vouched({ expiresAt: 1_758_215_100 })],
          ["voucher-channel-other", "/members/channelId", otherChannel, "MessageLayout", "Another channel", vouched({ channelId: otherChannel })],
        ]),
        ...goodRows(token, [
          ["proof-id-1", "/members/requestId", "a", "RequestId", "A requestId of one byte", proved({ requestId: "a" })],
          ["proof-id-256", "/members/requestId", long, "RequestId", "A requestId of 256 bytes, which needs both bytes of its length", proved({ requestId: long })],
          ["proof-id-umlaut", "/members/requestId", "anfrage-f\u00fcr-7", "RequestId", "A requestId with more bytes than characters", proved({ requestId: "anfrage-f\u00fcr-7" })],
          ["proof-id-emoji", "/members/requestId", "\u{1f680}", "RequestId", "A requestId of one character, two units of UTF-16 and four bytes", proved({ requestId: "\u{1f680}" })],
          ["proof-amount-zero", "/members/authorizedAmount", "0", "MessageLayout", "A proof for nothing, with which a channel is closed", proved({ authorizedAmount: "0" })],
          ["proof-payer-is-operator", "/members/operator", keys.payer.address, "MessageLayout", "Payer and operator are one key", proved({ operator: keys.payer.address })],
        ]),
        ...goodRows(consent, [
          ["close-devnet", "/members/network", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "CloseReplayed", "The same close on devnet", closed({ network: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1" })],
          ["close-program-other", "/members/programId", keys.stranger.address, "CloseReplayed", "The same close at another program", closed({ programId: keys.stranger.address })],
          ["close-fee-payer-other", "/members/feePayer", keys.stranger.address, "CloseReplayed", "The same close at another facilitator", closed({ feePayer: keys.stranger.address })],
          ["close-amount-zero", "/members/maxClaimableAmount", "0", "MessageLayout", "A close without a charge", closed({ maxClaimableAmount: "0" })],
          ["close-valid-before-other", "/members/validBefore", 1_758_215_101, "CloseReplayed", "A second longer", closed({ validBefore: 1_758_215_101 })],
        ]),
        ...openRows(plain, [["voucher-amount-number", "/members/maxClaimableAmount", 5000, "NumberForm", "The amount as a number", "The text writes a string; what is signed does not change."], ["voucher-leading-zero", "/members/maxClaimableAmount", "05000", "NumberForm", "A zero in front of the amount", "No sender writes it; what is signed does not change."]]),
        ...refusedRows(plain, [
          ["voucher-2-pow-64", "/members/maxClaimableAmount", "18446744073709551616", "OutOfRange", "An amount of 65 bits", "It is no u64."],
          ["voucher-negative", "/members/maxClaimableAmount", "-1", "OutOfRange", "A negative amount", "It is no u64."],
          ["voucher-fraction", "/members/maxClaimableAmount", "5000.5", "NumberForm", "A fraction", "It is no whole number."],
          ["voucher-expiry-fraction", "/members/expiresAt", 0.5, "NumberForm", "An expiry with a fraction", "It is no whole number."],
          ["voucher-channel-evm", "/members/channelId", "0x209693Bc6afc0C5328bA36FaF03C514EF312287C", "AddressForm", "An EVM address", "It is not base58 of 32 bytes."],
          ["voucher-channel-31-bytes", "/members/channelId", keys.payer.address.slice(0, -2), "AddressForm", "An address that was cut", "It is not base58 of 32 bytes."],
          ["voucher-amount-missing", "/members/maxClaimableAmount", undefined, "NumberForm", "No amount", "A member is missing."],
        ]),
        ...refusedRows(token, [
          ["proof-id-empty", "/members/requestId", "", "RequestId", "An empty requestId", "It has at least one byte."],
          ["proof-id-257", "/members/requestId", `${long}x`, "RequestId", "A requestId of 257 bytes", "It has at most 256 bytes."],
          ["proof-id-257-bytes", "/members/requestId", `${"x".repeat(255)}\u00fc`, "RequestId", "A requestId of 256 characters and 257 bytes", "It has at most 256 bytes."],
          ["proof-id-missing", "/members/requestId", undefined, "RequestId", "No requestId", "A member is missing."],
          ["proof-operator-missing", "/members/operator", undefined, "AddressForm", "No operator", "A member is missing."],
        ]),
        ...refusedRows(consent, [["close-program-missing", "/members/programId", undefined, "AddressForm", "No program", "A member is missing."], ["close-amount-2-pow-64", "/members/maxClaimableAmount", "18446744073709551616", "OutOfRange", "An amount of 65 bits", "It is no u64."]]),
      ],
    }];
  },
});
