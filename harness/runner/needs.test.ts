import { expect, test } from "vitest";
import type { Scenario } from "../scenarios/scenario.ts";
import { missingNeed } from "./needs.ts";

const capabilities = { schemes: ["exact"], networks: ["eip155:84532"], extensions: [], transports: ["http"], features: ["facilitator"] };
const asking: Scenario<never> = { id: "server/x/y", title: "", role: "server", needs: { features: ["facilitator"] }, drive: async () => undefined };

test("a scenario that scripts a facilitator is not for methods whose payments no facilitator judges", () => {
  expect(missingNeed({ scenario: asking, method: { id: "on-credit", judgedByServer: true }, capabilities, routes: undefined })).toBe("payments by on-credit know no facilitator");
  expect(missingNeed({ scenario: asking, method: { id: "on-chain" }, capabilities, routes: undefined })).toBeUndefined();
  expect(missingNeed({ scenario: { ...asking, needs: {} }, method: { id: "on-credit", judgedByServer: true }, capabilities, routes: undefined })).toBeUndefined();
});

test("what no driver of its kind can arrange is not blamed on the manifest", () => {
  const outOfReach = { through: "url:", features: ["upstream", "instances"] };
  const upstream: Scenario<never> = { ...asking, needs: { features: ["upstream"] } };
  const missing = (scenario: Scenario<never>): string | undefined => missingNeed({ scenario, method: { id: "on-chain" }, capabilities, routes: undefined, outOfReach });
  expect(missing(upstream)).toBe("feature upstream cannot be arranged through url:");
  expect(missing({ ...asking, instance: "fresh" })).toBe("feature instances cannot be arranged through url:");
  expect(missing({ ...asking, needs: { features: ["metered"] } })).toBe("the target does not declare feature metered");
  expect(missing(asking)).toBeUndefined();
});
