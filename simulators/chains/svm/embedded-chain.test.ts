import { afterAll, beforeAll } from "vitest";
import type { SvmChain } from "./chain.ts";
import { svm } from "./index.ts";
import { nodeSuite } from "./testing/node-suite.ts";

let chain: SvmChain;
beforeAll(async () => {
  chain = await svm.start({ seed: "embedded-chain.test", settings: {} });
});
afterAll(() => chain.stop());

nodeSuite({ name: "embedded node", urls: () => chain });
