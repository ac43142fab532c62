/**
 * Answers some questions of the x402 vectors without any package.
 *
 *     x402-conformance vectors verify --cmd "node consumer.ts"
 */
import { createInterface } from "node:readline";

type Question = { id: string; operation: string; shared: Record<string, unknown>; input: Record<string, unknown> };

/** Here an implementer calls his own code: a question comes in, an output goes out, and an error is a refusal. */
const operations: Record<string, (question: Question) => unknown> = {
  "header.decode": ({ input }) => {
    const values = input["values"] as string[];
    const [value = ""] = values;
    if (values.length !== 1) throw new Error(`${values.length} values`);
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) throw new Error("not base64");
    const bytes = Buffer.from(value, "base64");
    const message: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof message !== "object" || message === null || Array.isArray(message)) throw new Error("not an object");
    return message;
  },

  "header.encode": ({ input }) => ({ header: Buffer.from(JSON.stringify(input["message"])).toString("base64") }),

  "amount.parse": ({ input }) => {
    const { amount } = input;
    if (typeof amount !== "string" || !/^(?:0|[1-9][0-9]*)$/.test(amount)) throw new Error("not a decimal integer without sign or leading zeros");
    return { value: BigInt(amount).toString() };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line) as Question;
  console.log(JSON.stringify({ id: question.id, ...answer(question) }));
}

function answer(question: Question): object {
  const operation = operations[question.operation];
  if (operation === undefined) return { result: "unsupported" };
  try {
    return { result: "valid", output: operation(question) };
  } catch (error) {
    return { result: "invalid", note: String(error) };
  }
}
