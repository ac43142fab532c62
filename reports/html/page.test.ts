import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderReport } from "../render-report.ts";
import { HOSTILE, sampleResults } from "../sample-results.ts";

const results = sampleResults();
const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));
const folder = mkdtempSync(join(tmpdir(), "report-"));
const file = pathToFileURL(join(folder, "index.html")).href;
let browser: Browser;

beforeAll(async () => {
  // A failure and not a skip: a report nobody looked at is not tested.
  if (executablePath === undefined) throw new Error(`The report is looked at in Chromium, and there is none at ${process.env["CHROMIUM"] ?? "/usr/bin/chromium"}. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.`);
  writeFileSync(join(folder, "index.html"), await renderReport({ results, format: "html" }));
  browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the report and, at the end, holds it to what every visit must satisfy: no error, no request, no foreign script. */
async function visit(options: { hash?: string; width?: number; scheme?: "light" | "dark" }, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: options.width ?? 1280, height: 900 }, colorScheme: options.scheme ?? "light" });
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => void (message.type() === "error" || message.type() === "warning" ? errors.push(message.text()) : undefined));
    page.on("pageerror", (error) => void errors.push(error.message));
    page.on("request", (request) => void (request.url().startsWith("data:") || request.url().split("#")[0] === file ? undefined : requests.push(request.url())));
    await page.goto(`${file}${options.hash ?? ""}`);
    await look(page);
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.title()).not.toContain("pwned");
    expect(await page.locator("img, iframe, object, embed").count()).toBe(0);
  } finally {
    await context.close();
  }
}

const shown = (page: Page) => page.locator("details.verdict:visible");

describe("the HTML report in a browser", () => {
  test("shows first what needs attention, and everything when asked", async () => {
    await visit({}, async (page) => {
      const attention = results.verdicts.filter(({ verdict }) => !["pass", "unsupported", "notApplicable"].includes(verdict)).length;
      expect(await shown(page).count()).toBe(attention);
      await page.getByText("All", { exact: false }).and(page.locator(".choices span")).first().click();
      expect(await shown(page).count()).toBe(results.verdicts.length);
    });
  });

  test("narrows by filter and search, and keeps both in the address", async () => {
    await visit({}, async (page) => {
      await page.locator(".choices label.s-fail span").click();
      await page.getByLabel("Target", { exact: true }).selectOption("acme-server");
      expect(await shown(page).count()).toBe(2);
      await page.getByLabel("Search", { exact: true }).fill("PAYMENT-response receipt");
      expect(await shown(page).count()).toBe(1);
      expect(await shown(page).locator(".check").textContent()).toBe("http.server.sample-2");
      expect(await page.locator("#filter-count").textContent()).toBe(`1 of ${results.verdicts.length}`);
      const address = page.url();
      expect(address).toContain("target=acme-server");
      await page.getByLabel("Search", { exact: true }).fill("no such thing");
      expect(await page.locator("#no-verdicts").isVisible()).toBe(true);
      await page.locator("#filters [data-reset]").click();
      expect(await shown(page).count()).toBe(results.verdicts.length);
      await page.goto("about:blank");
      await page.goto(address);
      expect(await shown(page).count()).toBe(1);
    });
  });

  test("opens a failure, draws its exchange and shows what a message carried, all as text", async () => {
    await visit({}, async (page) => {
      const verdict = page.locator('[id="verdict/acme-server/http.server.sample-2"]');
      await verdict.locator("summary").first().click();
      expect(await verdict.locator(".actual pre").textContent()).toContain(HOSTILE.slice(0, 60));
      expect(await verdict.locator(".seat").allTextContents()).toEqual(["clientreference", "serveracme-server", "facilitatorreference", "chainlocal chain"]);
      expect(await verdict.locator(".message.pointed").count()).toBe(2);
      const reply = verdict.locator('.message[data-seq="2"]');
      expect(await reply.locator(".name").textContent()).toBe("402 Payment Required");
      expect(await reply.locator(".panel").isVisible()).toBe(false);
      await reply.locator("summary").first().click();
      expect(await reply.locator(".panel").isVisible()).toBe(true);
      expect(await reply.locator(".headers").textContent()).toContain("PAYMENT-REQUIRED");
      expect(await reply.locator(".panel pre").first().textContent()).toContain('"payTo": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"');
      expect(await reply.locator(".panel").textContent()).toContain("<img src=x onerror=");
      expect(page.url()).toContain("#verdict/acme-server/http.server.sample-2");
    });
  });

  test("a link to a verdict opens it, also when the filters hide it", async () => {
    const pass = results.verdicts.find(({ verdict, target }) => verdict === "pass" && target === "reference-server");
    await visit({ hash: `#verdict/reference-server/${pass?.check}` }, async (page) => {
      const verdict = page.locator("details.verdict[open]");
      expect(await verdict.count()).toBe(1);
      expect(await verdict.locator(".statement").isVisible()).toBe(true);
      expect(await verdict.locator(".reproduce code").textContent()).toBe(pass?.reproduce);
    });
  });

  test("a square, a count and a figure of a card lead to their verdicts", async () => {
    await visit({}, async (page) => {
      const card = page.locator(".card", { hasText: "acme-server" });
      await card.locator(".legend a.s-warning").click();
      expect(await shown(page).count()).toBe(1);
      await card.locator(".squares a.s-fail").first().click();
      expect(await page.locator("details.verdict[open]").getAttribute("id")).toBe("verdict/acme-server/http.server.sample-1");
    });
  });

  test("works by keyboard alone", async () => {
    await visit({}, async (page) => {
      await page.locator("details.verdict:visible > summary").first().focus();
      await page.keyboard.press("Enter");
      expect(await page.locator("details.verdict[open]").count()).toBe(1);
      const message = page.locator("details.verdict[open] details.message > summary").first();
      await message.focus();
      await page.keyboard.press("Enter");
      expect(await message.locator("xpath=..").getAttribute("open")).toBe("");
    });
  });

  test("says what is incomplete, ambiguous and how the checks were tested", async () => {
    await visit({ scheme: "dark" }, async (page) => {
      expect(await page.getByRole("alert").textContent()).toContain("<b>no hello</b>");
      expect(await page.locator("#ambiguities .taker").count()).toBeGreaterThan(0);
      expect(await page.locator("#matrix .figures").textContent()).toContain("0 passes earned by 9 implementations");
      await page.locator("#matrix details.fold > summary").first().click();
      expect(await page.locator("#matrix svg.grid .dot").first().isVisible()).toBe(true);
    });
  });

  test.each([360, 768, 1280])("does not scroll sideways at %i pixels, with a verdict open", async (width) => {
    await visit({ width, hash: "#verdict/acme-server/http.server.sample-2" }, async (page) => {
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    });
  });

  test("its policy lets no other script run", async () => {
    const page = await browser.newPage();
    await page.goto(file);
    const blocked = await page.evaluate(`new Promise((resolve) => {
      const blocked = [];
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => blocked.push(effectiveDirective) === 3 && resolve(blocked.sort()));
      const script = document.createElement("script");
      script.textContent = "document.title = 'pwned'";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<button onclick=\\"document.title='pwned'\\"></button><img src=http://192.0.2.1/x>");
      document.body.lastElementChild.previousElementSibling.click();
    })`);
    expect(blocked).toEqual(["img-src", "script-src-attr", "script-src-elem"]);
    expect(await page.title()).not.toContain("pwned");
    await page.close();
  });

  test("the JUnit report is well-formed XML", async () => {
    const page = await browser.newPage();
    const xml = JSON.stringify(await renderReport({ results, format: "junit" }));
    expect(await page.evaluate(`{ const parsed = new DOMParser().parseFromString(${xml}, "application/xml"); [parsed.documentElement.nodeName, parsed.querySelectorAll("parsererror").length, parsed.querySelectorAll("testcase").length] }`)).toEqual(["testsuites", 0, results.verdicts.length + 1]);
    await page.close();
  });
});
