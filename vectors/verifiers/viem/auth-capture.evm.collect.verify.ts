import { hashTypedData, isAddressEqual, zeroAddress } from "viem";
import type { Address, Hex } from "viem";
import type { Verifier } from "../verifier.ts";
import { bounded, commitment, identity, orZero } from "./_auth-capture.ts";
import { address, answer, chainId, check, hex, members, uint } from "./_read.ts";
import type { Members } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

const receiveTypes = { ReceiveWithAuthorization: [{ name: "from", type: "address" }, { name: "to", type: "address" }, { name: "value", type: "uint256" }, { name: "validAfter", type: "uint256" }, { name: "validBefore", type: "uint256" }, { name: "nonce", type: "bytes32" }] } as const;
const permitTypes = {
  PermitTransferFrom: [{ name: "permitted", type: "TokenPermissions" }, { name: "spender", type: "address" }, { name: "nonce", type: "uint256" }, { name: "deadline", type: "uint256" }],
  TokenPermissions: [{ name: "token", type: "address" }, { name: "amount", type: "uint256" }],
} as const;

type Payment = { readonly from: Address; readonly to: Address; readonly amount: bigint; readonly expires: bigint; readonly nonce: bigint; readonly hash: Hex };

const byReceive = (payload: Members, requirements: Members, extra: Members): Payment => {
  const given = members(payload["authorization"]);
  const { name, version } = extra;
  check(typeof name === "string" && typeof version === "string", "no domain");
  const message = { from: address(given["from"]), to: address(given["to"]), value: uint(given["value"]), validAfter: 0n, validBefore: uint(given["validBefore"]), nonce: hex(given["nonce"], 64) };
  const domain = { name, version, chainId: chainId(requirements["network"]), verifyingContract: address(requirements["asset"]) };
  // Signed with another beginning, the signature does not verify over what the collector submits.
  const hash = hashTypedData({ domain, types: receiveTypes, primaryType: "ReceiveWithAuthorization", message });
  return { from: message.from, to: message.to, amount: message.value, expires: message.validBefore, nonce: BigInt(message.nonce), hash };
};

const byPermit = (payload: Members, requirements: Members): Payment => {
  const given = members(payload["permit2Authorization"]);
  const { token, amount } = members(given["permitted"]);
  const message = { permitted: { token: address(token), amount: uint(amount) }, spender: address(given["spender"]), nonce: uint(given["nonce"]), deadline: uint(given["deadline"]) };
  check(isAddressEqual(message.permitted.token, address(requirements["asset"])), "the permit is for another token");
  const domain = { name: "Permit2", chainId: chainId(requirements["network"]), verifyingContract: "0x000000000022D473030F116dDEE9F6B43aC78BA3" } as const;
  const hash = hashTypedData({ domain, types: permitTypes, primaryType: "PermitTransferFrom", message });
  return { from: address(given["from"]), to: message.spender, amount: message.permitted.amount, expires: message.deadline, nonce: message.nonce, hash };
};

/** Step 4 and 5 of the text: the offer itself, and who may operate. */
const checkOffer = (extra: Members, submitters: readonly unknown[]): void => {
  const [least, most] = [bounded(extra["minFeeBps"], 16), bounded(extra["maxFeeBps"], 16)];
  check(least <= most && most <= 10_000, "fee bounds");
  check(most === 0 || !isAddressEqual(address(extra["feeRecipient"]), zeroAddress), "no receiver of fees");
  const flow = extra["paymentFlow"] ?? "escrow";
  check((flow === "escrow" || flow === "authorization") && extra["autoCapture"] !== true, "unsupported flow");
  check((extra["operatorType"] ?? "delegated") === "delegated", "unsupported operator");
  check(isAddressEqual(orZero(extra["policy"]), zeroAddress), "a policy where none is used");
  check(flow === "escrow" || !isAddressEqual(orZero(extra["receiverAuthorizer"]), zeroAddress), "nobody can consent to the charge");
  const operator = address(extra["captureAuthorizer"]);
  check(submitters.some((own) => isAddressEqual(address(own), operator)), "the operator is not one of mine");
};

/** Answers `auth-capture.evm.collect.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  answer(async () => {
    const { requirements: required, payload: given } = members(input["request"]);
    const [requirements, payload] = [members(required), members(given)];
    const extra = members(requirements["extra"]);
    const now = BigInt(Number(input["now"]));
    checkOffer(extra, shared["submitters"] as readonly unknown[]);
    const deployments = members(shared["deployments"]);
    const escrow = address(extra["authCaptureEscrow"] ?? members(deployments["v1.1"])["escrow"]);
    const release = Object.values(deployments).map(members).find((entry) => isAddressEqual(address(entry["escrow"]), escrow));
    check(release !== undefined, "the escrow is not canonical");
    const [capture, refund] = [bounded(extra["captureDeadline"], 48), bounded(extra["refundDeadline"], 48)].map(BigInt) as [bigint, bigint];
    check(refund >= capture && capture >= now + BigInt(Number(requirements["maxTimeoutSeconds"])) && capture > now + 6n, "deadlines");
    check(!["amount", "feeAmount", "feeBps", "feeReceiver", "authorizerSignature"].some((name) => name in payload), "part of a completion");
    const method = extra["assetTransferMethod"] ?? "eip3009";
    check(method === "eip3009" || method === "permit2", "unsupported method");
    const payment = method === "permit2" ? byPermit(payload, requirements) : byReceive(payload, requirements, extra);
    check(isAddressEqual(payment.to, address(release[`${method}Collector`])), "not the collector");
    check(payment.expires > now + 6n && payment.expires <= capture, "not the time");
    check(payment.amount === uint(requirements["amount"]), "not the amount");
    const bound = [extra["receiverAuthorizer"], extra["policy"]].some((value) => !isAddressEqual(orZero(value), zeroAddress));
    check(bound === "saltNonce" in payload, "saltNonce where nothing is bound, or none where something is");
    const salt = hex(payload["salt"], 64);
    check(!bound || salt === commitment({ receiverAuthorizer: extra["receiverAuthorizer"], policy: extra["policy"], saltNonce: payload["saltNonce"] }), "not the salt");
    const info = {
      operator: extra["captureAuthorizer"], payer: payment.from, receiver: requirements["payTo"], token: requirements["asset"], maxAmount: requirements["amount"], preApprovalExpiry: Number(payment.expires),
      authorizationExpiry: extra["captureDeadline"], refundExpiry: extra["refundDeadline"], minFeeBps: extra["minFeeBps"], maxFeeBps: extra["maxFeeBps"], feeReceiver: extra["feeRecipient"], salt,
    };
    check(BigInt(identity({ network: requirements["network"], escrow, info }).signatureNonce) === payment.nonce, "not the nonce");
    await checkSigner({ hash: payment.hash, signature: payload["signature"], signer: payment.from, state: { code: input["code"] } });
    return undefined;
  });
