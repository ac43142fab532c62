import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

test.for([
  ["cdm", ["cmd", "env", "url"], "cmd"],
  ["evn", ["cmd", "env", "url"], "env"],
  ["reference-serv", ["reference-client", "reference-server"], "reference-server"],
  ["Server", ["client", "server"], "server"],
  ["http", ["cmd", "env", "url"], undefined],
  ["", ["cmd"], undefined],
  ["x", [], undefined],
] as const)("%s among %s is %s", ([name, candidates, expected]) => {
  expect(nearest({ name, candidates })).toBe(expected);
});
