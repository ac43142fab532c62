import { isObject } from "../../json.ts";

/** What a network that bills by message signatures says of itself: extensions/http-message-signatures.md, Fields. */
export interface Declaration {
  /** Algorithms, e.g. `ed25519`. */
  readonly signatureSchemes: readonly string[];
  /** The text's list of fields requires them, its schema does not; empty where they are left out. */
  readonly tags: readonly string[];
  readonly hasSchema: boolean;
}

/** Its identifier in `extensions`. */
export const HTTP_MESSAGE_SIGNATURES = "http-message-signatures";

/** `undefined` for what is none. */
export function readDeclaration(advertised: unknown): Declaration | undefined {
  if (!isObject(advertised) || !isObject(advertised["info"])) return undefined;
  const { signatureSchemes, tags = [] } = advertised["info"];
  return isTexts(signatureSchemes) && isTexts(tags) ? { signatureSchemes, tags, hasSchema: advertised["schema"] !== undefined } : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
