import type { Verifier } from "../verifier.ts";
import { eip2612Hashes, readPermit } from "./_eip2612.ts";
import { addressOf, bytesOf, isSignedBy, must, objectOf, sameBytes, uintOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

const PERMIT2 = addressOf("0x000000000022D473030F116dDEE9F6B43aC78BA3", "Permit2");

/** Answers `eip2612-sponsoring.verify`; takes any amount that covers the payment, and any version. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const [requirements, authorization, info, state] = [objectOf(input["requirements"], "requirements"), objectOf(input["permit2Authorization"], "permit2Authorization"), objectOf(input["info"], "info"), objectOf(input["state"], "state")];
    const permit = readPermit({ owner: info["from"], spender: info["spender"], value: info["amount"], nonce: info["nonce"], deadline: info["deadline"] });
    must(sameBytes(permit.owner, addressOf(authorization["from"], "from")), "the permit is another owner's");
    must(sameBytes(addressOf(info["asset"], "asset"), addressOf(requirements["asset"], "asset")), "the permit is for another token");
    must(sameBytes(permit.spender, PERMIT2), "the spender is not Permit2");
    must(permit.value >= uintOf(objectOf(authorization["permitted"], "permitted")["amount"], "permitted amount"), "the allowance does not cover the payment");
    must(permit.nonce === uintOf(state["nonce"], "nonce"), "the nonce is not the current one");
    must(BigInt(state["now"] as number) <= permit.deadline, "the deadline has passed");
    const { name, version, permit: permits } = objectOf(state["token"], "token");
    must(permits === true, "the token has no permit");
    const { digest } = eip2612Hashes({ requirements, permit, name, version });
    must(isSignedBy(digest, bytesOf(info["signature"], "signature"), permit.owner), "the signature is not the owner's");
    return undefined;
  });
