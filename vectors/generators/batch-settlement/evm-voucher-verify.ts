import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { compact, flipped, withHighS, withV } from "../evm/_accounts.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import type { Hex } from "viem";
import { channelIdOf, channelWorld, domainOf, DOMAIN_SHARED, refundDigest, TOKEN, voucherDigest, ZERO } from "./_evm.ts";
import type { ChannelConfig } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";

const CHANNEL = { balance: "100000", totalClaimed: "3200", refundNonce: "1" };
const NOT_AUTHORIZERS = "The signature does not recover to payerAuthorizer.";
const TERMS = "The channel is not the one that was offered.";

export const vectors = defineVectors({
  operation: "batch.evm.voucher.verify",
  description: "Vouchers of channels on EVM, as a facilitator verifies them. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_evm.md).",
  requirements: ["bevm.fac.valid", "bevm.fac.config-match", "bevm.fac.token-match", "bevm.fac.receiver-match", "bevm.fac.authorizer-match", "bevm.fac.delay-match", "bevm.fac.withdraw-range", "bevm.fac.voucher-sig", "bevm.fac.channel-exists", "bevm.fac.balance-rules", "bevm.fac.floor", "bevm.fac.floor-amount", "bevm.client.voucher-sig"],
  flags: pick(FLAGS, "VoucherSigner", "PayerForAuthorizer", "ContractPayer", "SignatureForm", "RecoveryId", "SignatureMalleable", "CompactSignature", "ChannelTerms", "ChannelDomain", "ChannelMember", "ChannelMissing", "AboveDeposit", "BelowClaimed", "RefundFloor", "WithdrawDelay", "PrimaryType", "TypeWidth", "AddressCase", "IntegerWidth", "NumberForm"),
  groups: ({ seeded }) => {
    const { payer, voucherKey, authorizer, stranger, config, requirements } = channelWorld(seeded);
    const channelId = channelIdOf(config);
    const signed = (maxClaimableAmount: string, signer = voucherKey, of = config) => ({ channelId: channelIdOf(of), maxClaimableAmount, signature: signer.sign(voucherDigest({ channelId: channelIdOf(of), maxClaimableAmount })) });
    const withAmount = (amount: string) => signed(amount);
    // v is 28, so that the 64 bytes of ERC-2098 are no other signature by chance.
    const amountOf28 = Array.from({ length: 64 }, (_, index) => String(4300 + index)).find((amount) => signed(amount).signature.endsWith("1c")) ?? "";
    const voucher = signed(amountOf28);
    const signature: Hex = voucher.signature;
    const paid = (of: ChannelConfig, made: object = signed(amountOf28, voucherKey, of), type = "voucher") => ({ type, channelConfig: of, voucher: made });
    const plain = valid({ id: "plain", comment: "A voucher above what was claimed and within the deposit", input: { request: { requirements, payload: paid(config, voucher) }, channel: CHANNEL } });
    const zero: ChannelConfig = { ...config, payerAuthorizer: ZERO };
    const keyless = valid({ id: "no-authorizer", comment: "The channel names no authorizer, and the payer, an account without code, signs", flags: ["PayerForAuthorizer"], input: { request: { requirements, payload: paid(zero, signed(amountOf28, payer, zero)) }, channel: CHANNEL } });
    const walletSignature = seeded.hex("signature of a wallet", 120);
    const hash = voucherDigest({ channelId: channelIdOf(zero), maxClaimableAmount: amountOf28 });
    const answers = [{ hash, signature: walletSignature, returns: `0x1626ba7e${"00".repeat(28)}` }, { hash, signature: `${walletSignature.slice(0, -2)}00`, returns: `0xffffffff${"00".repeat(28)}` }];
    const wallet = valid({ id: "contract-payer", comment: "The channel names no authorizer, and the payer is a contract that vouches for the signature", flags: ["ContractPayer"], input: { request: { requirements, payload: paid(zero, { channelId: channelIdOf(zero), maxClaimableAmount: amountOf28, signature: walletSignature }) }, channel: CHANNEL, code: { answers } } });
    const refund = valid({ id: "refund", comment: "A refund, whose voucher is above what was claimed", flags: ["RefundFloor"], input: { request: { requirements, payload: paid(config, voucher, "refund") }, channel: CHANNEL } });
    const otherTerms = (edit: Partial<ChannelConfig>) => paid({ ...config, ...edit });
    const digestElsewhere = (domain: ReturnType<typeof domainOf>) => voucherKey.sign(voucherDigest(voucher, { domain }));
    const delayed = (withdrawDelay: number) => ({ requirements: { ...requirements, extra: { ...requirements.extra, withdrawDelay } }, payload: otherTerms({ withdrawDelay }) });
    const at = "/request/payload/voucher/signature";
    const tests: readonly DraftTest[] = [
      plain,
      keyless,
      wallet,
      refund,
      ...goodRows(plain, [
        ["whole-deposit", "/request/payload/voucher", withAmount("100000"), "AboveDeposit", "A voucher for exactly what is in the channel"],
        ["floor-and-amount", "/request/payload/voucher", withAmount("4200"), "BelowClaimed", "A voucher for what was claimed and one price more"],
        ["nothing-claimed", "/channel", { ...CHANNEL, totalClaimed: "0" }, "BelowClaimed", "A channel of which nothing was claimed yet"],
        ["balance-above-64-bits", "/channel", { ...CHANNEL, balance: String(2n ** 100n) }, "IntegerWidth", "A deposit above 64 bits"],
        ["signature-upper-case", at, `0x${signature.slice(2).toUpperCase()}`, "SignatureForm", "The signature's digits in upper case"],
        ["channel-id-upper-case", "/request/payload/voucher/channelId", `0x${channelId.slice(2).toUpperCase()}`, "AddressCase", "The channel id's digits in upper case"],
        ["receiver-lower-case", "/request/payload/channelConfig/receiver", config.receiver.toLowerCase(), "AddressCase", "The receiver in lower case, payTo with a checksum"],
        ["token-lower-case", "/request/requirements/asset", TOKEN.toLowerCase(), "AddressCase", "asset in lower case, the channel's token with a checksum"],
        ["withdrawal-announced", "/channel/withdrawRequestedAt", 1_758_215_000, "ChannelMissing", "The payer has announced a withdrawal: the server has to hurry, and the voucher is good"],
        ["payer-is-authorizer", "/request/payload", paid({ ...config, payerAuthorizer: config.payer }, signed(amountOf28, payer, { ...config, payerAuthorizer: config.payer })), "PayerForAuthorizer", "The payer is its own authorizer"],
        ["price-zero", "/request/requirements/amount", "0", "BelowClaimed", "An offer for nothing"],
        ["delay-most", "/request", delayed(2_592_000), "WithdrawDelay", "Thirty days of delay, offered and in the channel"],
        ["extra-member-of-offer", "/request/requirements/extra/assetTransferMethod", "permit2", "ChannelTerms", "The offer's method for deposits, which a voucher has nothing to do with"],
      ]),
      ...goodRows(refund, [["refund-at-claimed", "/request/payload/voucher", signed("3200"), "RefundFloor", "A refund at exactly what was claimed"], ["refund-part", "/request/payload/amount", "1500", "RefundFloor", "A refund of a part"], ["refund-all-charged", "/request/payload/voucher", signed("100000"), "AboveDeposit", "A refund after all of the deposit was charged"]]),
      ...openRows(plain, [
        ["below-floor-and-amount", "/request/payload/voucher", withAmount("3201"), "BelowClaimed", "A voucher above what was claimed, and not by the whole price", "Only later text asks the facilitator to add the price."],
        ["v-as-parity", at, withV(signature, 1), "RecoveryId", "The last byte is 1 instead of 28", "The contract takes 27 and 28 only; a facilitator may translate before it claims."],
        ["high-s", at, withHighS(signature), "SignatureMalleable", "The other signature of the same key, s in the upper half", "The text asks for recovery and not for a low s, which the contract does."],
        ["erc2098", at, compact(signature), "CompactSignature", "64 bytes, the parity in the top bit of s (ERC-2098)", "The text does not speak of it; a facilitator may expand it before it claims."],
        ["amount-number", "/request/payload/voucher/maxClaimableAmount", Number(amountOf28), "NumberForm", "The amount as a number", "The text writes a string; what is signed does not change."],
      ]),
      ...refusedRows(plain, [
        ["above-balance", "/request/payload/voucher", withAmount("100001"), "AboveDeposit", "A voucher one above what is in the channel", "It exceeds the balance."],
        ["above-remainder-only", "/channel", { ...CHANNEL, balance: "4000" }, "AboveDeposit", "A balance below the voucher, as after a withdrawal", "It exceeds the balance."],
        ["at-claimed", "/request/payload/voucher", withAmount("3200"), "BelowClaimed", "A voucher for exactly what was claimed", "It does not exceed totalClaimed."],
        ["below-claimed", "/request/payload/voucher", withAmount("3199"), "BelowClaimed", "A voucher for less than was claimed", "It does not exceed totalClaimed."],
        ["zero", "/request/payload/voucher", withAmount("0"), "BelowClaimed", "A voucher for nothing", "It does not exceed totalClaimed."],
        ["claimed-since", "/channel/totalClaimed", amountOf28, "BelowClaimed", "The voucher itself has been claimed", "It does not exceed totalClaimed."],
        ["no-channel", "/channel", { balance: "0", totalClaimed: "0", refundNonce: "0" }, "ChannelMissing", "A channel without deposit", "The channel has no balance."],
        ["other-key", "/request/payload/voucher", signed(amountOf28, stranger), "VoucherSigner", "Signed by a stranger", NOT_AUTHORIZERS],
        ["payers-key", "/request/payload/voucher", signed(amountOf28, payer), "PayerForAuthorizer", "Signed by the payer, although the channel names an authorizer", NOT_AUTHORIZERS],
        ["receiver-authorizers-key", "/request/payload/voucher", signed(amountOf28, authorizer), "VoucherSigner", "Signed by the receiver's authorizer", NOT_AUTHORIZERS],
        ["amount-raised", "/request/payload/voucher/maxClaimableAmount", "90000", "VoucherSigner", "Another amount than was signed", NOT_AUTHORIZERS],
        ["amount-lowered", "/request/payload/voucher/maxClaimableAmount", "4200", "VoucherSigner", "A lower amount than was signed", NOT_AUTHORIZERS],
        ["earlier-voucher", at, signed("5000").signature, "VoucherSigner", "The signature of another voucher of the channel", NOT_AUTHORIZERS],
        ["other-channel", at, signed(amountOf28, voucherKey, { ...config, salt: seeded.hex("other salt", 32) }).signature, "ChannelMember", "The signature of the same amount on another channel", NOT_AUTHORIZERS],
        ["chain-other", at, digestElsewhere(domainOf("eip155:84532")), "ChannelDomain", "Signed for Base Sepolia", NOT_AUTHORIZERS],
        ["contract-token", at, digestElsewhere(domainOf("eip155:8453", TOKEN)), "ChannelDomain", "Signed with the token as verifying contract", NOT_AUTHORIZERS],
        ["type-uint256", at, voucherKey.sign(voucherDigest(voucher, { type: "Voucher(bytes32 channelId,uint256 maxClaimableAmount)" })), "TypeWidth", "The amount as uint256 in the type", NOT_AUTHORIZERS],
        ["type-refund", at, voucherKey.sign(refundDigest({ channelId, nonce: "1", amount: amountOf28 })), "PrimaryType", "A refund of the same amount", NOT_AUTHORIZERS],
        ["v-other", at, withV(signature, 27), "RecoveryId", "27 instead of 28", NOT_AUTHORIZERS],
        ["bit", at, flipped(signature, 40), "VoucherSigner", "One bit of s is another", NOT_AUTHORIZERS],
        ["signature-66-bytes", at, `${signature}00`, "SignatureForm", "A zero byte behind the signature", "These bytes are no signature of a key."],
        ["signature-missing", at, undefined, "SignatureForm", "No signature", "There is no signature."],
        ["signature-zero", at, `0x${"00".repeat(65)}`, "VoucherSigner", "65 zero bytes", NOT_AUTHORIZERS],
        ["channel-id-other", "/request/payload/voucher/channelId", channelIdOf({ ...config, salt: seeded.hex("other salt", 32) }), "ChannelMember", "The id of another channel", "channelConfig does not hash to it."],
        ["channel-id-of-other-chain", "/request/payload/voucher/channelId", channelIdOf(config, domainOf("eip155:84532")), "ChannelDomain", "The id the configuration has on another chain", "channelConfig does not hash to it."],
        ["salt-other", "/request/payload/channelConfig/salt", seeded.hex("other salt", 32), "ChannelMember", "Another salt", "channelConfig does not hash to channelId."],
        ["network-other", "/request/requirements/network", "eip155:84532", "ChannelDomain", "Required on another chain", "channelConfig does not hash to channelId there."],
        ["token-other", "/request/payload", otherTerms({ token: stranger.address }), "ChannelTerms", "A channel of another token, signed as it is", TERMS],
        ["receiver-other", "/request/payload", otherTerms({ receiver: stranger.address }), "ChannelTerms", "A channel of another receiver, signed as it is", TERMS],
        ["receiver-authorizer-other", "/request/payload", otherTerms({ receiverAuthorizer: stranger.address }), "ChannelTerms", "A channel of another receiver authorizer, signed as it is", TERMS],
        ["delay-other", "/request/payload", otherTerms({ withdrawDelay: 901 }), "ChannelTerms", "A channel with a second more of delay, signed as it is", TERMS],
        ["delay-899", "/request", delayed(899), "WithdrawDelay", "A second less than fifteen minutes of delay, offered and in the channel", "The least delay is 900 seconds."],
        ["delay-2592001", "/request", delayed(2_592_001), "WithdrawDelay", "A second more than thirty days of delay, offered and in the channel", "The greatest delay is 2592000 seconds."],
        ["pay-to-other", "/request/requirements/payTo", stranger.address, "ChannelTerms", "payTo is another account", TERMS],
      ]),
      ...refusedRows(keyless, [["no-authorizer-other-key", "/request/payload/voucher", signed(amountOf28, voucherKey, zero), "PayerForAuthorizer", "Signed by another key than the payer's", "The signature is not the payer's."]]),
      ...refusedRows(wallet, [
        ["contract-says-no", "/request/payload/voucher/signature", `${walletSignature.slice(0, -2)}00`, "ContractPayer", "The payer's contract does not vouch for the signature", "isValidSignature answers something else."],
        ["contract-reverts", "/request/payload/voucher/signature", seeded.hex("signature of nobody", 65), "ContractPayer", "The payer's contract reverts", "isValidSignature reverts."],
        ["contract-not-deployed", "/code", undefined, "ContractPayer", "There is no code at the payer's address", "No key of the payer made this signature."],
        ["contract-payer-with-authorizer", "/request/payload", paid(config, { channelId, maxClaimableAmount: amountOf28, signature: walletSignature }), "ContractPayer", "The channel names an authorizer, and the wallet's signature is given", NOT_AUTHORIZERS],
      ]),
      ...refusedRows(refund, [
        ["refund-below-claimed", "/request/payload/voucher", signed("3199"), "RefundFloor", "A refund for less than was claimed", "It is below totalClaimed."],
        ["refund-above-balance", "/request/payload/voucher", signed("100001"), "AboveDeposit", "A refund above what is in the channel", "It exceeds the balance."],
        ["refund-other-key", "/request/payload/voucher", signed(amountOf28, stranger), "VoucherSigner", "A refund that a stranger asks for", NOT_AUTHORIZERS],
      ]),
    ];
    return [{ name: "vouchers", comment: "Channels on Base", shared: DOMAIN_SHARED, tests }];
  },
});
