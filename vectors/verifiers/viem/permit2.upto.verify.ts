import type { Verifier } from "../verifier.ts";
import { checkPayment } from "./_permit2-payment.ts";
import { answer } from "./_read.ts";

/** Answers `permit2.upto.verify`. */
export const verifier: Verifier = ({ shared, input }) => answer(() => checkPayment("upto", { shared, input }));
