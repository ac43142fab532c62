import type { Answer } from "../judge.ts";

/**
 * An independent implementation of one operation: it answers from the question alone and shares no code with
 * the generator of the vectors. Found by glob: `vectors/verifiers/<implementation>/<operation>.ts`.
 */
export type Verifier = (question: { readonly shared: Readonly<Record<string, unknown>>; readonly input: Readonly<Record<string, unknown>> }) => VerifierAnswer | Promise<VerifierAnswer>;

export type VerifierAnswer = Omit<Answer, "id">;

/** The input is accepted and yields this. */
export const accepted = (output?: unknown): VerifierAnswer => (output === undefined ? { result: "valid" } : { result: "valid", output });

/** The input is refused. @param note why, for people */
export const refused = (note: string): VerifierAnswer => ({ result: "invalid", note });
