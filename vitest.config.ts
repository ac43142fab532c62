import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{spec,vectors,simulators,harness,reports,scripts}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // A loaded machine is slow, not wrong: what is waited for may come as late as a test may last.
    expect: { poll: { timeout: 120_000, interval: 10 } },
  },
});
