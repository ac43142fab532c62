import type { Verifier } from "../verifier.ts";
import { commitment } from "./_auth-capture.ts";
import { answer } from "./_read.ts";

/** Answers `auth-capture.evm.salt`. */
export const verifier: Verifier = ({ input }) => answer(() => ({ salt: commitment({ receiverAuthorizer: input["receiverAuthorizer"], policy: input["policy"], saltNonce: input["saltNonce"] }) }));
