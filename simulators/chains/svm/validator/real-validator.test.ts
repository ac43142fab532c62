import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SvmChain } from "../chain.ts";
import { svm } from "../index.ts";
import { nodeSuite } from "../testing/node-suite.ts";
import { findValidator } from "./binary.ts";
import { chainSuite } from "./testing/chain-suite.ts";

/** Why there is none, in one line. */
const missing = await findValidator().then(() => undefined, (error: Error) => error.message.replace(/\n[^]*/, ""));

describe.skipIf(missing !== undefined)(`a real solana-test-validator${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
  let chain: SvmChain;
  beforeAll(async () => {
    chain = await svm.start({ seed: "real-validator.test", settings: { svm: "validator" } });
  });
  afterAll(() => chain?.stop());

  nodeSuite({ name: "real validator", urls: () => chain });
  describe("the chain", () => {
    chainSuite({ chain: () => chain });

    test("says what it cannot do", async () => {
      expect(chain.kind).toBe("validator");
      expect(chain.controls).toBeUndefined();
      await expect(chain.snapshot()).rejects.toMatchObject({ code: "svm.not-on-a-real-validator" });
    });
  });
});
