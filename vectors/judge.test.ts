import { describe, expect, it } from "vitest";
import { judgeAnswers, questionsOf } from "./judge.ts";
import type { Answer } from "./judge.ts";
import { loadVectorFile } from "./load.ts";
import { loadOperations } from "./operation.ts";

const file = loadVectorFile("header/decode");
const operation = loadOperations().get("header.decode") ?? expect.fail("header.decode is missing");
const GROUP = "header/decode/payment-required";
const [VALID, INVALID, OPEN] = [`${GROUP}.plain`, `${GROUP}.raw-json`, `${GROUP}.unpadded`];
const output = file.groups[0]?.tests[0]?.output;

const verdictsOf = (answers: readonly Answer[]): Record<string, string> =>
  Object.fromEntries(judgeAnswers({ file, operation, answers: new Map(answers.map((answer) => [answer.id, answer])) }).map(({ test, verdict }) => [test.id, verdict]));

it("asks every vector once, without its answer", () => {
  const questions = questionsOf(file);
  expect(questions.length).toBe(file.numberOfTests);
  for (const question of questions) expect(Object.keys(question)).toEqual(["id", "operation", "shared", "input"]);
});

describe("an answer", () => {
  it.each<[string, readonly Answer[], string, string]>([
    ["valid with the right output", [{ id: VALID, result: "valid", output }], VALID, "pass"],
    ["valid with another output", [{ id: VALID, result: "valid", output: {} }], VALID, "fail"],
    ["valid without the output", [{ id: VALID, result: "valid" }], VALID, "fail"],
    ["a refusal of what is valid", [{ id: VALID, result: "invalid" }], VALID, "fail"],
    ["acceptance of what is invalid", [{ id: INVALID, result: "valid" }], INVALID, "fail"],
    ["a refusal whose other half was accepted", [{ id: VALID, result: "valid", output }, { id: INVALID, result: "invalid" }], INVALID, "pass"],
    ["a refusal whose other half was refused too", [{ id: VALID, result: "invalid" }, { id: INVALID, result: "invalid" }], INVALID, "notReached"],
    ["a refusal whose other half was read wrongly", [{ id: VALID, result: "valid", output: {} }, { id: INVALID, result: "invalid" }], INVALID, "notReached"],
    ["a refusal whose other half was not answered", [{ id: INVALID, result: "invalid" }], INVALID, "notReached"],
    ["either way on what is open", [{ id: OPEN, result: "valid" }], OPEN, "open"],
    ["the other way on what is open", [{ id: OPEN, result: "invalid" }], OPEN, "open"],
    ["unsupported", [{ id: VALID, result: "unsupported" }], VALID, "unsupported"],
    ["none", [], VALID, "unsupported"],
  ])("%s", (_, answers, id, verdict) => {
    expect(verdictsOf(answers)[id]).toBe(verdict);
  });
});
