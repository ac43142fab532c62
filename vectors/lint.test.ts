import { expect, it } from "vitest";
import { readJson } from "../spec/json-schema.ts";
import { withValueAt } from "./json-pointer.ts";
import { createLinter } from "./lint.ts";
import { loadVectorFile } from "./load.ts";
import { loadOperations } from "./operation.ts";
import type { VectorFile } from "./vector-file.ts";

const RETIRED = "header/decode/payment-required.retired";
const FILE = loadVectorFile("header/decode");
const lint = createLinter({ schema: readJson(new URL("vectors.schema.json", import.meta.url)) as object, operations: loadOperations(), requirements: new Set(FILE.requirements), retired: new Set([RETIRED]) });

const tests = FILE.groups[0]?.tests ?? [];
const at = (id: string): string => `/groups/0/tests/${tests.findIndex((test) => test.id.endsWith(`.${id}`))}`;
const PLAIN = at("plain");
const RAW = at("raw-json");
const OPEN = at("unpadded");
const edit = (path: string, to: unknown): VectorFile => withValueAt(FILE, path, to);

it("passes a file as committed", () => {
  expect(lint(FILE)).toEqual([]);
});

it.each<[string, VectorFile, RegExp]>([
  ["an unknown operation", edit("/operation", "header.guess"), /operation header\.guess/],
  ["a row that is not in the catalogue", edit("/requirements/0", "http.no-such-row"), /requirement http\.no-such-row/],
  ["a wrong count", edit("/numberOfTests", 1), /numberOfTests is 1: expected \d+/],
  ["an id twice", edit(`${RAW}/id`, tests[0]?.id), /expected it once/],
  ["an id of another file", edit(`${RAW}/id`, "header/encode/x"), /expected the file's area and name/],
  ["a retired id", edit(`${PLAIN}/id`, RETIRED), /was retired/],
  ["a flag that is not described", edit(`${RAW}/flags/0`, "Nowhere"), /flag Nowhere is not described/],
  ["a flag nobody carries", edit("/flags/Unused", Object.values(FILE.flags)[0]), /flag Unused: no vector carries it/],
  ["an invalid vector without a flag", edit(`${RAW}/flags`, []), /flags/],
  ["an invalid vector without a pair", edit(`${RAW}/pair`, undefined), /pair/],
  ["an invalid vector without a reason", edit(`${RAW}/reason`, undefined), /reason/],
  ["an open vector with an output", edit(`${OPEN}/output`, {}), /output/],
  ["a valid vector with a reason", edit(`${PLAIN}/reason`, "Because."), /reason/],
  ["a valid vector without the output its operation yields", edit(`${PLAIN}/output`, undefined), /output/],
  ["a pair with a vector of another group", edit(`${RAW}/pair/of`, FILE.groups[1]?.tests[0]?.id), /expected a vector of the same group/],
  ["a pair with an invalid vector", edit(`${RAW}/pair/of`, tests.find(({ id }) => id.endsWith(".empty"))?.id), /is invalid: expected a valid vector/],
  ["a pair that does not differ", edit(`${RAW}/input`, tests[0]?.input), /does not differ|asks what/],
  ["a pair that differs in a second place", edit(`${RAW}/input/values/1`, "e30="), /differs from .* in more places/],
  ["an input the operation does not know", edit(`${RAW}/input/extra`, 1), /input .*additional/],
  ["shared input the operation does not know", edit("/groups/0/shared/name", "X-PAYMENT"), /shared/],
  ["a member nobody knows", edit("/groups/0/note", "text"), /additional/],
])("refuses %s", (_, file, message) => {
  expect(lint(file).join("\n")).toMatch(message);
});
