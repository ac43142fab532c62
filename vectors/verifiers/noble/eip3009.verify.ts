import type { Verifier } from "../verifier.ts";
import { eip3009Digest, readAuthorization } from "./_eip3009.ts";
import { addressOf, bytesOf, must, objectOf, sameBytes, uintOf } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { mustBeSigned } from "./_payer.ts";

/** Answers `eip3009.verify`; knows contract payers and ERC-6492, and takes addresses in any case. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const [requirements, payload, state] = [objectOf(input["requirements"], "requirements"), objectOf(input["payload"], "payload"), objectOf(input["state"], "state")];
    must(requirements["scheme"] === "exact", "the scheme is not exact");
    const authorization = readAuthorization(payload["authorization"]);
    must(sameBytes(authorization.to, addressOf(requirements["payTo"], "payTo")), "the recipient is not payTo");
    must(authorization.value === uintOf(requirements["amount"], "amount"), "the value is not the amount");
    const now = BigInt(state["now"] as number);
    must(authorization.validAfter < now, "not valid yet");
    must(now < authorization.validBefore, "expired");
    must(uintOf(state["balance"], "balance") >= authorization.value, "the payer cannot pay");
    const used = (state["usedNonces"] as readonly unknown[]).map((entry) => objectOf(entry, "used nonce"));
    must(!used.some(({ from, nonce }) => sameBytes(addressOf(from, "from"), authorization.from) && sameBytes(bytesOf(nonce, "nonce"), authorization.nonce)), "the nonce was used");
    must(state["token"] !== null, "there is no token");
    const { name, version, signatures } = objectOf(state["token"], "token");
    const { digest } = eip3009Digest({ requirements, authorization, name, version });
    mustBeSigned({ digest, signature: payload["signature"], payer: authorization.from, state, keyOnly: signatures === "key" });
    return undefined;
  });
