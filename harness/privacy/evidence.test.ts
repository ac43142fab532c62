import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { resolveTarget } from "../cli/resolve-target.ts";
import type { CaseResult } from "../runner/case-result.ts";
import { caseRecord } from "../runner/case-record.ts";
import { run } from "../runner/run.ts";
import { connections } from "../seats/connections.ts";
import { loadSuite } from "../suite.ts";
import { maskDeep } from "./mask.ts";

/** Runs on EVM and on Solana, with keys, times and amounts that are new each time: nothing in them is taken for a card or an account. */
test("what is recorded of payments on chains is written down as it is", async () => {
  const cases: CaseResult[] = [];
  const targets = ["reference-facilitator", "reference-client", "reference-server"].map((target) => resolveTarget({ target, cwd: tmpdir() }));
  const results = await run({
    suite: await loadSuite(),
    targets,
    // Cases on fiat rails hand out card and account numbers on purpose.
    methods: ["exact-evm", "exact-svm"],
    selection: { only: ["exact-evm-*", "exact-svm", "facilitator-api", "http"] },
    seed: `evidence ${crypto.randomUUID()}`,
    jobs: 8,
    connections: connections(),
    command: "",
    signal: new AbortController().signal,
    clock: () => new Date(),
    onEvent: (event) => void (event.kind === "case-ended" && cases.push(event.result)),
  });
  expect(cases.length).toBeGreaterThan(100);
  const written = JSON.stringify([results, cases.map((result) => caseRecord({ target: "t", title: "t", result }))]);
  expect(written.length).toBeGreaterThan(1_000_000);
  expect(written.match(/.{0,80}\[(?:card number|IBAN|base64 of).{0,80}/g)).toBeNull();
  for (const { events } of cases) expect(JSON.stringify(maskDeep(events))).toBe(JSON.stringify(events));
});
