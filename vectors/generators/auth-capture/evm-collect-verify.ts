import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { DEPLOYMENTS, identityOf, permitDigest, receiveDigest, ZERO } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";
import { createRequests, NOW } from "./_request.ts";

const NOT_PAYERS = "The signature is not that of authorization.from.";
const NONCE = "The nonce does not follow from the offer and the payload.";

export const vectors = defineVectors({
  operation: "auth-capture.evm.collect.verify",
  description: "What a client sends to pay by auth-capture on EVM, as a facilitator verifies it. Newer text than the pinned revision (schemes/auth-capture/scheme_auth_capture_evm.md).",
  requirements: ["ac.fac.extra-required", "ac.fac.escrow-addr", "ac.fac.operator-type", "ac.fac.operator-admitted", "ac.fac.policy-unused", "ac.fac.method", "ac.offer.autocapture-removed", "ac.fac.autocapture-false", "ac.fac.shape", "ac.fac.deadlines", "ac.fac.time-window", "ac.fac.collector", "ac.fac.permit2-token", "ac.fac.signature-forms", "ac.fac.signature", "ac.fac.amount", "ac.fac.nonce", "ac.fac.salt-binding", "ac.fac.charge-authorizer", "ac.fac.charge-raw-verify", "ac.offer.fees", "ac.offer.fee-range", "ac.client.valid-after", "ac.client.3009-receive", "ac.client.permit2"],
  flags: pick(FLAGS, "NonceNotRecomputed", "SaltNotReopened", "SaltWidth", "CollectorNotChecked", "AmountNotEqual", "DeadlineOrder", "WindowNotChecked", "ValidAfter", "TransferType", "SignatureNotCompared", "ContractPayer", "TokenDomain", "MethodByShape", "ExtraIncomplete", "FeeBounds", "EscrowUnknown", "OperatorNotOwn", "UnknownExtra", "AutoCapture", "ChargeForm", "AddressCase"),
  groups: ({ seeded }) => {
    const { world, base, saltNonce, request } = createRequests(seeded);
    const { payer, operator, authorizer, stranger, info } = world;
    const bind = { receiverAuthorizer: authorizer.address };
    const plain = valid({ id: "plain", comment: "A hold by EIP-3009, unbound", input: { request: request(), now: NOW } });
    const permit = valid({ id: "permit2", comment: "A hold by Permit2", flags: ["MethodByShape"], input: { request: request({ method: "permit2" }), now: NOW } });
    const bound = valid({ id: "bound", comment: "A hold whose salt commits to the receiver's authorizer", flags: ["SaltNotReopened"], input: { request: request({ extra: bind }), now: NOW } });
    const charge = valid({ id: "charge-raw", comment: "A charge as the client sends it, without the server's members", flags: ["ChargeForm"], input: { request: request({ extra: { ...bind, paymentFlow: "authorization" } }), now: NOW } });
    const walletSignature = seeded.hex("signature of a wallet", 97);
    const first = request();
    const authorization = authorizationOf(first);
    const hash = receiveDigest(authorization);
    const answers = [{ hash, signature: walletSignature, returns: `0x1626ba7e${"00".repeat(28)}` }];
    const wallet = valid({ id: "contract-payer", comment: "The payer is a contract that vouches for the signature", flags: ["ContractPayer"], input: { request: request({ signature: () => walletSignature }), now: NOW, code: { answers } } });
    const whole = "/request";
    const at = "/request/payload/signature";
    const extra = (edit: Readonly<Record<string, unknown>>) => request({ extra: edit });
    const missing = (name: string): readonly DraftTest[] => refusedRows(plain, [[`extra-without-${name.replaceAll(/([A-Z])/g, "-$1").toLowerCase()}`, `/request/requirements/extra/${name}`, undefined, "ExtraIncomplete", `The offer has no ${name}`, "extra lacks a required member."]]);
    return [{
      name: "collect",
      comment: "One payer, one operator",
      shared: { deployments: DEPLOYMENTS, submitters: [operator.address] },
      tests: [
        plain,
        permit,
        bound,
        charge,
        wallet,
        ...goodRows(plain, [
          ["flow-written-out", "/request/requirements/extra/paymentFlow", "escrow", "ExtraIncomplete", "paymentFlow written out"],
          ["operator-type-written-out", "/request/requirements/extra/operatorType", "delegated", "OperatorNotOwn", "operatorType written out"],
          ["escrow-written-out", "/request/requirements/extra/authCaptureEscrow", DEPLOYMENTS["v1.1"].escrow, "EscrowUnknown", "authCaptureEscrow written out"],
          ["escrow-v1.0", whole, request({ deployment: "v1.0", extra: { authCaptureEscrow: DEPLOYMENTS["v1.0"].escrow } }), "EscrowUnknown", "The release before, named in the offer"],
          ["authorizer-and-policy-zero", "/request/requirements/extra", { ...base, captureMode: "deferred", receiverAuthorizer: ZERO, policy: ZERO }, "SaltNotReopened", "Authorizer and policy written out as zero: unbound"],
          ["auto-capture-false", "/request/requirements/extra/autoCapture", false, "AutoCapture", "autoCapture false of an earlier release, which agrees with the default"],
          ["unknown-extra", "/request/requirements/extra/orderId", "A-17", "UnknownExtra", "A member of the server's own"],
          ["pay-to-lower-case", "/request/requirements/payTo", info.receiver.toLowerCase(), "AddressCase", "payTo in lower case: the nonce is the same"],
          ["to-lower-case", "/request/payload/authorization/to", DEPLOYMENTS["v1.1"].eip3009Collector.toLowerCase(), "AddressCase", "The collector in lower case"],
          ["fees-zero", whole, extra({ minFeeBps: 0, maxFeeBps: 0, feeRecipient: ZERO }), "FeeBounds", "No fees and no receiver of fees"],
          ["fees-range", whole, extra({ minFeeBps: 0, maxFeeBps: 10_000 }), "FeeBounds", "The whole range of fees"],
          ["refund-at-capture", whole, extra({ refundDeadline: info.authorizationExpiry }), "DeadlineOrder", "Both deadlines at once"],
          ["deadline-at-timeout", whole, request({ extra: { captureDeadline: NOW + 60 } }), "DeadlineOrder", "A capture deadline that just leaves the offered time"],
          ["valid-before-at-deadline", whole, request({ extra: { captureDeadline: NOW + 60 }, authorization: { validBefore: String(NOW + 60) } }), "DeadlineOrder", "A signature that ends with the capture deadline"],
          ["fees-zero-with-receiver", whole, extra({ minFeeBps: 0, maxFeeBps: 0 }), "FeeBounds", "No fees, and a receiver of fees all the same"],
          ["amount-greatest", whole, request({ requirements: { amount: String(2n ** 120n - 1n) } }), "AmountNotEqual", "The greatest amount the escrow knows"],
          ["authorizer-is-operator", whole, extra({ receiverAuthorizer: operator.address }), "SaltNotReopened", "Operator and receiver's authorizer are one account"],
          ["bound-permit2", whole, request({ method: "permit2", extra: bind }), "SaltNotReopened", "Bound, and by Permit2"],
          ["method-written-out", "/request/requirements/extra/assetTransferMethod", "eip3009", "MethodByShape", "assetTransferMethod written out"],
        ]),
        ...openRows(plain, [
          ["capture-mode-left-out", "/request/requirements/extra/captureMode", undefined, "ExtraIncomplete", "captureMode is left out, which means sync, although nobody relays the capture", "Servers have to write deferred here; the verification of the payment does not look."],
          ["valid-before-in-7-seconds", whole, request({ authorization: { validBefore: String(NOW + 7) } }), "WindowNotChecked", "A signature that ends in seven seconds", "Six seconds are the least margin; a facilitator may have a greater one."],
        ]),
        ...missing("captureAuthorizer"),
        ...missing("captureDeadline"),
        ...missing("feeRecipient"),
        ...missing("name"),
        ...refusedRows(plain, [
          ["pay-to-other", "/request/requirements/payTo", stranger.address, "NonceNotRecomputed", "Another receiver is required", NONCE],
          ["amount-of-offer-lower", "/request/requirements/amount", "999999", "AmountNotEqual", "Less is required than was signed", "The signed value is not the amount."],
          ["value-higher", whole, request({ authorization: { value: "1000001" } }), "AmountNotEqual", "More was signed than is required", "The signed value is not the amount."],
          ["capture-deadline-moved", "/request/requirements/extra/captureDeadline", info.authorizationExpiry + 60, "NonceNotRecomputed", "A later capture deadline is required", NONCE],
          ["max-fee-raised", "/request/requirements/extra/maxFeeBps", 10_000, "NonceNotRecomputed", "A higher greatest fee is required than was signed", NONCE],
          ["fee-recipient-other", "/request/requirements/extra/feeRecipient", stranger.address, "NonceNotRecomputed", "Another receiver of fees is required", NONCE],
          ["valid-before-moved", "/request/payload/authorization/validBefore", String(NOW + 3600), "NonceNotRecomputed", "A later end of the validity than was signed", NONCE],
          ["nonce-of-payer", whole, request({ authorization: { nonce: identityOf({ ...info, preApprovalExpiry: NOW + 54 }).paymentInfoHash } }), "NonceNotRecomputed", "The payment's id as nonce, with the payer in the hash", NONCE],
          ["nonce-random", whole, request({ authorization: { nonce: seeded.hex("random nonce", 32) } }), "NonceNotRecomputed", "A random nonce, as exact has it", NONCE],
          ["salt-other", "/request/payload/salt", seeded.hex("other salt", 32), "NonceNotRecomputed", "Another salt", NONCE],
          ["salt-missing", "/request/payload/salt", undefined, "SaltWidth", "No salt", "The payload matches no shape."],
          ["salt-nonce-unbound", "/request/payload/saltNonce", saltNonce, "SaltNotReopened", "saltNonce although nothing is bound", "saltNonce is present only when bound."],
          ["escrow-made-up", whole, request({ extra: { authCaptureEscrow: stranger.address } }), "EscrowUnknown", "An escrow that is in no release", "authCaptureEscrow is not canonical."],
          ["escrow-of-other-release", "/request/requirements/extra/authCaptureEscrow", DEPLOYMENTS["v1.0"].escrow, "CollectorNotChecked", "The release before is required, and the payment is for this one", "The collector is that of another release."],
          ["collector-of-other-release", whole, request({ authorization: { to: DEPLOYMENTS["v1.0"].eip3009Collector } }), "CollectorNotChecked", "The collector of the release before", "The collector is that of another release."],
          ["collector-permit2", whole, request({ authorization: { to: DEPLOYMENTS["v1.1"].permit2Collector } }), "CollectorNotChecked", "The collector for Permit2", "It is the collector of another method."],
          ["collector-pay-to", whole, request({ authorization: { to: info.receiver } }), "CollectorNotChecked", "payTo, as exact has it", "It is no collector."],
          ["operator-other", whole, extra({ captureAuthorizer: stranger.address }), "OperatorNotOwn", "An operator the facilitator does not submit from", "The operator is not admitted."],
          ["operator-custom", whole, extra({ operatorType: "custom", captureAuthorizer: stranger.address }), "OperatorNotOwn", "A contract as operator, where none is admitted", "The operator is not admitted."],
          ["operator-type-unknown", "/request/requirements/extra/operatorType", "escrow", "OperatorNotOwn", "A type of operator that does not exist", "The operator type is unknown."],
          ["policy-set", whole, extra({ policy: stranger.address }), "OperatorNotOwn", "A policy under a delegated operator", "policy is zero under this operator type."],
          ["flow-upfront", "/request/requirements/extra/paymentFlow", "upfront", "ExtraIncomplete", "A flow the scheme does not have", "The flow is neither escrow nor authorization."],
          ["auto-capture-true", "/request/requirements/extra/autoCapture", true, "AutoCapture", "autoCapture true of an earlier release, which asked for a charge", "autoCapture true is refused."],
          ["fees-crossed", whole, extra({ minFeeBps: 200, maxFeeBps: 100 }), "FeeBounds", "A least fee above the greatest", "The bounds are out of order."],
          ["fees-above-all", whole, extra({ maxFeeBps: 10_001 }), "FeeBounds", "A greatest fee of more than everything", "Fees are at most 10000 basis points."],
          ["fee-recipient-zero", whole, extra({ feeRecipient: ZERO }), "FeeBounds", "A fee without a receiver of fees", "A zero receiver comes with bounds of 0."],
          ["refund-before-capture", whole, extra({ refundDeadline: info.authorizationExpiry - 1 }), "DeadlineOrder", "Refunds end before captures do", "refundDeadline is before captureDeadline."],
          ["deadline-within-timeout", whole, request({ extra: { captureDeadline: NOW + 59 } }), "DeadlineOrder", "A capture deadline one second within the offered time", "now plus maxTimeoutSeconds is after captureDeadline."],
          ["valid-before-after-deadline", whole, request({ extra: { captureDeadline: NOW + 60 }, authorization: { validBefore: String(NOW + 61) } }), "DeadlineOrder", "A signature that ends after the capture deadline", "validBefore is after captureDeadline."],
          ["expired", "/now", NOW + 3600, "WindowNotChecked", "An hour later", "validBefore has passed."],
          ["expires-in-6-seconds", whole, request({ authorization: { validBefore: String(NOW + 6) } }), "WindowNotChecked", "A signature that ends in six seconds", "Six seconds are the least margin."],
          ["valid-after-now", whole, request({ authorization: { validAfter: String(NOW - 600) } }), "ValidAfter", "Signed with a beginning ten minutes ago", "The collector submits 0, and the signature is not over that."],
          ["type-transfer", whole, request({ signature: () => payer.sign(receiveDigest(authorization, { type: "TransferWithAuthorization" })) }), "TransferType", "TransferWithAuthorization, as exact has it", NOT_PAYERS],
          ["domain-testnet", at, payer.sign(receiveDigest(authorization, { domain: { name: "USD Coin", version: "2", chainId: 84532n, verifyingContract: info.token } })), "TokenDomain", "Signed for Base Sepolia", NOT_PAYERS],
          ["other-key", whole, request({ signer: stranger }), "SignatureNotCompared", "Signed by a stranger", NOT_PAYERS],
          ["method-other", "/request/requirements/extra/assetTransferMethod", "permit2", "MethodByShape", "Permit2 is required, and EIP-3009 was sent", "The payload does not fit the method."],
          ["method-unknown", "/request/requirements/extra/assetTransferMethod", "erc7710", "MethodByShape", "A method the scheme does not have", "The method is neither eip3009 nor permit2."],
        ]),
        ...goodRows(permit, [["permit2-escrow-v1.0", whole, request({ method: "permit2", deployment: "v1.0", extra: { authCaptureEscrow: DEPLOYMENTS["v1.0"].escrow } }), "EscrowUnknown", "Permit2 in the release before"]]),
        ...refusedRows(permit, [
          ["permit2-token-other", whole, request({ method: "permit2", permit: { permitted: { token: stranger.address, amount: "1000000" } } }), "TokenDomain", "A permit of another token", "permitted.token is not the asset."],
          ["permit2-amount-higher", whole, request({ method: "permit2", permit: { permitted: { token: info.token, amount: "2000000" } } }), "AmountNotEqual", "A permit of twice the amount", "permitted.amount is not the amount."],
          ["permit2-spender-3009", whole, request({ method: "permit2", permit: { spender: DEPLOYMENTS["v1.1"].eip3009Collector } }), "CollectorNotChecked", "The collector for EIP-3009 as spender", "It is the collector of another method."],
          ["permit2-nonce-zero", whole, request({ method: "permit2", permit: { nonce: "0" } }), "NonceNotRecomputed", "A nonce of 0", NONCE],
          ["permit2-chain-other", at, payer.sign(permitDigest(permitOf(request({ method: "permit2" })), 84532n)), "TokenDomain", "Signed for Permit2 on Base Sepolia", NOT_PAYERS],
          ["permit2-method-default", "/request/requirements/extra/assetTransferMethod", undefined, "MethodByShape", "No method is required, which is EIP-3009, and a permit was sent", "The payload does not fit the method."],
        ]),
        ...refusedRows(bound, [
          ["bound-authorizer-other", "/request/requirements/extra/receiverAuthorizer", stranger.address, "SaltNotReopened", "Another authorizer is required than the salt commits to", "The salt is not the commitment."],
          ["bound-authorizer-removed", "/request/requirements/extra/receiverAuthorizer", undefined, "SaltNotReopened", "The offer has no authorizer, and the payment brings a saltNonce", "saltNonce is present only when bound."],
          ["bound-nonce-other", "/request/payload/saltNonce", seeded.hex("other salt nonce", 32), "SaltNotReopened", "Another nonce than the salt commits to", "The salt is not the commitment."],
          ["bound-salt-raw", whole, request({ extra: bind, payload: { salt: saltNonce } }), "SaltNotReopened", "The random value itself as salt", "The salt is not the commitment."],
        ]),
        ...openRows(bound, [["bound-nonce-missing", "/request/payload/saltNonce", undefined, "SaltNotReopened", "No saltNonce although the salt is bound", "A server that probes for clients of scheme v1.0 may take it where the nonce matches."]]),
        ...refusedRows(charge, [
          ["charge-authorizer-zero", whole, request({ extra: { paymentFlow: "authorization" } }), "ChargeForm", "A charge without a receiver authorizer", "A charge needs a receiver authorizer."],
          ["charge-part-of-completion", "/request/payload/amount", "750000", "ChargeForm", "One of the four members that complete a charge", "Part of the completion is there."],
        ]),
        ...refusedRows(wallet, [
          ["contract-reverts", at, seeded.hex("signature of nobody", 65), "ContractPayer", "The payer's contract reverts", "isValidSignature reverts."],
          ["contract-not-deployed", "/code", undefined, "ContractPayer", "There is no code at the payer's address", NOT_PAYERS],
        ]),
      ],
    }];
  },
});

const authorizationOf = ({ payload }: { payload: object }) => {
  if (!("authorization" in payload)) throw new Error("no authorization");
  return payload.authorization as Parameters<typeof receiveDigest>[0];
};

const permitOf = ({ payload }: { payload: object }) => {
  if (!("permit2Authorization" in payload)) throw new Error("no permit");
  return payload.permit2Authorization as Parameters<typeof permitDigest>[0];
};
