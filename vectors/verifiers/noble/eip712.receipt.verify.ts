import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { artifactDigest } from "./_artifact.ts";
import { isRecord } from "./_jws.ts";
import { fromHex, recovered } from "./_secp256k1.ts";

/** Answers `eip712.receipt.verify` with noble's curve. */
export const verifier: Verifier = ({ shared, input }) => {
  const artifact = input["receipt"];
  if (!isRecord(artifact) || artifact["format"] !== "eip712" || !isRecord(artifact["payload"])) return refused("no artifact of format eip712");
  const digest = artifactDigest("receipt", artifact["payload"]);
  if (digest === undefined) return refused("no payload of version 1");
  const signer = recovered(digest, fromHex(artifact["signature"]));
  const url = String(artifact["payload"]["resourceUrl"]);
  const may = (shared["signers"] as { address: string; origin: string }[]).some(({ address, origin }) => address === signer && (url === origin || ["/", "?", "#"].some((next) => url.startsWith(origin + next))));
  return signer !== undefined && may ? accepted({ signer }) : refused("not signed by an address that may sign for that service");
};
