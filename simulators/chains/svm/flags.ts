import type { ChainFlag } from "../chain.ts";

/** What the command line can say of Solana. */
export const flags: readonly ChainFlag[] = [
  { name: "svm", choices: ["embedded", "validator"], summary: "the Solana node: the embedded one, or a solana-test-validator from the PATH (X402_SOLANA_TEST_VALIDATOR)" },
];
