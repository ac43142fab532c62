import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { signatureBase } from "./_signature-base.ts";
import type { Message } from "./_signature-base.ts";
import { FieldReader } from "./_structured-fields.ts";

/** Answers `http-signature.base`. */
export const verifier: Verifier = ({ input }) => {
  try {
    const reader = new FieldReader(String(input["parameters"]));
    const list = reader.member();
    reader.end();
    return accepted({ base: signatureBase(input["message"] as Message, list) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no base");
  }
};
