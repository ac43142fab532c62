import type { Verifier } from "../verifier.ts";
import { hashesOf, messageOf } from "./_eip3009.ts";
import { address, answer, check, hex, members, uint } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

/** Answers `eip3009.verify`, with the offer's domain and a simulation against the token's own. */
export const verifier: Verifier = ({ input }) =>
  answer(async () => {
    const [requirements, payload, state] = [members(input["requirements"]), members(input["payload"]), members(input["state"])];
    check(requirements["scheme"] === "exact", "not exact");
    const message = messageOf(payload["authorization"]);
    const { name, version } = members(requirements["extra"]);
    const { digest } = hashesOf({ requirements, message, name, version });
    check(message.to === address(requirements["payTo"]), "pays somebody else");
    check(message.value === uint(requirements["amount"]), "pays another amount");
    const now = BigInt(Number(state["now"]));
    check(message.validAfter < now && now < message.validBefore, "outside of its window");
    check(uint(state["balance"]) >= message.value, "balance too low");
    const used = Array.isArray(state["usedNonces"]) ? state["usedNonces"].map(members) : [];
    check(used.every((entry) => address(entry["from"]) !== message.from || hex(entry["nonce"]) !== message.nonce), "nonce used");
    check(state["token"] !== null, "no contract at the asset");
    const token = members(state["token"]);
    check(token["name"] === name && token["version"] === version, "the token has another domain");
    await checkSigner({ hash: digest, signature: payload["signature"], signer: message.from, state, recoversOnly: token["signatures"] === "key" });
  });
