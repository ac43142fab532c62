import type { Verifier } from "../verifier.ts";
import { hashesOf, messageOf } from "./_eip2612.ts";
import { address, answer, check, members, uint } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

const PERMIT2 = "0x000000000022d473030f116ddee9f6b43ac78ba3";

/** Answers `eip2612-sponsoring.verify` as the proxy does that is deployed: for the permitted amount and no other. */
export const verifier: Verifier = ({ input }) =>
  answer(async () => {
    const [requirements, authorization, info, state] = [members(input["requirements"]), members(input["permit2Authorization"]), members(input["info"]), members(input["state"])];
    check(typeof info["version"] === "string" && /^1(?:\.0)*$/.test(info["version"]), "another version of the extension");
    const message = messageOf({ ...info, owner: info["from"], value: info["amount"] });
    check(message.spender === PERMIT2, "another spender");
    check(message.owner === address(authorization["from"]) && address(info["asset"]) === address(requirements["asset"]), "not for this payment");
    check(message.value === uint(members(authorization["permitted"])["amount"]), "another amount");
    check(message.nonce === uint(state["nonce"]) && message.deadline >= BigInt(Number(state["now"])), "nonce or deadline is over");
    const [extra, token] = [members(requirements["extra"]), members(state["token"])];
    check(token["permit"] === true && token["name"] === extra["name"] && token["version"] === extra["version"], "the token would not take it");
    await checkSigner({ hash: hashesOf(requirements, extra, message).digest, signature: info["signature"], signer: message.owner, state: {}, recoversOnly: true });
  });
