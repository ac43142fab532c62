import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileSchema, readJson } from "./json-schema.ts";
import { fiatCurrencyOf, loadAchReturnCodes, loadCardDeclines, loadFiatCurrencies, loadSepaReasonCodes } from "./registry-fiat.ts";

const url = (file: string): URL => new URL(`registry/${file}`, import.meta.url);

// Each was compared with its sources. An entry that changes is compared again, and then its digest changes here.
describe.each([
  ["ach-return-codes", "f82d6efec1cac3d795decddf0820a77be005114de0340a72cc60287c7cb2f949"],
  ["card-decline-classes", "73dc1a0ce12e045ddb4fce2dc898603da8b8a2072c23b6fd617d3f2dff5a3d25"],
  ["fiat-currencies", "72dd2989827c9ab45830f9493caa6d52d914a9b638d8c0ae3b2c029cd7cfbc61"],
  ["sepa-reason-codes", "830c1df0b5cddabb51e0c0c8021efb81b1d445b48cd23db6c1a6a06d7508da62"],
])("%s", (name, digest) => {
  it("satisfies the schema beside it", () => {
    expect(compileSchema(url(`${name}.schema.json`))(readJson(url(`${name}.json`)))).toMatchObject({ ok: true });
  });

  it("is as it was compared", () => {
    expect(createHash("sha256").update(readFileSync(url(`${name}.json`))).digest("hex")).toBe(digest);
  });
});

describe("currencies", () => {
  const currencies = loadFiatCurrencies();
  const leftOut = (readJson(url("fiat-currencies.json")) as { leftOut: { code: string }[] }).leftOut.map(({ code }) => code);

  it("stand once, by code and by number, in order", () => {
    const codes = currencies.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].toSorted());
    expect(new Set(currencies.map(({ number }) => number)).size).toBe(codes.length);
    expect(codes.filter((code) => leftOut.includes(code))).toEqual([]);
  });

  it.each([
    ["USD", "840", 2],
    ["EUR", "978", 2],
    ["JPY", "392", 0],
    ["KWD", "414", 3],
    ["BHD", "048", 3],
    ["CLF", "990", 4],
    ["UYW", "927", 4],
    ["XAD", "396", 2],
    ["XCG", "532", 2],
  ])("%s is %s with exponent %i", (code, number, exponent) => {
    expect(fiatCurrencyOf(code)).toMatchObject({ number, exponent });
  });

  it.each(["usd", "XAU", "XTS", "HRK", "BGN", "US", ""])("%j is none", (code) => {
    expect(fiatCurrencyOf(code)).toBeUndefined();
  });

  // ICU knows currencies from another source. It has withdrawn ones as well, and not yet every new one.
  it("are known to the platform", () => {
    const known = new Set(Intl.supportedValuesOf("currency"));
    const funds = currencies.filter(({ fund }) => fund === true).map(({ code }) => code);
    const unknown = currencies.map(({ code }) => code).filter((code) => !known.has(code) && !funds.includes(code));
    expect(["VED", "XCG", "ZWG"]).toEqual(expect.arrayContaining(unknown));
  });
});

describe("ACH return codes", () => {
  const codes = loadAchReturnCodes();
  const of = (code: string) => codes.find((entry) => entry.code === code);

  it("stand once, in order", () => {
    const all = codes.map(({ code }) => code);
    expect(all).toEqual([...new Set(all)].toSorted());
  });

  it("say under which condition money may be asked for again", () => {
    for (const { code, retryable, retryCondition } of codes) expect(retryCondition !== undefined, code).toBe(retryable);
  });

  it("tell two banking days from the sixty days of a consumer's claim", () => {
    expect(of("R01")).toMatchObject({ class: "insufficient-funds", returnWindow: { unit: "banking-day", days: 2 }, retryable: true });
    expect(of("R10")).toMatchObject({ class: "unauthorized", returnWindow: { unit: "calendar-day", days: 60 }, retryable: false });
    expect(of("R29")).toMatchObject({ class: "unauthorized", returnWindow: { unit: "banking-day", days: 2 } });
    expect(of("R06")?.returnWindow).toBeNull();
  });

  it("count the unauthorized and the administrative ones", () => {
    const counted = (rate: string) => codes.filter(({ countsAs }) => countsAs === rate).map(({ code }) => code);
    expect(counted("unauthorized")).toEqual(["R05", "R07", "R10", "R11", "R29", "R51"]);
    expect(counted("administrative")).toEqual(["R02", "R03", "R04"]);
  });
});

describe("SEPA reason codes", () => {
  const codes = loadSepaReasonCodes();
  const uses = (code: string, scheme: string) => codes.find((entry) => entry.code === code)?.uses.find((use) => use.scheme === scheme)?.transactions;

  it("stand once, in order, each scheme once", () => {
    const all = codes.map(({ code }) => code);
    expect(all).toEqual([...new Set(all)].toSorted());
    for (const { code, uses: own } of codes) expect(new Set(own.map(({ scheme }) => scheme)).size, code).toBe(own.length);
  });

  it("let only consumers claim a refund", () => {
    expect(codes.filter(({ code }) => uses(code, "sdd-core")?.includes("refund")).map(({ code }) => code)).toEqual(["MD01", "MD06"]);
    expect(codes.filter(({ code }) => uses(code, "sdd-b2b")?.includes("refund"))).toEqual([]);
  });

  it("never return an instant transfer once it has settled, but by recall", () => {
    for (const { code } of codes) expect(uses(code, "sct-inst") ?? [], code).not.toContain("return");
    expect(uses("FOCR", "sct-inst")).toEqual(["recall-return"]);
  });
});

describe("card declines", () => {
  const { classes, answers } = loadCardDeclines();

  it("have the three classes of the draft, one code for every hard one", () => {
    expect(classes.map((entry) => [entry.class, entry.retriable, entry.errorCode])).toEqual([
      ["soft", true, undefined],
      ["hard", false, "card_declined"],
      ["authentication-required", false, "card_authentication_required"],
    ]);
  });

  it("put each answer into one class", () => {
    const keys = answers.map(({ network, field, code }) => `${network} ${field} ${code}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const entry of classes) expect(answers.map((answer) => answer.class)).toContain(entry.class);
  });
});
