import { expect, test } from "vitest";
import { recordBody } from "../../trace/body.ts";
import { createRecorder } from "../../trace/recorder.ts";
import { createTrace, type Trace } from "../../trace/trace.ts";
import { checks as decode } from "./decode.facilitator.ts";
import { openQuestion } from "./open-question.ts";
import { pinnedTextCheck } from "./pinned-text.ts";

type Answer = "valid" | "invalid" | "500" | "none";

function trace(calls: readonly (readonly [as: string, answer: Answer])[], marks: Readonly<Record<string, unknown>> = {}): Trace {
  const recorder = createRecorder({ now: () => 0 });
  const body = (value: unknown) => recordBody({ bytes: Buffer.from(JSON.stringify(value)) });
  for (const [as, answer] of calls) {
    const exchange = recorder.exchange();
    recorder.record({ kind: "http.request", exchange, from: "server", to: "facilitator", method: "POST", target: "/verify", headers: [], body: body({}) });
    if (answer === "none") recorder.record({ kind: "http.abort", exchange, from: "facilitator", to: "server", reason: "closed", message: "connection closed" });
    else recorder.record({ kind: "http.response", exchange, from: "facilitator", to: "server", status: answer === "500" ? 500 : 200, headers: [], body: body(answer === "500" ? { error: "no" } : { isValid: answer === "valid" }) });
    recorder.record({ kind: "mark", name: "call", data: { as, exchange, path: "/verify" } });
  }
  for (const [name, data] of Object.entries(marks)) recorder.record({ kind: "mark", name, data });
  return createTrace({ scenario: "facilitator/x/y", events: recorder.events });
}

const definition = { id: "x", requirement: "x", appliesTo: { scenarios: "facilitator/x/*" }, killedBy: [] };

test("a rule of the pinned text alone binds who does not show that they follow the later one", () => {
  const { judgeCase } = pinnedTextCheck({ ...definition, message: "taken" });
  const verdict = (control: Answer, later: Answer, edited: Answer) => judgeCase(trace([["control", control], ["later", later], ["edited", edited]]))?.verdict;
  expect(verdict("valid", "invalid", "invalid")).toBe("pass");
  expect(verdict("valid", "invalid", "500")).toBe("pass");
  expect(verdict("valid", "valid", "invalid")).toBe("pass");
  expect(verdict("valid", "invalid", "valid")).toBe("fail");
  expect(verdict("valid", "valid", "valid")).toBe("notApplicable");
  expect(verdict("invalid", "invalid", "invalid")).toBeUndefined();
  expect(judgeCase(trace([["control", "valid"], ["edited", "valid"]]))).toBeUndefined();
});

test("an open question is answered by those who tell payments apart, of payments the chain would execute", () => {
  const { judgeCase } = openQuestion({ ...definition, what: "x" });
  const position = (control: Answer, forged: Answer, edited: Answer, marks = {}) => {
    const judged = judgeCase(trace([["control", control], ["forged", forged], ["edited", edited]], marks));
    return judged?.verdict === "position" ? judged.position : judged?.verdict;
  };
  expect(position("valid", "invalid", "valid")).toBe("accepted");
  expect(position("valid", "invalid", "invalid", { executes: true })).toBe("refused");
  expect(position("valid", "invalid", "invalid", { executes: false })).toBeUndefined();
  expect(position("valid", "valid", "valid")).toBeUndefined();
  expect(position("valid", "valid", "invalid")).toBeUndefined();
  expect(position("invalid", "invalid", "invalid")).toBeUndefined();
});

test("what cannot be decoded is refused, answered, and leaves nothing behind", () => {
  const verdict = (as: string, control: Answer, odd: Answer, after: Answer) => decode[0]?.judgeCase(trace([["control", control], [as, odd], ["control-after", after]]))?.verdict;
  expect(verdict("edited", "valid", "invalid", "valid")).toBe("pass");
  expect(verdict("edited", "valid", "500", "valid")).toBe("pass");
  expect(verdict("edited", "valid", "valid", "valid")).toBe("fail");
  expect(verdict("edited", "valid", "none", "valid")).toBe("fail");
  expect(verdict("edited", "valid", "invalid", "none")).toBe("fail");
  expect(verdict("odd", "valid", "valid", "valid")).toBe("pass");
  expect(verdict("odd", "valid", "invalid", "invalid")).toBe("fail");
  expect(verdict("edited", "invalid", "invalid", "invalid")).toBeUndefined();
});
