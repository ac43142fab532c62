import { isAddressEqual } from "viem";
import type { Address } from "viem";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { artifactSigner } from "./_artifact.ts";

/** Answers `eip712.receipt.verify` with viem. */
export const verifier: Verifier = async ({ shared, input }) => {
  try {
    const artifact = input["receipt"] as { payload?: { resourceUrl?: string } };
    const signer = await artifactSigner("receipt", artifact);
    const origin = URL.parse(artifact.payload?.resourceUrl ?? "")?.origin;
    const may = (shared["signers"] as { address: Address; origin: string }[]).some((each) => isAddressEqual(each.address, signer as Address) && each.origin === origin);
    return may ? accepted({ signer }) : refused(`${signer} may not sign for that service`);
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no signature");
  }
};
