import { expect, test } from "vitest";
import { fieldMutations, mutationId } from "./field-mutations.ts";
import { braces, excuse } from "./field-whitelist.ts";
import { mutateJson } from "./mutate-json.ts";
import { mutateTrace } from "./mutate-trace.ts";

const text = JSON.stringify({ a: { b: ["x", { n: "41" }] }, v: 2, f: true });
const apply = (path: string[], operation: Parameters<typeof mutateJson>[0]["mutation"]["operation"]) => mutateJson({ text, mutation: { path, operation } }).text;

test("bends one field and nothing else", () => {
  expect(JSON.parse(apply(["v"], "drop"))).toEqual({ a: { b: ["x", { n: "41" }] }, f: true });
  expect(JSON.parse(apply(["a", "b", "1", "n"], "plus-one"))).toEqual({ a: { b: ["x", { n: "42" }] }, v: 2, f: true });
  expect(JSON.parse(apply(["v"], "minus-one"))).toMatchObject({ v: 1 });
  expect(JSON.parse(apply(["v"], "wrong-type"))).toMatchObject({ v: "2" });
  expect(JSON.parse(apply(["f"], "null"))).toMatchObject({ f: null });
  expect(JSON.parse(apply(["v"], "wrong-case"))).toMatchObject({ V: 2 });
  expect(JSON.parse(apply([], "extra"))).toMatchObject({ "x-conformance-extra": { added: true } });
});

test("a duplicate key stands twice in the text", () => {
  expect(apply(["v"], "duplicate").match(/"v":/g)).toHaveLength(2);
});

test("says when there was nothing to bend", () => {
  expect(mutateJson({ text, mutation: { path: ["nope"], operation: "drop" } }).changed).toBe(false);
  expect(mutateJson({ text: "no json", mutation: { path: ["v"], operation: "drop" } }).changed).toBe(false);
});

test("every field of every message is enumerated, the scheme's payload too", () => {
  const ids = (["server", "client", "facilitator"] as const).flatMap((role) => fieldMutations({ role }).map(mutationId));
  expect(ids).toContain("payment-required/accepts/0/amount:minus-one");
  expect(ids).toContain("payment-payload/payload/authorization/validBefore:drop");
  expect(ids).toContain("supported-response/kinds/0/x402Version:wrong-type");
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(250);
});

test("excuses cover survivors and grow stale without them", () => {
  const whitelist = braces("a/{b,c}:drop").map((pattern) => ({ pattern, reason: "r" }));
  expect(excuse({ survivors: ["a/b:drop", "x:null"], whitelist })).toEqual({ unexcused: ["x:null"], stale: ["a/c:drop"] });
});

test("a bent recording is the clean one with one field bent where the target spoke", () => {
  const header = Buffer.from(JSON.stringify({ x402Version: 2 })).toString("base64");
  const request = { kind: "http.request", exchange: 0, from: "client", to: "server", method: "GET", target: "/", headers: [], body: { text: "", bytes: 0, truncated: false }, seq: 0, at: 0 } as const;
  const response = { kind: "http.response", exchange: 0, from: "server", to: "client", status: 402, headers: [["Payment-Required", header]], body: { text: "", bytes: 0, truncated: false }, seq: 1, at: 0 } as const;
  const bent = mutateTrace({ events: [request, response], mutation: { message: "payment-required", path: ["x402Version"], operation: "plus-one" } });
  expect(bent[0]).toBe(request);
  expect(bent[1]).toMatchObject({ headers: [["Payment-Required", Buffer.from('{"x402Version":3}').toString("base64")]] });
  const same = [request, response];
  expect(mutateTrace({ events: same, mutation: { message: "payment-response", path: ["success"], operation: "drop" } })).toBe(same);
});
