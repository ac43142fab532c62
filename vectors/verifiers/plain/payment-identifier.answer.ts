import { isDeepStrictEqual } from "node:util";
import { accepted } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

type Payment = { readonly extensions?: Readonly<Record<string, { readonly info?: { readonly id?: unknown } }>> };
type Request = { readonly method: string; readonly path: string; readonly payment: Payment };

const idOf = (request: Request | undefined): unknown => request?.payment.extensions?.["payment-identifier"]?.info?.id;

/** Answers `payment-identifier.answer` by the table of the text; the same request means the same method, path and payment. */
export const verifier: Verifier = ({ shared, input }) => {
  const first = input["first"] as Request | undefined;
  const second = input["second"] as Request;
  const id = idOf(second);
  if (id === undefined) return accepted({ answer: shared["required"] === true ? "bad-request" : "process" });
  if (first === undefined || idOf(first) !== id) return accepted({ answer: "process" });
  return accepted({ answer: isDeepStrictEqual(first, second) ? "stored" : "conflict" });
};
