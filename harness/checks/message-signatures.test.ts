import { describe, expect, test } from "vitest";
import { ed25519Key, type FoundSignature, type SignableMessage, signaturesOf, signMessage } from "../../simulators/http-signatures/index.ts";
import { isPublished } from "./message-signatures.ts";

const key = ed25519Key(Buffer.alloc(32, 3));
const other = ed25519Key(Buffer.alloc(32, 4));
const message: SignableMessage = { method: "GET", url: "http://shop.example/article", headers: [["Accept", "*/*"]] };

function signed(keyid?: string, components = ["@authority"]): FoundSignature {
  const [found] = signaturesOf(signMessage({ message, components, parameters: keyid === undefined ? {} : { keyid }, key }));
  if (found === undefined) throw new Error("nothing was signed");
  return found;
}

describe("the key of a signature is published", () => {
  test.each([
    ["by its thumbprint", signed(key.thumbprint), [{ ...key.jwk, kid: "a" }]],
    ["by a name of its own", signed("server-key"), [{ ...key.jwk, kid: "server-key" }]],
    ["and called otherwise there", signed("ba3e64=="), [other.jwk, key.jwk]],
    ["and the signature does not say which it is", signed(), [key.jwk]],
  ])("%s", (_, found, keys) => expect(isPublished({ message, found, keys })).toBe(true));
  test.each([
    ["where another is", signed(key.thumbprint), [other.jwk]],
    ["where none is", signed("server-key"), []],
  ])("not %s", (_, found, keys) => expect(isPublished({ message, found, keys })).toBe(false));
  test("perhaps, where one of another kind is, or what is covered is not known here", () => {
    expect(isPublished({ message, found: signed("server-key"), keys: [{ kty: "EC", crv: "P-256", x: "", y: "" }] })).toBe("unclear");
    expect(isPublished({ message: { ...message, headers: [] }, found: signed("server-key", ["accept"]), keys: [key.jwk] })).toBe("unclear");
  });
});
