import { expect, it } from "vitest";
import { encodeHeader } from "../../simulators/transports/http/header-codec.ts";
import type { TraceEvent } from "../trace/events.ts";
import { createRecorder } from "../trace/recorder.ts";
import { type ClientRequest, createClientCase, sentPayment, stepOf } from "./client-case.ts";

const PAYMENT = { x402Version: 2, payload: {} };
const request = (target: string, headers: readonly (readonly [string, string])[] = []) => ({ method: "GET", target, headers, body: new Uint8Array(), bodyBytes: 0 });

it.each([
  [[["payment-signature", encodeHeader(PAYMENT)]], PAYMENT],
  [[["X-PAYMENT", encodeHeader(PAYMENT)]], PAYMENT],
  [[["PAYMENT-SIGNATURE", JSON.stringify(PAYMENT)]], PAYMENT],
  [[["PAYMENT-SIGNATURE", "%%%"]], null],
  [[["Authorization", encodeHeader(PAYMENT)]], undefined],
] as const)("finds the payment in %j", (headers, expected) => {
  expect(sentPayment(headers)).toEqual(expected);
});

it.each([
  ["/good", "good"],
  ["/good/landed?x=/other", "good"],
  ["/", ""],
])("knows the step of %s", (target, step) => {
  expect(stepOf(target)).toBe(step);
});

it("counts each step's requests by themselves, and records when and where they came in", async () => {
  const recorder = createRecorder({ now: () => 0 });
  const owner = createClientCase({ recorder, clock: () => 1_800_000_000 });
  const seen: Pick<ClientRequest, "index" | "paidBefore">[] = [];
  owner.serve("good", ({ index, paidBefore }) => (seen.push({ index, paidBefore }), {}));
  const paying = [["PAYMENT-SIGNATURE", encodeHeader(PAYMENT)]] as const;
  for (const asked of [request("/good"), request("/other"), request("/good", paying), request("/good", paying)]) await owner.answer(asked, "own").script;
  expect(seen).toEqual([
    { index: 0, paidBefore: 0 },
    { index: 1, paidBefore: 0 },
    { index: 2, paidBefore: 1 },
  ]);
  await expect(owner.answer(request("/other"), "other").script).resolves.toEqual({ status: 404 });
  expect(recorder.events.filter((event): event is TraceEvent & { kind: "mark" } => event.kind === "mark").at(-1)?.data).toEqual({ exchange: 4, origin: "other", at: 1_800_000_000 });
});

it("drops a connection whose script fails, rather than leave it open", async () => {
  const owner = createClientCase({ recorder: createRecorder({ now: () => 0 }), clock: () => 0 });
  owner.serve("good", () => {
    throw new Error("script");
  });
  await expect(owner.answer(request("/good"), "own").script).rejects.toThrow("script");
});
