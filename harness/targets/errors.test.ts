import { describe, expect, test } from "vitest";
import { DriverError, quoted } from "./errors.ts";

describe("a driver error", () => {
  test("is one line of sentences: what, expected, found, what next", () => {
    expect(new DriverError({ code: "protocol", what: "The target answered wrongly", expected: "a", found: "b", next: "Mend it." }).message).toBe("The target answered wrongly: expected a, found b. Mend it.");
    expect(new DriverError({ code: "failed", what: "It failed" }).message).toBe("It failed.");
  });
});

describe("quoted text of a target", () => {
  test("cannot move a cursor, hide, or run on", () => {
    expect(quoted("a\u001b[2J\n\u202eb\u0085")).toBe('"a\\u001b[2J\\n\\u202eb\\u0085"');
    expect(quoted("x".repeat(1000))).toHaveLength(205);
  });
});
