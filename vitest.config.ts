import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{spec,vectors,simulators,harness,reports,scripts}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
