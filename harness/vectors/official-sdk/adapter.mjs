/**
 * Answers the x402 vectors with the official TypeScript SDK: its codecs, schemas, clients and facilitators, all by their public exports.
 *
 *     x402-conformance vectors verify --cmd "node adapter.mjs"
 *
 * Nothing here judges a payment. An operation hands the question to the SDK; where the SDK would ask a chain, `world/` answers
 * from the question's state. An operation returns an output, throws for a refusal, or throws {@link Unsupported}.
 */
import { createInterface } from "node:readline";
import { batchSettlement } from "./operations/batch-settlement.mjs";
import { bazaar } from "./operations/bazaar.mjs";
import { builderCode } from "./operations/builder-code.mjs";
import { core } from "./operations/core.mjs";
import { evmDigests } from "./operations/evm-digests.mjs";
import { evmPayments } from "./operations/evm-payments.mjs";
import { headers } from "./operations/headers.mjs";
import { messages } from "./operations/messages.mjs";
import { offerReceipt } from "./operations/offer-receipt.mjs";
import { siwx } from "./operations/siwx.mjs";
import { svm } from "./operations/svm.mjs";
import { Unsupported } from "./operations/unsupported.mjs";

const operations = { ...batchSettlement, ...bazaar, ...builderCode, ...core, ...evmDigests, ...evmPayments, ...headers, ...messages, ...offerReceipt, ...siwx, ...svm };

// stdout belongs to the answers; the SDK logs there.
console.log = console.error;

// One question at a time: some of them set the clock.
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: question.id, ...(await answer(question)) })}\n`);
}

async function answer(question) {
  const operation = Object.hasOwn(operations, question.operation) ? operations[question.operation] : undefined;
  if (operation === undefined) return { result: "unsupported" };
  try {
    return { result: "valid", output: await operation(question) };
  } catch (error) {
    const note = String(error?.message ?? error).slice(0, 300);
    return { result: error instanceof Unsupported ? "unsupported" : "invalid", note };
  }
}
