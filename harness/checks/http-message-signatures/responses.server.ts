import { isEd25519Jwk, type FoundSignature, serializeMember, type SignableMessage } from "../../../simulators/http-signatures/index.ts";
import { bodyJson } from "../../trace/body.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check, type Judge, type Judgement } from "../check.ts";
import { hasKey, isPublished, keysOf, madeBy, signableRequest, signaturesIn } from "../message-signatures.ts";
import { type AnsweredStep, answered, object, readHeader } from "../server-steps.ts";

/** extensions/http-message-signatures.md, Server-Signed Responses. To sign them is a server's choice. */

const SCENARIO = "server/http-message-signatures/responses";
const UNSIGNED = "the target does not sign its responses";

interface SignedResponse {
  readonly step: AnsweredStep;
  readonly signatures: readonly FoundSignature[];
}

/** Answers that speak of payment; where a server signs some of what it says, also those it does not sign. */
function payingAnswers(trace: Trace): readonly SignedResponse[] | undefined {
  const found = [...answered(trace, "unpaid"), ...answered(trace, "good")].filter(({ response }) => readHeader(response, "payment-required") !== undefined || readHeader(response, "payment-response") !== undefined);
  return found.length === 0 ? undefined : found.map((step) => ({ step, signatures: signaturesIn(step.response) }));
}

/** Judges the answers that are signed. */
function responseCheck(requirement: string, killedBy: readonly string[], alsoKilledBy: Readonly<Record<string, string>>, judge: (signed: readonly SignedResponse[], judging: Judge<readonly SignedResponse[]>) => Judgement): Check {
  return check({
    id: requirement,
    requirement,
    appliesTo: { scenarios: SCENARIO },
    witness: payingAnswers,
    judge(judging) {
      const signed = judging.witness.filter(({ signatures }) => signatures.length > 0);
      return signed.length === 0 ? judging.notApplicable(UNSIGNED) : judge(signed, judging);
    },
    killedBy,
    alsoKilledBy,
  });
}

/** Keys at the server's well-known path. */
function publishedKeys(trace: Trace): readonly unknown[] {
  const [step] = answered(trace, "directory");
  return step === undefined || step.response.status !== 200 ? [] : keysOf(object(bodyJson(step.response.body)));
}

/** A response with what it answers. Of a server behind TLS that is another URL. */
function signable({ request, response: { status, headers } }: AnsweredStep): readonly SignableMessage[] {
  return (["http", "https"] as const).map((scheme) => ({ status, headers, request: signableRequest({ request, scheme }) }));
}

/** The best of what can be said of a message's two readings. */
function either(found: readonly (boolean | "unclear")[]): boolean | "unclear" {
  return found.includes(true) ? true : found.includes("unclear") ? "unclear" : false;
}

/** What the text has a response signature cover, in its own notation. Of two x402 headers either will do. */
function wantedComponents({ response }: AnsweredStep): readonly (readonly string[])[] {
  const headers = (["payment-required", "payment-response"] as const).filter((name) => readHeader(response, name) !== undefined);
  return [['"@status"'], headers.map((name) => `"${name}"`), ['"@authority";req', WHOLE], ['"@path";req', WHOLE]];
}

/** Authority and path stand in it both, and bind the response at least as well. */
const WHOLE = '"@target-uri";req';

function covers({ covered }: FoundSignature, component: string): boolean {
  const [name = "", parameter] = component.split(";");
  return covered.items.some(({ value, parameters }) => value === name && (parameter === undefined ? !parameters.has("req") : parameters.has(parameter)));
}

export const checks: readonly Check[] = [
  responseCheck("hms.server.sign", ["server.hms.payment-uncovered", "server.hms.request-unbound", "server.hms.status-uncovered"], {}, (signed, { pass, fail }) => {
    for (const { step, signatures } of signed) {
      const wanted = wantedComponents(step);
      // One of several signatures may be for another purpose.
      if (signatures.some((found) => wanted.every((components) => components.some((component) => covers(found, component))))) continue;
      return fail(`the signature of "${step.as}" does not cover what the text names`, { expected: wanted.map(([first]) => first).join(" "), actual: signatures.map(({ covered }) => covered.items.map(serializeMember).join(" ")).join("; "), at: step.response });
    }
    return pass({ at: signed.map(({ step }) => step.response) });
  }),
  responseCheck("hms.server.signature-valid", ["server.hms.signature-wrong"], {}, (signed, { trace, pass, fail, notApplicable }) => {
    const keys = publishedKeys(trace).filter(isEd25519Jwk);
    let verified: AnsweredStep | undefined;
    for (const { step, signatures } of signed) {
      // A key that is not published is matter of hms.server.keys; one of another kind this suite does not judge.
      const known = signatures.filter(({ keyid }) => keyid !== undefined && hasKey({ keys, keyid }));
      const made = known.map((found) => either(signable(step).map((message) => madeBy({ message, found, keys }))));
      if (made.includes(true)) verified ??= step;
      else if (made.includes(false)) return fail(`the signature of "${step.as}" does not verify`, { expected: "a signature by the key that is published", actual: known.map(({ keyid }) => keyid).join(", "), at: step.response });
    }
    return verified === undefined ? notApplicable("no signature is by an Ed25519 key that the target publishes") : pass({ at: verified.response });
  }),
  responseCheck("hms.server.keys", ["server.hms.key-unpublished"], {}, (signed, { trace, pass, fail, notApplicable }) => {
    const [directory] = answered(trace, "directory");
    if (directory === undefined || (directory.response.status >= 300 && directory.response.status < 400)) return notApplicable("the directory was not seen: no answer, or a redirection, which is not followed");
    const keys = publishedKeys(trace);
    let seen: AnsweredStep | undefined;
    for (const { step, signatures } of signed) {
      const published = either(signatures.flatMap((found) => signable(step).map((message) => isPublished({ message, found, keys }))));
      if (published === true) seen ??= step;
      else if (published === false) return fail("the key of a response's signature is not published", { expected: "the key at /.well-known/http-message-signatures-directory", actual: `status ${directory.response.status}, ${keys.length} keys, none for ${signatures.map(({ keyid }) => keyid ?? "no keyid").join(", ")}`, at: directory.response });
    }
    return seen === undefined ? notApplicable("no key that is published can be told to be the one") : pass({ at: directory.response });
  }),
];
