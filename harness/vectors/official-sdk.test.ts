import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { main } from "../cli/main.ts";
import { installOfficialSdk } from "./install-official-sdk.ts";

/** The official TypeScript SDK fails the vectors that are known to fail, each of which was judged by hand, and no other. */

const FOLDER = fileURLToPath(new URL("official-sdk/", import.meta.url));

type Known = { readonly classes: readonly { readonly file: string; readonly bugClass: string; readonly ids: readonly string[] }[] };
type Told = { readonly id: string };
type Result = { readonly counts: { readonly pass: number; readonly notReached: number }; readonly flags: readonly { readonly failed: readonly Told[] }[]; readonly unflagged: readonly Told[] };

test("the official SDK fails what it is known to fail", { timeout: 600_000 }, async () => {
  const command = await installOfficialSdk({ onProgress: () => undefined });
  let stdout = "";
  await main({
    argv: ["vectors", "verify", "--json", "--timeout", "120", "--cmd", command],
    io: { stdout: (text) => void (stdout += text), stderr: () => undefined, interactive: false, color: false, columns: 100, cwd: FOLDER, environment: {}, signal: new AbortController().signal },
  });
  const { counts, flags, unflagged } = JSON.parse(stdout) as Result;
  const failed = new Set([...flags.flatMap((flag) => flag.failed), ...unflagged].map(({ id }) => id));
  const { classes } = JSON.parse(readFileSync(`${FOLDER}known.json`, "utf8")) as Known;
  const known = new Set(classes.flatMap(({ file, ids }) => ids.map((id) => `${file}/${id}`)));

  expect([...failed].filter((id) => !known.has(id)), "fail, and nobody has judged them: read the text, then correct the vector, the adapter or known.json").toEqual([]);
  expect([...known].filter((id) => !failed.has(id)), "stand in known.json, and do not fail").toEqual([]);
  expect(counts.notReached).toBe(0);
  expect(counts.pass).toBeGreaterThan(2500);
});
