import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { memoized } from "../../../simulators/memo.ts";
import { check, type Check } from "../check.ts";
import { type Deviation, routeCheck } from "../server-offers.ts";
import { buysContent } from "../server-judgements.ts";
import { besidePaidTwin, delivers, isObject, type JsonObject, object, readHeader, steps } from "../server-steps.ts";
import type { Trace } from "../../trace/trace.ts";

/** x402-specification-v2.md §5.1.2, the Extensions object, seen at a server. */

/** Extensions whose own text lets the schema be left out: extensions/http-message-signatures.md, Schema Omission. */
const SCHEMA_OPTIONAL = ["http-message-signatures"];

const advertised = (required: JsonObject): readonly (readonly [string, unknown])[] => Object.entries(object(required["extensions"]));
const advertises = (required: JsonObject): boolean => isObject(required["extensions"]) && advertised(required).length > 0;

const APPENDED = "server/core-types/extensions";
const TAMPERED = "server/core-types/extension-tampered";
const WITHOUT = "server/core-types/without-extensions";
/** The extension the suite configures; a target that does not pass it on has nothing to be judged by. */
const OURS = "conformance-echo";

function advertisesOurs(trace: Trace): boolean {
  return steps(trace, "offer").some(({ response }) => response !== undefined && OURS in object(object(readHeader(response, "payment-required")?.value)["extensions"]));
}

export const checks: readonly Check[] = [
  routeCheck({
    requirement: "core.ext.entry-shape",
    applies: advertises,
    deviation(required) {
      const bad = advertised(required).find(([identifier, declaration]) => !isObject(declaration) || !isObject(declaration["info"]) || !(isObject(declaration["schema"]) || (declaration["schema"] === undefined && SCHEMA_OPTIONAL.includes(identifier))));
      return bad === undefined ? undefined : { message: `extension ${bad[0]} is not advertised as info and schema`, expected: "{ info: object, schema: object }", actual: bad[1] };
    },
    killedBy: ["server.offer.extension-without-info"],
  }),
  routeCheck({
    requirement: "core.ext.info-matches-schema",
    applies: (required) => advertises(required) && advertised(required).some(describesItself),
    deviation: (required) => advertised(required).filter(describesItself).map(infoDeviation).find((wrong) => wrong !== undefined),
    killedBy: ["server.offer.info-breaks-schema"],
  }),
  check({
    id: "core.ext.server-accepts-append",
    requirement: "core.ext.server-accepts-append",
    appliesTo: { scenarios: APPENDED },
    witness: (trace) => (advertisesOurs(trace) ? besidePaidTwin(trace, "appended")?.[0] : undefined),
    judge({ witness, trace, pass, fail }) {
      if (witness.response === undefined) return fail("no answer to a payment whose extension info has a member more", { expected: "the content", actual: witness.abort?.message, at: witness.request });
      return delivers(trace, witness.response) ? pass({ at: witness.response }) : fail("a payment whose extension info has a member more was refused", { expected: "the content", actual: witness.response.status, at: witness.response });
    },
    killedBy: ["server.ext.exact-echo"],
  }),
  check({
    id: "core.ext.server-echo-tamper",
    requirement: "core.ext.server-echo-tamper",
    appliesTo: { scenarios: TAMPERED },
    witness: (trace) => (advertisesOurs(trace) ? besidePaidTwin(trace, "tampered")?.[0] : undefined),
    judge: ({ witness, trace, pass, fail }) =>
      witness.response !== undefined && delivers(trace, witness.response)
        ? fail("a payment whose extension info was overwritten was served", { expected: "a refusal", actual: witness.response.status, at: witness.response })
        : pass({ at: witness.request }),
    killedBy: ["server.ext.tamper-accepted"],
  }),
  // On a route that advertises none: where some are, the text wants them repeated.
  buysContent({
    requirement: "core.payload.extensions-optional",
    scenarios: WITHOUT,
    steps: "without-extensions",
    killedBy: ["server.ext.requires-member"],
  }),
];

/** Extensions whose schema describes what the client is to complete: their info cannot satisfy it yet. */
const COMPLETED_BY_CLIENT = ["sign-in-with-x", "eip2612GasSponsoring", "erc20ApprovalGasSponsoring"];

function describesItself([identifier, declaration]: readonly [string, unknown]): boolean {
  return !COMPLETED_BY_CLIENT.includes(identifier) && isObject(declaration) && isObject(declaration["info"]) && isObject(declaration["schema"]) && compiled(declaration["schema"]) !== undefined;
}

function infoDeviation([identifier, declaration]: readonly [string, unknown]): Deviation {
  const { info, schema } = declaration as { info: JsonObject; schema: JsonObject };
  const validate = compiled(schema);
  if (validate === undefined || validate(info) === true) return undefined;
  const [first] = validate.errors ?? [];
  return { message: `extension ${identifier}: info does not satisfy its own schema`, expected: `${first?.instancePath ?? ""} ${first?.message ?? ""}`.trim(), actual: info };
}

/** @returns undefined for a schema that cannot be applied here: it points elsewhere, or is of a dialect unlike 2020-12 */
const compiled = memoized({ of: compile, key: (schema: JsonObject) => JSON.stringify(schema), capacity: 100 });

function compile(schema: JsonObject): ValidateFunction | undefined {
  const { $id: _, $schema: __, ...anonymous } = schema;
  try {
    // The target's schema: unknown keywords are its own affair, and references are not followed.
    return new Ajv2020({ strict: false, allErrors: false, logger: false, validateSchema: false }).compile(anonymous);
  } catch {
    return undefined;
  }
}
