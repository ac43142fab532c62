import { expect, test } from "vitest";
import { passesLuhn } from "../../simulators/rails/card-data.ts";
import { recordBody } from "../trace/body.ts";
import { createRecorder } from "../trace/recorder.ts";
import type { CaseResult } from "./case-result.ts";
import { caseRecord } from "./case-record.ts";

const caseOf = (text: string): CaseResult => {
  const recorder = createRecorder({ now: () => 0 });
  recorder.record({ kind: "http.response", exchange: 0, from: "server", to: "client", status: 200, headers: [], body: recordBody({ bytes: new TextEncoder().encode(text) }) });
  return { scenario: "s", outcome: { kind: "completed" }, events: recorder.events, duration: 0 };
};
const bodyOf = (text: string) => caseRecord({ target: "t", title: "t", result: caseOf(text) }).events[0];

test("what a target nests too deep to be walked is not shown decoded, and breaks nothing", () => {
  expect(bodyOf(`${"[".repeat(30_000)}${"]".repeat(30_000)}`)?.decoded).toEqual({ body: "nested too deeply to be shown" });
});

test("a card number is masked where the text is cut in the middle of it", () => {
  const card = `42424242424242${[...Array(100).keys()].map((rest) => String(rest).padStart(2, "0")).find((rest) => passesLuhn(`42424242424242${rest}`))}`;
  const { body = "" } = bodyOf(`${" ".repeat(8 * 1024 - 14)}${card} and more`) ?? {};
  expect(body).not.toContain("4242424242");
  expect(body).toContain("characters)");
});
