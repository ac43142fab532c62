import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
const asks = (value: unknown): boolean => isRecord(value) && value["x402Version"] !== undefined && value["accepts"] !== undefined;

/** The JSON in the text of the first item; undefined where there is none. */
const jsonOfText = (content: unknown): unknown => {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  if (!isRecord(first) || typeof first["text"] !== "string") return undefined;
  try {
    return JSON.parse(first["text"]) as unknown;
  } catch {
    return undefined;
  }
};

/** Answers `mcp.extract` by the two steps the transport gives clients. */
export const verifier: Verifier = ({ input }) => {
  const result = input["result"] as { structuredContent?: unknown; content?: unknown };
  const found = [result.structuredContent, jsonOfText(result.content)].find(asks);
  return found === undefined ? refused("an ordinary result") : accepted({ paymentRequired: found });
};
