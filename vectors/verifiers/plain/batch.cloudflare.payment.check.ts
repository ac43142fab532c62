import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** Answers `batch.cloudflare.payment.check`. */
export const verifier: Verifier = ({ input }) => {
  const { accepted: chosen, payload } = input["payment"] as Json;
  if (!isObject(chosen) || !isObject(payload)) return refused("accepted or payload is missing");
  const offer = (input["offers"] as readonly Json[]).find((candidate) => ["scheme", "network", "amount", "asset", "payTo"].every((name) => candidate[name] === chosen[name]));
  if (offer === undefined) return refused("none of the offers");
  const { amount, asset } = payload;
  if (typeof amount !== "string" || !/^[0-9]+$/.test(amount) || asset !== offer["asset"]) return refused("the commitment is in another currency, or no amount");
  return BigInt(amount) >= BigInt(String(offer["amount"])) ? accepted() : refused("the commitment is below the price");
};
