import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { sameOnNetwork } from "./_terms.ts";

const FRESH_SECONDS = 300;

/** Answers `receipt.payment.match` member by member. */
export const verifier: Verifier = ({ input }) => {
  const payload = input["payload"] as Readonly<Record<string, unknown>>;
  const payment = input["payment"] as { network: string; payer: string; url: string; transaction: string };
  const { network, payer, resourceUrl, issuedAt, transaction } = payload;
  if (network !== payment.network) return refused("another network");
  if (resourceUrl !== payment.url) return refused("another resource");
  if (!sameOnNetwork(network, payer, payment.payer)) return refused("another payer");
  if (transaction !== undefined && transaction !== "" && !sameOnNetwork(network, transaction, payment.transaction)) return refused("another transaction");
  const age = Number(input["now"]) - Number(issuedAt);
  return Math.abs(age) <= FRESH_SECONDS ? accepted() : refused("not issued just now");
};
