import type { Verifier } from "../verifier.ts";
import { artifactVerifier } from "./_artifact.ts";

/** Answers `jws.offer.verify` with jose. */
export const verifier: Verifier = artifactVerifier({ kind: "offer", strings: ["resourceUrl", "scheme", "network", "asset", "payTo", "amount"], numbers: [] });
