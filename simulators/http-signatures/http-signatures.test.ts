import { describe, expect, test } from "vitest";
import { agentOrigin, ed25519Key, findKey, parseDictionary, type SignableMessage, serializeMember, signaturesOf, signatureBase, signMessage, verifiesMessage } from "./index.ts";

/** RFC 9421, Appendix B.1.4: test-key-ed25519. */
const KEY = ed25519Key(Buffer.from("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU", "base64url"));

/** RFC 9421, Appendix B.2: test-request. */
const REQUEST: SignableMessage = {
  method: "POST",
  url: "https://example.com/foo?param=Value&Pet=dog",
  headers: [
    ["Host", "example.com"],
    ["Date", "Tue, 20 Apr 2021 02:07:55 GMT"],
    ["Content-Type", "application/json"],
    ["Content-Digest", "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"],
    ["Content-Length", "18"],
  ],
};

/** RFC 9421, Appendix B.2.6: Signing a Request Using ed25519. */
const B26 = {
  input: 'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  signature: "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
  base: [
    '"date": Tue, 20 Apr 2021 02:07:55 GMT',
    '"@method": POST',
    '"@path": /foo',
    '"@authority": example.com',
    '"content-type": application/json',
    '"content-length": 18',
    '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  ].join("\n"),
};

describe("the vectors of RFC 9421", () => {
  const components = ["date", "@method", "@path", "@authority", "content-type", "content-length"];
  const parameters = { created: 1618884473, keyid: "test-key-ed25519" };

  test("B.1.4: the public key of test-key-ed25519", () => {
    expect(KEY.jwk.x).toBe("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
  });
  test("B.2.6: signature base, Signature-Input and Signature", () => {
    const fields = signMessage({ message: REQUEST, components, parameters, key: KEY, label: "sig-b26" });
    expect(fields).toEqual([
      ["Signature-Input", B26.input],
      ["Signature", B26.signature],
    ]);
    const [found] = signaturesOf(fields);
    expect(found?.covered === undefined ? "" : signatureBase({ message: REQUEST, covered: found.covered })).toBe(B26.base);
  });
  test("B.2.6: verifies, and does not once something covered is another", () => {
    const [found] = signaturesOf([
      ["signature-input", B26.input],
      ["signature", B26.signature],
    ]);
    if (found === undefined) throw new Error("no signature was found");
    expect(verifiesMessage({ message: REQUEST, found, key: KEY.jwk })).toBe(true);
    expect(verifiesMessage({ message: { ...REQUEST, method: "GET" }, found, key: KEY.jwk })).toBe(false);
    // Not covered.
    expect(verifiesMessage({ message: { ...REQUEST, url: "https://example.com/foo?param=Other" }, found, key: KEY.jwk })).toBe(true);
  });

  /** §2.1, §2.2 and §2.4, each with the value the RFC states. */
  const base = (component: string, message: SignableMessage): string => {
    const member = parseDictionary(`sig=(${component})`).get("sig");
    if (member === undefined || !("items" in member)) throw new Error("no inner list");
    return signatureBase({ message, covered: member }).split("\n")[0] ?? "";
  };
  const at = (url: string): SignableMessage => ({ method: "POST", url, headers: [] });
  test.each([
    ['"@authority"', at("https://WWW.Example.com:443/path?param=value"), '"@authority": www.example.com'],
    ['"@scheme"', at("http://www.example.com/path?param=value"), '"@scheme": http'],
    ['"@target-uri"', at("https://www.example.com/path?param=value"), '"@target-uri": https://www.example.com/path?param=value'],
    ['"@request-target"', at("https://www.example.com/path?param=value"), '"@request-target": /path?param=value'],
    ['"@path"', at("https://www.example.com/path?param=value"), '"@path": /path'],
    ['"@query"', at("https://www.example.com/path?param=value&foo=bar&baz=bat%2Dman"), '"@query": ?param=value&foo=bar&baz=bat%2Dman'],
    ['"@query"', at("https://www.example.com/path"), '"@query": ?'],
    ['"@status"', { status: 200, headers: [] }, '"@status": 200'],
    ['"cache-control"', { headers: [["Cache-Control", "max-age=60"], ["Cache-Control", "   must-revalidate"]] }, '"cache-control": max-age=60, must-revalidate'],
    ['"example-dict";key="a"', { headers: [["Example-Dict", "  a=1, b=2;x=1;y=2, c=(a b c), d"]] }, '"example-dict";key="a": 1'],
    ['"example-dict";key="b"', { headers: [["Example-Dict", "  a=1, b=2;x=1;y=2, c=(a b c), d"]] }, '"example-dict";key="b": 2;x=1;y=2'],
    ['"example-dict";key="c"', { headers: [["Example-Dict", "  a=1, b=2;x=1;y=2, c=(a b c), d"]] }, '"example-dict";key="c": (a b c)'],
    ['"example-header";bs', { headers: [["Example-Header", "value, with, lots"], ["Example-Header", "of, commas"]] }, '"example-header";bs: :dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:'],
    ['"@authority";req', { status: 503, headers: [], request: at("https://example.com/foo") }, '"@authority";req: example.com'],
  ] satisfies [string, SignableMessage, string][])("%s", (component, message, line) => {
    expect(base(component, message)).toBe(line);
  });
  test.each(['"@status"', '"missing"', '"@authority" "@authority"', '"@signature-params"', '"Date"', '"date";unknown', '"@path";req'])("§2.5: %s of this request ends in an error", (component) => {
    expect(() => base(component, REQUEST)).toThrow();
  });
});

describe("structured fields", () => {
  test("what is read is written in the one canonical way", () => {
    const text = `sig=( "@path"   "date";bs );created=1;tag="a\\"b"`;
    const member = parseDictionary(text).get("sig");
    expect(member === undefined ? "" : serializeMember(member)).toBe(`("@path" "date";bs);created=1;tag="a\\"b"`);
  });
  test.each(["sig=(", "sig=()x", 'sig=("a""b")', "Sig=()", "sig=:a", "a=1,", "a=1 b=2"])("%s is none", (text) => {
    expect(() => parseDictionary(text)).toThrow();
  });
  test("signatures without a counterpart are none", () => {
    expect(signaturesOf([["Signature-Input", 'a=("@path"), b=("@path")'], ["Signature", "b=:AQ==:"]]).map(({ label }) => label)).toEqual(["b"]);
    expect(signaturesOf([])).toEqual([]);
  });
});

test("a key is found by its thumbprint, RFC 8037 Appendix A.3", () => {
  const key = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  expect(findKey({ keys: [null, { kty: "EC" }, key], keyid: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" })).toEqual(key);
});

test.each([
  ["mycrawler.com", "https://mycrawler.com"],
  ["http://127.0.0.1:4711", "http://127.0.0.1:4711"],
  ['"https://mycrawler.com/"', "https://mycrawler.com"],
  ['sig="https://mycrawler.com"', "https://mycrawler.com"],
  ["not a host", undefined],
  ['a="https://a.test", b="https://b.test"', undefined],
])("Signature-Agent %s names %s", (value, origin) => {
  expect(agentOrigin(value)).toBe(origin);
});
