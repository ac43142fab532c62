import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./command.ts";

/**
 * A chain, a rail or a payment method is a folder of its own; what all share names none of them. Words in comments
 * are examples, and do no harm.
 */
const SHARED = ["harness/seats", "harness/runner", "harness/world", "harness/trace", "harness/cli", "harness/tools", "harness/suite.ts", "harness/methods/method.ts", "harness/methods/load.ts", "harness/methods/reader.ts", "harness/targets/protocol.ts", "harness/targets/message-target.ts"];
const FAMILY = /eip155|solana|anvil|litesvm|\b(?:evm|svm)\b|chains\/(?!chain\.ts|chain-error\.ts|shared\.ts|")\w+|schemes\/(?!scheme\.ts|load-schemes\.ts)\w+|methods\/exact-\w+/i;

const files = SHARED.flatMap((place) =>
  place.endsWith(".ts")
    ? [place]
    : readdirSync(join(ROOT, place), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
        .map((file) => join(place, file)),
);

test.each(files)("%s names no family of networks", (file) => {
  const code = readFileSync(join(ROOT, file), "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/(^|\s)\/\/.*$/gm, "");
  expect(code.split("\n").filter((line) => FAMILY.test(line))).toEqual([]);
});
