import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzNode, NodeDied } from "../simulators/chains/svm/testing/fuzz-node.ts";

// Throws bent transactions at the embedded Solana node, in a process of its own and over RPC, and asserts that it lives.
const { values } = parseArgs({ options: { count: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } } });
const count = Number(values.count);
const seed = Number(values.seed);
let shown = 0;
try {
  const { thrown, milliseconds, answers, landed, rss } = await fuzzNode({
    count,
    seed,
    onProgress: (done) => {
      if (done - shown < count / 20) return;
      shown = done;
      process.stderr.write(`${done} of ${count}\n`);
    },
  });
  for (const [kind, times] of [...answers].toSorted(([, left], [, right]) => right - left)) process.stdout.write(`${String(times).padStart(9)}  ${kind}\n`);
  process.stdout.write(`${thrown} transactions in ${Math.round(milliseconds / 1000)} s, ${landed} landed; the node lives and holds ${Math.round(rss / 2 ** 20)} MB\n`);
} catch (error) {
  if (!(error instanceof NodeDied)) throw error;
  const folder = mkdtempSync(join(tmpdir(), "svm-fuzz-"));
  error.suspects.forEach((batch, index) => writeFileSync(join(folder, `batch-${index}.json`), batch));
  process.stderr.write(`The node died: ${error.message}\nWhat was under way: ${folder}\nAgain: npm run svm:fuzz -- --seed ${seed} --count ${count}\n`);
  process.exitCode = 1;
}
