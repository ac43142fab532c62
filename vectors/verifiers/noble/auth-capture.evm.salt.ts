import type { Verifier } from "../verifier.ts";
import { commitment } from "./_auth-capture.ts";
import { hexOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `auth-capture.evm.salt`. */
export const verifier: Verifier = ({ input }) => judged(() => ({ salt: hexOf(commitment({ receiverAuthorizer: input["receiverAuthorizer"], policy: input["policy"], saltNonce: input["saltNonce"] })) }));
