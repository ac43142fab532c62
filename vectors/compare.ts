import { builderCodesOf } from "./compare-builder-codes.ts";
import { sameJson } from "./json-pointer.ts";

/** How a right answer is told from a wrong one. */
export type Comparison = "json" | "header" | "builder-codes";

/** Every comparison by its name. */
export const comparisons: Readonly<Record<Comparison, (expected: unknown, actual: unknown) => boolean>> = {
  /** The same JSON, whatever the order of members. */
  json: sameJson,
  /** `{ header }`: standard padded base64 of the same JSON, whatever its white space and order of members. */
  header: (expected, actual) => {
    const [right, given] = [messageOf(expected), messageOf(actual)];
    return given !== undefined && sameJson(right, given);
  },
  /** `{ callData }`: the same call with the same builder codes behind it, whatever the order of CBOR's members. */
  "builder-codes": (expected, actual) => {
    const [right, given] = [builderCodesOf(callDataOf(expected)), builderCodesOf(callDataOf(actual))];
    return right !== undefined && given !== undefined && sameJson(right, given);
  },
};

const callDataOf = (output: unknown): unknown => (typeof output === "object" && output !== null && "callData" in output ? output.callData : undefined);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const messageOf = (output: unknown): unknown => {
  const header = typeof output === "object" && output !== null && "header" in output ? output.header : undefined;
  if (typeof header !== "string" || !BASE64.test(header)) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(header, "base64"))) as unknown;
  } catch {
    return undefined;
  }
};
