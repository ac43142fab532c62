import type { Verifier } from "../verifier.ts";
import { artifactVerifier } from "./_artifact.ts";

/** Answers `jws.receipt.verify` with jose. */
export const verifier: Verifier = artifactVerifier({ kind: "receipt", strings: ["network", "resourceUrl", "payer"], numbers: ["issuedAt"] });
