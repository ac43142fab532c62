import { decodeBase58, isAddress } from "../../../simulators/chains/svm/wire/index.ts";
import { check, type Check } from "../check.ts";
import { isOnSolana, proofsOf, type SentProof, signedVariant } from "../siwx-proof.ts";

/** extensions/sign-in-with-x.md, Client Request, Client Proof Fields and Solana (SIWS), as far as a proof tells by itself. */

const SOLANA = "client/siwx/solana";

/** A check of every proof for a chain of Solana; of those it does not speak of, none. */
function proofCheck(definition: { id: string; requirement: string; title: string; killedBy: readonly string[]; speaksOf?: (sent: SentProof) => boolean; deviation: (sent: SentProof) => { message: string; expected: string; actual: unknown } | undefined }): Check {
  const { id, requirement, title, killedBy, speaksOf = () => true, deviation } = definition;
  return check({
    id,
    requirement,
    title,
    appliesTo: { scenarios: SOLANA },
    witness(trace) {
      const proofs = proofsOf(trace);
      return proofs.length === 0 ? undefined : proofs;
    },
    judge({ witness, pass, fail, notApplicable }) {
      const concerned = witness.filter(speaksOf);
      for (const sent of concerned) {
        const wrong = deviation(sent);
        if (wrong !== undefined) return fail(wrong.message, { expected: wrong.expected, actual: wrong.actual, at: sent.request });
      }
      return concerned.length === 0 ? notApplicable("no proof of the case says anything on the matter") : pass({ at: concerned.map(({ request }) => request) });
    },
    killedBy,
  });
}

export const checks: readonly Check[] = [
  proofCheck({
    id: "siwx.client.header.solana",
    requirement: "siwx.client.header",
    title: "A proof on Solana travels as base64 JSON in SIGN-IN-WITH-X",
    deviation: ({ decoded, text }) => (decoded.ok ? undefined : { message: `SIGN-IN-WITH-X cannot be decoded: ${decoded.message}`, expected: "standard base64 of JSON", actual: text }),
    killedBy: ["client.siwx.header-raw-json"],
  }),
  proofCheck({
    id: "siwx.client.address-format.solana",
    requirement: "siwx.client.address-format",
    title: "The address of a proof on Solana is written in base58",
    speaksOf: isOnSolana,
    deviation: ({ proof: { address } }) => (isAddress(address) ? undefined : { message: "the address of a proof on Solana is no public key in base58", expected: "32 bytes in base58", actual: address ?? "no such member" }),
    killedBy: ["client.siwx.address-hex"],
  }),
  proofCheck({
    id: "siwx.client.signature-format.solana",
    requirement: "siwx.client.signature-format",
    title: "The signature of a proof on Solana is written in base58",
    speaksOf: isOnSolana,
    deviation: ({ proof: { signature } }) => (typeof signature === "string" && decodeBase58(signature, 88)?.length === 64 ? undefined : { message: "the signature of a proof on Solana is not 64 bytes in base58", expected: "64 bytes in base58", actual: signature ?? "no such member" }),
    killedBy: ["client.siwx.signature-base64"],
  }),
  proofCheck({
    id: "siwx.client.siws-message",
    requirement: "siwx.client.siws-message",
    title: "On Solana the signed text is the message of Sign-In With Solana",
    // Without a statement the text is open: siwx.client.siws-no-statement. What cannot be read is matter of the rows on forms.
    speaksOf: (sent) => isOnSolana(sent) && typeof sent.proof["statement"] === "string" && signedVariant(sent.proof) !== "unreadable",
    deviation({ proof }) {
      const variant = signedVariant(proof);
      return variant === "siws" ? undefined : { message: "the address of a proof has not signed the message of Sign-In With Solana", expected: "a signature over the text rebuilt from the proof", actual: variant ?? "none of the texts tried" };
    },
    killedBy: ["client.siwx.chain-id-whole", "client.siwx.ethereum-account"],
  }),
  check({
    id: "siwx.client.siws-no-statement",
    requirement: "siwx.client.siws-no-statement",
    appliesTo: { scenarios: SOLANA },
    witness(trace) {
      const read = proofsOf(trace).flatMap((sent) => {
        const variant = isOnSolana(sent) && sent.proof["statement"] === undefined ? signedVariant(sent.proof) : "unreadable";
        return variant === "unreadable" ? [] : [{ sent, variant }];
      });
      return read[0];
    },
    judge({ witness: { sent, variant }, position }) {
      const at = sent.request;
      if (variant === "siws") return position("one-empty-line", "one empty line stands between address and URI", { at });
      return variant === "two-empty-lines" ? position("two-empty-lines", "two empty lines stand between address and URI", { at }) : position("other", "neither text verifies", { at });
    },
    killedBy: ["client.siwx.two-empty-lines"],
    alsoKilledBy: {
      "client.siwx.chain-id-whole": "a text that is wrong elsewhere verifies in neither form",
      "client.siwx.ethereum-account": "a text that is wrong elsewhere verifies in neither form",
    },
  }),
];
