import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, pick, refusedRows } from "../../generate/rows.ts";
import type { Encoded } from "../evm/_typed-data.ts";
import { consentDigest, identityOf, NETWORK, paymentWorld } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";

const TYPES = {
  Charge: ["bytes32 paymentInfoHash", "uint256 amount", "address tokenCollector", "bytes32 collectorDataHash", "uint256 feeAmount", "address feeReceiver"],
  Capture: ["bytes32 paymentInfoHash", "uint256 amount", "uint256 feeAmount", "address feeReceiver", "uint256 expectedCapturableAmount", "uint256 expectedRefundableAmount"],
  Void: ["bytes32 paymentInfoHash"],
  Refund: ["bytes32 paymentInfoHash", "uint256 amount", "address tokenCollector", "uint256 expectedCapturableAmount", "uint256 expectedRefundableAmount"],
} as const;

export const vectors = defineVectors({
  operation: "auth-capture.evm.consent.digest",
  description: "What a receiver authorizer signs on EVM. Newer text than the pinned revision (schemes/auth-capture/scheme_auth_capture_evm.md).",
  requirements: ["ac.server.authorizer-signature", "ac.server.authorizer-fee-field", "ac.fac.charge-consent", "ac.fac.lifecycle-consent"],
  flags: pick(FLAGS, "PrimaryType", "FeeField", "OperatorDomain", "HashPayer", "IntegerWidth", "OutOfRange", "NumberForm"),
  groups: ({ seeded }) => {
    const { info, operator, feeRecipient, stranger } = paymentWorld(seeded);
    const { paymentInfoHash, signatureNonce } = identityOf(info);
    const collector = stranger.address;
    type Message = Readonly<Record<string, string | number>>;
    const digestOf = (primaryType: keyof typeof TYPES, message: Message, options: { v10?: boolean; network?: string; operator?: string } = {}) => {
      const declared = TYPES[primaryType].map((member) => (options.v10 === true && member === "uint256 feeAmount" ? "uint16 feeBps" : member));
      const members = declared.map((member): Encoded => {
        const [type = "", name = ""] = member.split(" ");
        const value = message[name] ?? "";
        return type === "address" || type === "bytes32" ? [type, String(value)] : ["uint256", BigInt(value)];
      });
      return { digest: consentDigest({ operator: options.operator ?? operator.address, type: `${primaryType}(${declared.join(",")})`, members, network: options.network ?? NETWORK }) };
    };
    const capture = { paymentInfoHash, amount: "750000", feeAmount: "7500", feeReceiver: feeRecipient.address, expectedCapturableAmount: "1000000", expectedRefundableAmount: "0" };
    const charge = { paymentInfoHash, amount: "750000", tokenCollector: collector, collectorDataHash: seeded.hex("collector data hash", 32), feeAmount: "7500", feeReceiver: feeRecipient.address };
    const refund = { paymentInfoHash, amount: "250000", tokenCollector: collector, expectedCapturableAmount: "250000", expectedRefundableAmount: "750000" };
    const { feeAmount: _capture, ...captureRest } = capture;
    const { feeAmount: _charge, ...chargeRest } = charge;
    const old = { capture: { ...captureRest, feeBps: 100 }, charge: { ...chargeRest, feeBps: 100 } };
    const where = { network: NETWORK, operator: operator.address };
    const plain = valid({ id: "capture", comment: "A capture of a part", flags: ["PrimaryType"], input: { ...where, primaryType: "Capture", deployment: "v1.1", message: capture }, output: digestOf("Capture", capture) });
    const charged = valid({ id: "charge", comment: "A charge of a part", flags: ["PrimaryType"], input: { ...where, primaryType: "Charge", deployment: "v1.1", message: charge }, output: digestOf("Charge", charge) });
    return [{
      name: "consents",
      comment: "Messages to one operator on Base",
      tests: [
        plain,
        charged,
        valid({ id: "void", comment: "A void, which has no amount", flags: ["PrimaryType"], input: { ...where, primaryType: "Void", deployment: "v1.1", message: { paymentInfoHash } }, output: digestOf("Void", { paymentInfoHash }) }),
        valid({ id: "void-v1.0", comment: "A void of the release before: the same", flags: ["FeeField"], input: { ...where, primaryType: "Void", deployment: "v1.0", message: { paymentInfoHash } }, output: digestOf("Void", { paymentInfoHash }) }),
        valid({ id: "refund", comment: "A refund of a part", flags: ["PrimaryType"], input: { ...where, primaryType: "Refund", deployment: "v1.1", message: refund }, output: digestOf("Refund", refund) }),
        valid({ id: "capture-v1.0", comment: "A capture of the release before, with feeBps", flags: ["FeeField"], input: { ...where, primaryType: "Capture", deployment: "v1.0", message: old.capture }, output: digestOf("Capture", old.capture, { v10: true }) }),
        valid({ id: "charge-v1.0", comment: "A charge of the release before, with feeBps", flags: ["FeeField"], input: { ...where, primaryType: "Charge", deployment: "v1.0", message: old.charge }, output: digestOf("Charge", old.charge, { v10: true }) }),
        ...goodRows(plain, [
          ["operator-other", "/operator", stranger.address, "OperatorDomain", "Another operator", digestOf("Capture", capture, { operator: stranger.address })],
          ["chain-other", "/network", "eip155:84532", "OperatorDomain", "Another chain", digestOf("Capture", capture, { network: "eip155:84532" })],
          ["hash-of-nonce", "/message/paymentInfoHash", signatureNonce, "HashPayer", "The payer's nonce in place of the payment's id: another digest", digestOf("Capture", { ...capture, paymentInfoHash: signatureNonce })],
          ["fee-zero", "/message/feeAmount", "0", "IntegerWidth", "No fee", digestOf("Capture", { ...capture, feeAmount: "0" })],
          ["expectations-greatest", "/message/expectedCapturableAmount", String(2n ** 120n - 1n), "IntegerWidth", "A hold of the greatest amount", digestOf("Capture", { ...capture, expectedCapturableAmount: String(2n ** 120n - 1n) })],
        ]),
        ...refusedRows(plain, [
          ["capture-fee-bps", "/message", old.capture, "FeeField", "feeBps where the escrow takes feeAmount", "A member is missing."],
          ["capture-v1.0-fee-amount", "/deployment", "v1.0", "FeeField", "feeAmount where the escrow takes feeBps", "A member is missing."],
          ["expectation-missing", "/message/expectedRefundableAmount", undefined, "NumberForm", "One of the expected balances is missing", "A member is missing."],
          ["amount-2-pow-256", "/message/amount", String(2n ** 256n), "OutOfRange", "An amount of 257 bits", "It is no uint256."],
          ["type-authorize", "/primaryType", "Authorize", "PrimaryType", "A hold, which needs no consent", "There is no such type."],
        ]),
        ...refusedRows(charged, [["charge-data-missing", "/message/collectorDataHash", undefined, "PrimaryType", "No hash of the collector's data", "A member is missing."]]),
      ],
    }];
  },
});
