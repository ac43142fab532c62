import { expect, test } from "vitest";
import type { Verdict } from "../../reports/results.ts";
import type { PaymentMethod } from "../methods/method.ts";
import { nothingJudged } from "./nothing-judged.ts";

const methods = [
  { id: "exact-evm", scheme: "exact", network: "eip155:84532" },
  { id: "exact-svm", scheme: "exact", network: "solana:x" },
] as unknown as readonly PaymentMethod[];
const unsupported = (reason: string): Verdict => ({ verdict: "unsupported", message: `${reason} (server/one)`, cases: [{ message: reason }] }) as unknown as Verdict;
const pass = { verdict: "pass", message: "", cases: [] } as unknown as Verdict;
const played = { schemes: ["exact"], networks: ["eip155:84532"] };
const elsewhere = { schemes: ["exact"], networks: ["eip155:8453"] };
const of = (verdicts: readonly Verdict[], more: Partial<Parameters<typeof nothingJudged>[0]> = {}) => nothingJudged({ target: "mine", verdicts, methods, capabilities: played, part: false, ...more });

test("says what the run plays when the target declares none of it", () =>
  expect(of([unsupported("a"), unsupported("b")], { capabilities: elsewhere })).toBe(
    'mine: nothing was judged, all 2 checks are unsupported: the target declares scheme exact on network eip155:8453, and this run plays exact on eip155:84532, exact on solana:x. Declare one of these under "capabilities" of the manifest',
  ));
test("counts the reasons, the commonest first, and not all of them", () =>
  expect(of(["a", "b", "b", "c", "d", "e"].map(unsupported))).toMatch(/unsupported: b \(2\); a \(1\); c \(1\); 2 more reasons\. Declare .*select checks/));
test("one verdict of another kind is enough, and no verdict is no matter of the manifest", () => {
  expect(of([unsupported("a"), pass])).toBeUndefined();
  expect(of([])).toBeUndefined();
});
test("one part of a run may hold nothing for a target, unless no part can", () => {
  expect(of([unsupported("a")], { part: true })).toBeUndefined();
  expect(of([unsupported("a")], { capabilities: elsewhere, part: true })).toMatch(/the one check is unsupported/);
});
