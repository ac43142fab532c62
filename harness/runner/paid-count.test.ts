import { expect, test } from "vitest";
import type { TraceEvent } from "../trace/events.ts";
import { createPaidCount } from "./paid-count.ts";

const moved = (network: string, transaction: string): TraceEvent => ({ kind: "chain.transfer", seq: 0, at: 0, network, asset: "a", sender: "s", recipient: "r", amount: "1", transaction });

test("a payment counts once on its network, whoever looks at it and however often", () => {
  const count = createPaidCount();
  count.add([moved("eip155:1", "0x1"), moved("eip155:1", "0x1"), { kind: "mark", seq: 1, at: 0, name: "x", data: {} }]);
  count.add([moved("eip155:1", "0x2"), moved("card:visa", "pi_1"), moved("eip155:1", "0x1")]);
  expect(count.byNetwork()).toEqual({ "card:visa": 1, "eip155:1": 2 });
});
