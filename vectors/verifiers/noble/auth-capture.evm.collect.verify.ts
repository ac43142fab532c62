import type { Verifier } from "../verifier.ts";
import { commitment, identity, isBound } from "./_auth-capture.ts";
import { addressOf, bytesOf, chainIdOf, digestOf, hashOf, must, numberOf, objectOf, sameBytes, structHash, textOf, tokenDomain, uintOf, word } from "./_evm.ts";
import type { Json } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { mustBeSigned } from "./_payer.ts";

const COMPLETION = ["amount", "feeAmount", "feeBps", "feeReceiver", "authorizerSignature"];

/** The times and fees an offer may have. */
const mustBeOffer = (extra: Json, options: { now: number; timeout: number }): void => {
  const { now, timeout } = options;
  const number = (name: string): number => {
    const value = extra[name];
    must(typeof value === "number", `no ${name}`);
    return value;
  };
  const [capture, refund, least, most] = [number("captureDeadline"), number("refundDeadline"), number("minFeeBps"), number("maxFeeBps")];
  must(refund >= capture && now + timeout <= capture && capture > now + 6, "the deadlines are out of order");
  must(least >= 0 && least <= most && most <= 10_000, "fee bounds");
  must(numberOf(addressOf(extra["feeRecipient"], "feeRecipient")) !== 0n || most === 0, "a fee for nobody");
  must(extra["autoCapture"] !== true, "autoCapture");
  must(["escrow", "authorization", undefined].includes(extra["paymentFlow"] as string | undefined), "another flow");
  must(["delegated", undefined].includes(extra["operatorType"] as string | undefined), "another kind of operator");
  must(extra["policy"] === undefined || numberOf(addressOf(extra["policy"], "policy")) === 0n, "a policy");
  must(extra["paymentFlow"] !== "authorization" || isBound(extra), "a charge without authorizer");
};

type Paid = { readonly payer: Uint8Array; readonly collector: Uint8Array; readonly value: bigint; readonly end: bigint; readonly nonce: bigint; readonly digest: Uint8Array };

const receive = (payload: Json, requirements: Json, extra: Json): Paid => {
  const given = objectOf(payload["authorization"], "authorization");
  const [from, to] = [addressOf(given["from"], "from"), addressOf(given["to"], "to")];
  const [value, after, before] = [uintOf(given["value"], "value"), uintOf(given["validAfter"], "validAfter"), uintOf(given["validBefore"], "validBefore")];
  const nonce = bytesOf(given["nonce"], "nonce", 32);
  must(after === 0n, "the collector submits 0");
  const domain = tokenDomain({ name: textOf(extra["name"], "name"), version: textOf(extra["version"], "version"), chainId: chainIdOf(requirements["network"]), contract: addressOf(requirements["asset"], "asset") });
  const struct = structHash("ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)", word(from), word(to), word(value), word(after), word(before), nonce);
  return { payer: from, collector: to, value, end: before, nonce: numberOf(nonce), digest: digestOf(domain, struct) };
};

const permit = (payload: Json, requirements: Json): Paid => {
  const given = objectOf(payload["permit2Authorization"], "permit2Authorization");
  const permitted = objectOf(given["permitted"], "permitted");
  const token = addressOf(permitted["token"], "token");
  must(sameBytes(token, addressOf(requirements["asset"], "asset")), "another token");
  const [value, nonce, end, spender] = [uintOf(permitted["amount"], "amount"), uintOf(given["nonce"], "nonce"), uintOf(given["deadline"], "deadline"), addressOf(given["spender"], "spender")];
  const domain = structHash("EIP712Domain(string name,uint256 chainId,address verifyingContract)", hashOf("Permit2"), word(chainIdOf(requirements["network"])), word(addressOf("0x000000000022D473030F116dDEE9F6B43aC78BA3", "Permit2")));
  const permissions = "TokenPermissions(address token,uint256 amount)";
  const struct = structHash(`PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)${permissions}`, structHash(permissions, word(token), word(value)), word(spender), word(nonce), word(end));
  return { payer: addressOf(given["from"], "from"), collector: spender, value, end, nonce, digest: digestOf(domain, struct) };
};

/** Answers `auth-capture.evm.collect.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const request = objectOf(input["request"], "request");
    const [requirements, payload] = [objectOf(request["requirements"], "requirements"), objectOf(request["payload"], "payload")];
    const extra = objectOf(requirements["extra"], "extra");
    const now = Number(input["now"]);
    mustBeOffer(extra, { now, timeout: Number(requirements["maxTimeoutSeconds"]) });
    must(requirements["scheme"] === "auth-capture", "another scheme");
    const operator = addressOf(extra["captureAuthorizer"], "captureAuthorizer");
    must((shared["submitters"] as readonly unknown[]).some((own) => sameBytes(addressOf(own, "submitter"), operator)), "somebody else's operator");
    const releases = Object.values(objectOf(shared["deployments"], "deployments")).map((release) => objectOf(release, "release"));
    const named = extra["authCaptureEscrow"] ?? objectOf(objectOf(shared["deployments"], "deployments")["v1.1"], "v1.1")["escrow"];
    const release = releases.find(({ escrow }) => sameBytes(addressOf(escrow, "escrow"), addressOf(named, "authCaptureEscrow")));
    must(release !== undefined, "an escrow of no release");
    must(COMPLETION.every((name) => payload[name] === undefined), "the server's members in a client's payload");
    const method = extra["assetTransferMethod"] ?? "eip3009";
    must(method === "eip3009" || method === "permit2", "another method");
    const paid = method === "eip3009" ? receive(payload, requirements, extra) : permit(payload, requirements);
    must(sameBytes(paid.collector, addressOf(release[method === "eip3009" ? "eip3009Collector" : "permit2Collector"], "collector")), "another collector");
    must(paid.end > BigInt(now) + 6n && paid.end <= BigInt(Number(extra["captureDeadline"])), "another end of validity");
    must(paid.value === uintOf(requirements["amount"], "amount"), "another amount");
    must(isBound(extra) === (payload["saltNonce"] !== undefined), "saltNonce");
    if (isBound(extra)) must(sameBytes(commitment({ receiverAuthorizer: extra["receiverAuthorizer"], policy: extra["policy"], saltNonce: payload["saltNonce"] }), bytesOf(payload["salt"], "salt", 32)), "the salt is no commitment");
    const info = {
      operator: extra["captureAuthorizer"], payer: extra["captureAuthorizer"], receiver: requirements["payTo"], token: requirements["asset"], maxAmount: requirements["amount"], preApprovalExpiry: Number(paid.end),
      authorizationExpiry: extra["captureDeadline"], refundExpiry: extra["refundDeadline"], minFeeBps: extra["minFeeBps"], maxFeeBps: extra["maxFeeBps"], feeReceiver: extra["feeRecipient"], salt: payload["salt"],
    };
    must(numberOf(identity({ network: requirements["network"], escrow: release["escrow"], info }).nonce) === paid.nonce, "another nonce");
    mustBeSigned({ digest: paid.digest, signature: payload["signature"], payer: paid.payer, state: { code: input["code"] } });
    return undefined;
  });
