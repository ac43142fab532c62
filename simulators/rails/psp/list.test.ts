import { describe, expect, test } from "vitest";
import { createTestPsp } from "../testing/psp-client.ts";

type Psp = ReturnType<typeof createTestPsp>;
interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly has_more: boolean;
}

const times = async (count: number, make: (index: number) => unknown): Promise<void> => {
  for (let index = 0; index < count; index += 1) await make(index);
};

/** All lists, and something for each to show; `size` is what a page has when nobody says. */
const LISTS: readonly { readonly path: string; readonly size: number; readonly fill: (psp: Psp, count: number) => Promise<void> }[] = [
  { path: "/v1/payment_intents", size: 10, fill: ({ create }, count) => times(count, () => create()) },
  { path: "/v1/events", size: 100, fill: ({ create }, count) => times(count, () => create()) },
  { path: "/v1/mandates", size: 100, fill: ({ control, token }, count) => times(count, () => control.tokens.mandate({ token: token("ach"), merchant: "acct_shop" })) },
  { path: "/v1/webhook_endpoints", size: 100, fill: ({ ask }, count) => times(count, (index) => ask("POST /v1/webhook_endpoints", { body: { url: `http://receiver.test/${index}`, enabled_events: ["dispute.created"] } })) },
];

describe.each(LISTS)("GET $path", ({ path, size, fill }) => {
  test("is read to its end page by page, the newest first", async () => {
    const psp = createTestPsp();
    await fill(psp, 105);
    const read = async (query: string): Promise<Page> => (await psp.ask(`GET ${path}${query}`)).body as unknown as Page;
    const ids: string[] = [];
    const pages: number[] = [];
    for (let page = await read("?limit=50"); ; page = await read(`?limit=50&starting_after=${ids.at(-1)}`)) {
      ids.push(...page.data.map(({ id }) => id));
      pages.push(page.data.length);
      if (!page.has_more || pages.length > 5) break;
    }
    expect(pages).toEqual([50, 50, 5]);
    expect(new Set(ids).size).toBe(105);
    const first = await read("");
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([ids.slice(0, size), true]);
    await fill(psp, 1);
    expect(ids).not.toContain((await read("?limit=1")).data[0]?.id);
    // What has come since does not move the pages that follow.
    expect((await read(`?limit=100&starting_after=${ids[4]}`)).data.map(({ id }) => id)).toEqual(ids.slice(5));
    expect(await read(`?starting_after=${ids.at(-1)}`)).toMatchObject({ data: [], has_more: false });
  });

  test.each(["limit=0", "limit=101", "limit=ten", "limit=1.5", "limit=", "limit=-1", "starting_after=pi_nobody", "starting_after=", "ending_before=pi_nobody", "limit=5&limit=6"])("refuses ?%s", async (query) => {
    const psp = createTestPsp();
    await fill(psp, 1);
    const { status, body } = await psp.ask(`GET ${path}?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: "invalid_request_error", code: query.startsWith("ending") ? "parameter_unknown" : "parameter_invalid", param: query.split("=")[0] });
  });
});

test("a page goes on after what fits the filter no longer, and after nothing that another may see", async () => {
  const { ask, create, token, control } = createTestPsp();
  const made: string[] = [];
  for (let index = 0; index < 3; index += 1) made.push((await create({ capture_method: "manual", confirm: true, payment_method: token("card_visa") })).body.id);
  await ask(`POST /v1/payment_intents/${made[1]}/cancel`);
  expect((await ask(`GET /v1/payment_intents?status=requires_capture&starting_after=${made[1]}`)).body).toMatchObject({ data: [{ id: made[0] }], has_more: false });
  const stall = control.issueKey({ merchant: "acct_stall" }).secret;
  expect((await ask(`GET /v1/payment_intents?starting_after=${made[1]}`, { key: stall })).body.error).toMatchObject({ code: "parameter_invalid", param: "starting_after" });
});

test("parameters that a call does not take are refused, not overlooked", async () => {
  const { ask, create } = createTestPsp();
  const { id } = (await create()).body;
  for (const call of [`GET /v1/payment_intents/${id}?expand=charge`, "GET /v1/account?limit=1", "GET /v1/balance?merchant_account=acct_shop&currency=USD", "POST /v1/payment_intents?amount=1"]) {
    expect(await ask(call, call.startsWith("POST") ? { body: { amount: 1, currency: "USD", merchant_account: "acct_shop" } } : {}), call).toMatchObject({ status: 400, body: { error: { code: "parameter_unknown" } } });
  }
  expect((await ask("GET /v1/payment_intents")).body["data"]).toHaveLength(1);
});
