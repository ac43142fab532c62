import { expect, test } from "vitest";
import { createAttribution } from "./attribution.ts";

const ADDRESS = `0x${"Ab".repeat(20)}`;
const NONCE = `0x${"12".repeat(32)}`;
const SIGNATURE = `0x${"34".repeat(65)}`;

test("a message belongs to the case whose token stands in it, in any letter case", () => {
  const attribution = createAttribution<string>();
  attribution.claim({ owner: "one", tokens: [ADDRESS, NONCE, SIGNATURE, "c0ffee000001"] });
  attribution.claim({ owner: "two", tokens: ["c0ffee000002"] });
  expect(attribution.find(JSON.stringify({ from: ADDRESS.toLowerCase() }))).toBe("one");
  expect(attribution.find(JSON.stringify({ nonce: NONCE.toUpperCase().replace("0X", "0x") }))).toBe("one");
  expect(attribution.find(JSON.stringify({ signature: SIGNATURE }))).toBe("one");
  expect(attribution.find("/x402/basic?case=c0ffee000002")).toBe("two");
  expect(attribution.find(encodeURIComponent("http://h/x402/basic?case=c0ffee000002"))).toBe("two");
});

test("what nobody claimed, or is only part of something longer, is nobody's", () => {
  const attribution = createAttribution<string>();
  attribution.claim({ owner: "one", tokens: [ADDRESS] });
  expect(attribution.find("")).toBeUndefined();
  expect(attribution.find(`0x${"cd".repeat(20)}`)).toBeUndefined();
  expect(attribution.find(`${ADDRESS}00`)).toBeUndefined();
  attribution.release("one");
  expect(attribution.find(ADDRESS)).toBeUndefined();
});
