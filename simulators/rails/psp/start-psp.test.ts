import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { clientOf, type Answer } from "../testing/psp-client.ts";
import { type RailWorld, startRails } from "../world.ts";
import { MAX_BODY_BYTES } from "./serve.ts";
import { verifyWebhook } from "./webhook-signature.ts";

/** The same API over a real connection. */

let world: RailWorld;
let ask: (call: string, how?: Parameters<ReturnType<typeof clientOf>>[1]) => Promise<Answer>;
let key = "";
beforeAll(async () => {
  world = await startRails({ seed: "port" });
  world.psp.control.openMerchant({ id: "acct_shop" });
  key = world.psp.control.issueKey().secret;
  ask = clientOf({ fetch, origin: world.psp.url, key });
});
afterEach(() => world.psp.control.faults.clear());
afterAll(() => world.close());

const hold = { amount: 100, currency: "USD", merchant_account: "acct_shop", capture_method: "manual", confirm: true, payment_method: "pm_test_card_visa" } as const;

test("a payment goes through", async () => {
  const { id } = (await ask("POST /v1/payment_intents", { body: hold })).body;
  expect((await ask(`POST /v1/payment_intents/${id}/capture`)).body).toMatchObject({ status: "succeeded" });
  expect((await ask(`GET /v1/payment_intents/${id}`)).headers.get("request-id")).toMatch(/^req_/);
});

test("the page of a challenge is where the intent says", async () => {
  const { body } = await ask("POST /v1/payment_intents", { body: { ...hold, payment_method: "pm_test_card_visa_challenge" } });
  const { url } = body["next_action"] as { url: string };
  expect(await (await fetch(url)).text()).toContain("Authenticate");
  expect((await fetch(url, { method: "POST" })).status).toBe(200);
  expect((await ask(`GET /v1/payment_intents/${body.id}`)).body.status).toBe("requires_capture");
});

describe("faults", () => {
  test.each(["before", "after"] as const)("a connection dropped %s the effect is cut", async (when) => {
    const { length } = world.psp.control.intents();
    world.psp.control.faults.add({ fault: { kind: "drop", when } });
    await expect(ask("POST /v1/payment_intents", { body: hold, idempotencyKey: when })).rejects.toThrow(TypeError);
    expect(world.psp.control.intents().length).toBe(length + (when === "after" ? 1 : 0));
    expect((await ask("POST /v1/payment_intents", { body: hold, idempotencyKey: when })).status).toBe(200);
    expect(world.psp.control.intents().length).toBe(length + 1);
  });

  test.each(["before", "after"] as const)("no answer %s the effect, until the caller gives up", async (when) => {
    const { length } = world.psp.control.intents();
    const struck = world.psp.control.faults.add({ fault: { kind: "timeout", when } });
    const gaveUp = new AbortController();
    const pending = ask("POST /v1/payment_intents", { body: hold, signal: gaveUp.signal });
    const outcome = expect(pending).rejects.toThrow(/abort/i);
    await expect.poll(() => struck.met.length).toBe(1);
    // The provider answers others meanwhile.
    expect((await ask("GET /v1/account")).status).toBe(200);
    gaveUp.abort();
    await outcome;
    expect(world.psp.control.intents().length).toBe(length + (when === "after" ? 1 : 0));
  });
});

describe("strangers", () => {
  test("a body that is too large is refused", async () => {
    expect((await fetch(`${world.psp.url}/v1/payment_intents`, { method: "POST", body: "x".repeat(MAX_BODY_BYTES + 1), headers: { authorization: `Bearer ${key}` } })).status).toBe(413);
  });

  test("bytes that are no request, and targets that are no paths, do no harm", async () => {
    const { port } = new URL(world.psp.url);
    for (const raw of ["SMTP hello\r\n\r\n", "GET http://elsewhere/x HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "GET //x%zz?%ff HTTP/1.1\r\nHost: x\r\n\r\n"]) {
      const reply = await new Promise<string>((resolve) => {
        const socket = connect({ host: "127.0.0.1", port: Number(port) }, () => socket.write(raw));
        socket.once("data", (chunk) => {
          resolve(String(chunk).split("\r\n", 1)[0] ?? "");
          socket.destroy();
        });
        socket.once("close", () => resolve("closed"));
        socket.once("error", () => resolve("closed"));
      });
      expect(reply).toMatch(/40[014]|closed/);
    }
    expect((await ask("GET /v1/account")).status).toBe(200);
  });
});

test("webhooks arrive over HTTP, signed, and a receiver that refuses is asked again", async () => {
  const got: { body: string; header: string | undefined }[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      got.push({ body: Buffer.concat(chunks).toString("utf8"), header: request.headers["psp-signature"] as string | undefined });
      response.writeHead(got.length === 1 ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => void receiver.listen(0, "127.0.0.1", resolve));
  const { body: endpoint } = await ask("POST /v1/webhook_endpoints", { body: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`, enabled_events: ["payment_intent.requires_capture"] } });
  await ask("POST /v1/payment_intents", { body: hold });
  await world.psp.control.webhooks.idle();
  await world.clock.advance({ minutes: 1 });
  expect(got).toHaveLength(2);
  for (const { body, header } of got) expect(verifyWebhook({ body, header, secret: String(endpoint["secret"]), at: world.clock.now() })).toMatch(/valid/);
  await ask(`DELETE /v1/webhook_endpoints/${endpoint.id}`);
  receiver.close();
});

test("a provider that is closed lets go of every call", async () => {
  const other = await startRails({ seed: "closing" });
  const struck = other.psp.control.faults.add({ fault: { kind: "timeout", when: "before" } });
  const pending = fetch(`${other.psp.url}/v1/account`).then(() => "answered", () => "cut");
  await expect.poll(() => struck.met.length).toBe(1);
  await other.close();
  expect(await pending).toBe("cut");
});
