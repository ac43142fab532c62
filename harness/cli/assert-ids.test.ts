import { describe, expect, test } from "vitest";
import { assertIds } from "./assert-ids.ts";

const ids = ["http", "http.402.status", "http.402.header", "core.utf8", "bazaar.discovery.items"];
const assert = (...names: string[]) => () => assertIds({ flag: "--only", names, ids });

test("names and globs that name something are fine", () => expect(assert("http", "http.402.*", "**", "*.utf8")).not.toThrow());
describe("what names nothing is told with the nearest", () => {
  test.each([
    ["http.402.statsu", 'Did you mean "http.402.status"'],
    ["htpp*", 'Did you mean "http*"'],
    ["htpp.402.*", 'Did you mean "http.402.*"'],
    ["bazar.discovery.**", 'Did you mean "bazaar.discovery.**"'],
    ["zzz.*", '"zzz.*".\n"x402-conformance list checks"'],
    ["*.zzz", '"*.zzz".\n"x402-conformance list checks"'],
  ])("%s", (name, message) => expect(assert("http", name)).toThrow(message));
});
