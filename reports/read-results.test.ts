import { expect, test } from "vitest";
import { readResults, ResultsError } from "./read-results.ts";
import { sampleResults } from "./sample-results.ts";

const text = JSON.stringify(sampleResults(), null, 2);
const failure = (input: string): ResultsError => {
  try {
    readResults(input);
  } catch (error) {
    if (error instanceof ResultsError) return error;
    throw error;
  }
  throw new Error("expected an error");
};

test("what a run wrote is read back", () => {
  expect(readResults(text)).toEqual(JSON.parse(text));
});
test("a byte order mark is no error, and neither is a member of a newer suite", () => {
  expect(readResults(`\ufeff${text}`).resultsVersion).toBe(1);
  expect(readResults(JSON.stringify({ ...sampleResults(), later: { added: true } })).resultsVersion).toBe(1);
});
test("a file cut short is told from one that is no JSON", () => {
  for (const length of [1, 2, 100, 5000, Math.floor(text.length / 2), text.length - 1]) expect(failure(text.slice(0, length)).code, `${length}`).toBe("results-truncated");
  expect(failure("").code).toBe("results-empty");
  expect(failure("<html>").code).toBe("results-not-json");
  expect(failure("{nope}").code).toBe("results-not-json");
});
test("the stream of verdicts is told apart", () => {
  const error = failure('{"check":"a"}\n{"check":"b"}\n');
  expect(error.code).toBe("results-not-json");
  expect(error.message).toContain("results.json and not verdicts.ndjson");
});
test("another version says which", () => {
  const error = failure(JSON.stringify({ ...sampleResults(), resultsVersion: 2 }));
  expect(error).toMatchObject({ code: "results-version", expected: "resultsVersion 1", found: "resultsVersion 2" });
});
test("a wrong member says where, what was expected and what was found", () => {
  const sample = sampleResults();
  const error = failure(JSON.stringify({ ...sample, verdicts: sample.verdicts.map((verdict, index) => (index === 2 ? { ...verdict, verdict: "green\u001b[31m" } : verdict)) }));
  expect(error.code).toBe("results-invalid");
  expect(error.message).toContain("/verdicts/2/verdict");
  expect(error.expected).toContain('"notReached"');
  expect(error.found).toBe("green\\u{1b}[31m");
  expect(failure("[]").code).toBe("results-invalid");
  expect(failure(JSON.stringify({ resultsVersion: 1 })).expected).toContain("header");
});
test("counts that the verdicts do not bear out are an error", () => {
  const sample = sampleResults();
  expect(failure(JSON.stringify({ ...sample, verdicts: sample.verdicts.slice(1) })).code).toBe("results-inconsistent");
  expect(failure(JSON.stringify({ ...sample, summary: {} })).code).toBe("results-inconsistent");
});
