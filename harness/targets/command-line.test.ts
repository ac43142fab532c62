import { describe, expect, test } from "vitest";
import { splitCommand } from "./command-line.ts";
import { DriverError } from "./errors.ts";

describe("a command", () => {
  test.for([
    ["node adapter.js", ["node", "adapter.js"]],
    ["  node   a\tb ", ["node", "a", "b"]],
    [`sh -c 'echo "a b" | cat'`, ["sh", "-c", 'echo "a b" | cat']],
    [`x "a \\" \\\\ \\n" ''`, ["x", 'a " \\ \\n', ""]],
    ["x a\\ b", ["x", "a b"]],
    ["C:\\tools\\node.exe x", ["C:\\tools\\node.exe", "x"]],
    [`--a="b c"d`, ["--a=b cd"]],
  ] as const)("%s", ([command, words]) => {
    expect(splitCommand(command)).toEqual(words);
  });
  test.for(["", "  ", "''", `node "x`])("without a word or with an open quote is refused: %s", (command) => {
    expect(() => splitCommand(command)).toThrow(DriverError);
  });
});
