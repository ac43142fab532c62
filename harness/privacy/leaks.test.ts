import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadFormats } from "../../reports/formats.ts";
import type { Results } from "../../reports/results.ts";
import { passesLuhn } from "../../simulators/rails/card-data.ts";
import { main } from "../cli/main.ts";
import { findNumbers } from "./mask.ts";

/** Targets that leak a card number wherever they can: nothing that the suite writes or prints has it. */

const PAN = [..."0123456789"].map((digit) => `42424242424242${digit}`).flatMap((body) => [..."0123456789"].map((digit) => `${body}${digit}`)).find((digits) => passesLuhn(digits) && digits.endsWith("6")) ?? "";
const GROUPED = PAN.replaceAll(/(.{4})(?=.)/g, "$1 ");
/** Of a card that providers publish for tests: it does not come out in any grouping. */
const TEST_CARD = `${"42".repeat(7)}4${[..."0123456789"].find((digit) => passesLuhn(`${"42".repeat(7)}4${digit}`))}`;
const QUARTERS = TEST_CARD.match(/.{4}/g) ?? [];
const HALVES = TEST_CARD.match(/.{8}/g) ?? [];
const BODY = { blockedCard: PAN, valid_pan: Number(PAN), one_time_card: PAN, coffee: PAN, amount: TEST_CARD, spoken: QUARTERS.join("  "), tabs: QUARTERS.join("\t"), slashes: QUARTERS.join("/"), parts: QUARTERS, digits: [...TEST_CARD], eights: HALVES.join(" "), id: `id-${QUARTERS.join("-")}`, glued: `${TEST_CARD}1228987`, hex: `0x${TEST_CARD}`, beef: `cafe${TEST_CARD}beef`, gas: `card ${PAN} gas station`, cvc: "987" };

// It gets the number by its environment: no file of ours holds one.
const LEAKY = `
import { createServer } from "node:http";
import { createInterface } from "node:readline";
const pan = process.env.LEAKED, [role] = process.argv.slice(2);
const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64");
const capabilities = { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: JSON.parse(process.env.FEATURES) };
const say = (id, result) => process.stdout.write(JSON.stringify({ id, ok: true, result }) + "\\n");
const failed = (id, code, message) => process.stdout.write(JSON.stringify({ id, ok: false, error: { code, message } }) + "\\n");
const started = new Set();
let fetched = 0;
console.error("listening, card " + pan);
createInterface({ input: process.stdin }).on("close", () => process.exit(0)).on("line", async (line) => {
  const { id, op, instance, config, request } = JSON.parse(line);
  if (op === "hello") return say(id, { name: "leaky " + pan, version: pan, role, capabilities });
  if (op === "stop" || op === "reset") return say(id, {});
  if (op === "start" && config.role === role) {
    started.add(instance);
    if (role === "client") return say(id, {});
    const server = createServer((incoming, response) => {
      console.error("charging " + pan);
      const route = config.routes.find(({ path }) => incoming.url.startsWith(path));
      if (route === undefined || incoming.headers["payment-signature"] !== undefined) return response.writeHead(500, { "x-card": pan, ["x-" + pan]: "1" }).end("cannot charge " + process.env.GROUPED);
      const [offer] = route.accepts;
      const offers = [{ ...offer, extra: { ...offer.extra, note: "tok_" + pan } }];
      response.writeHead(402, { "payment-required": base64({ x402Version: 1, error: pan, accepts: offers }), "set-cookie": "blockedpan=" + pan, "x-note": "valid_card=" + pan + "; " + JSON.parse(process.env.BODY).eights }).end(JSON.stringify({ ...JSON.parse(process.env.BODY), card: { number: pan, encoded: base64({ pan }) } }));
    });
    return server.listen(0, "127.0.0.1", () => say(id, { url: "http://127.0.0.1:" + server.address().port, unsupportedRoutes: config.routes.filter(({ accepts }) => accepts.some(({ network }) => network !== "eip155:84532")).map(({ id }) => id) }));
  }
  if (op === "fetch" && role === "client") {
    if (!started.has(instance)) return failed(id, "failed", "no client " + instance);
    fetched += 1;
    if (fetched > 30) { console.error("declined " + pan); process.exit(9); }
    try {
      const first = await fetch(request.url, { method: request.method ?? "GET" });
      const { accepts: [accepted] } = JSON.parse(Buffer.from(first.headers.get("payment-required"), "base64").toString());
      const paid = await fetch(request.url + "&card=" + pan, { headers: { "PAYMENT-SIGNATURE": base64({ x402Version: 2, accepted, payload: { token: pan, paymentId: "pay_" + pan } }) } });
      if (fetched % 2 === 1) return say(id, { outcome: "response", status: paid.status, headers: [["x-card", pan]], body: Buffer.from("bought with " + pan + process.env.BODY).toString("base64"), payment: { success: true, payer: pan, ...JSON.parse(process.env.BODY) } });
    } catch {}
    return say(id, { outcome: "error", message: "no answer for " + pan });
  }
  failed(id, "unsupported", "unknown op " + op + " " + pan);
});
`;

let folder = "";
const printed: string[] = [];
const files: Record<string, string> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "x402-leaks-"));
  writeFileSync(join(folder, "leaky.mjs"), LEAKY);
  const formats = [...(await loadFormats()).keys()].join(",");
  for (const role of ["server", "client"]) {
    const features = role === "server" ? ["upstream", "facilitator", "instances", "routes"] : ["instances", "request"];
    const manifest = join(folder, `${role}.json`);
    writeFileSync(manifest, JSON.stringify({ name: `leaky-${role}`, role, connect: `cmd:${process.execPath} leaky.mjs ${role}`, capabilities: { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features }, environment: { LEAKED: PAN, GROUPED, BODY: JSON.stringify(BODY), FEATURES: JSON.stringify(features) }, timeouts: { ready: 30, case: 10, stop: 5 } }));
    const out = join(folder, `out-${role}`);
    const io = { stdout: (text: string) => void printed.push(text), stderr: (text: string) => void printed.push(text), interactive: false, color: false, columns: 100, cwd: folder, environment: {}, signal: new AbortController().signal };
    await main({ argv: ["run", manifest, "--only", "http,core-types", "--out", out, "--format", formats, "-v", "--seed", "leaks"], io });
    if (!existsSync(out)) throw new Error(printed.join(""));
    for (const name of readdirSync(out)) files[`${role}/${name}`] = readFileSync(join(out, name), "utf8");
    for (const name of formats.split(",")) await main({ argv: ["report", "--from", join(out, "results.json"), "--format", name], io });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const results = (role: string): Results => JSON.parse(files[`${role}/results.json`] ?? "{}") as Results;

test("the targets did leak, and the report says so", () => {
  for (const role of ["server", "client"]) {
    const all = files[`${role}/results.json`] ?? "";
    expect(all.match(/\[card number 424242\*{6}\d{4}\]/g)?.length).toBeGreaterThan(20);
    expect(results(role).header.targets[0]?.declared?.version).toMatch(/^\[card number /);
  }
  const events = Object.values(results("client").cases).flatMap(({ events: one }) => one);
  const headers = events.flatMap(({ headers: fields = [] }) => fields).filter(([name]) => name.toLowerCase() === "payment-signature");
  expect(headers.length).toBeGreaterThan(0);
  for (const [, value] of headers) expect(Buffer.from(value, "base64").toString()).toContain('"token":"[card number 424242');
  expect(events.some(({ decoded = {} }) => JSON.stringify(decoded).includes("[card number"))).toBe(true);
  expect(results("client").header.incomplete.join()).toContain("declined [card number");
});

describe("no number is in", () => {
  test.each(["server/results.json", "server/index.html", "server/verdicts.ndjson", "client/results.json", "client/index.html", "client/verdicts.ndjson"])("%s", (name) => {
    expect(files[name]?.length).toBeGreaterThan(100);
    expectFree(files[name] ?? "");
  });
  test("what was printed, in every format and beside it", () => {
    expect(printed.length).toBeGreaterThan(20);
    for (const text of printed) expectFree(text);
  });
  test("a report that is made of results of another suite", async () => {
    const given = join(folder, "foreign.json");
    writeFileSync(given, (files["server/results.json"] ?? "").replaceAll(new RegExp(String.raw`\[card number 424242\*+${PAN.slice(-4)}\]`, "g"), PAN));
    expect(readFileSync(given, "utf8")).toContain(PAN);
    const texts: string[] = [];
    const io = { stdout: (text: string) => void texts.push(text), stderr: (text: string) => void texts.push(text), interactive: false, color: false, columns: 100, cwd: folder, environment: {}, signal: new AbortController().signal };
    for (const format of (await loadFormats()).keys()) await main({ argv: ["report", "--from", given, "--format", format], io });
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) expectFree(text);
  });
});

function expectFree(text: string): void {
  expect(text.includes(PAN) || text.includes(GROUPED)).toBe(false);
  expect(text.replaceAll("&#42;", "*").replaceAll(/\\+[nrt]|[^0-9A-Za-z*]/g, "").includes(TEST_CARD)).toBe(false);
  expect(/cvc\W{1,12}987/.test(text) || text.includes("1228987")).toBe(false);
  expect(text.includes(Buffer.from(PAN).toString("base64").slice(0, 20))).toBe(false);
  expect(findNumbers(text).map(({ kind, index }) => `${kind} at ${index}`)).toEqual([]);
}
