import { expect, test } from "vitest";
import { compileMessage, deriveKeyPair, encodeBase58, memo, parseTransaction, serializeTransaction, signTransaction } from "../wire/index.ts";
import { createLanding } from "./landing.ts";

test("a transaction that breaks what lands it is dropped, and those behind it go on", () => {
  const payer = deriveKeyPair({ seed: "landing.test", path: "payer" });
  const account = payer.address;
  const build = (text: string) => {
    const parsed = parseTransaction(serializeTransaction(signTransaction({ message: compileMessage({ feePayer: account, blockhash: account, instructions: [memo(text)] }), signers: [payer] })));
    if (!parsed.ok) throw new Error(parsed.detail);
    return parsed;
  };
  const [bad, good, unsigned] = [build("bad"), build("good"), build("unsigned")];
  const landed: unknown[] = [];
  const landing = createLanding({
    verifies: (transaction) => transaction !== unsigned,
    land(transaction) {
      if (transaction === bad) throw new Error("a defect of native code");
      landed.push(transaction);
      return undefined;
    },
    confirm: () => undefined,
    milliseconds: 0,
  });
  landing.hold({ account, stage: "landing" });
  for (const transaction of [bad, unsigned, good]) landing.submit(transaction);
  expect(landing.pending()).toEqual([bad, good]);
  expect(landing.isPending(encodeBase58(unsigned.transaction.signatures[0] ?? new Uint8Array()))).toBe(false);
  expect(landing.release({ account, stage: "landing" })).toBe(2);
  expect(landed).toEqual([good]);
});
