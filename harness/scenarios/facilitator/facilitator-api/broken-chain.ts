import { facilitatorScenario } from "../../../seats/facilitator-seat.ts";
import type { ScriptedRpcAnswer } from "../../../world/rpc-cases.ts";

/** The facilitator's node fails in the ways nodes do. Each case breaks its own instance. */

/** What a provider's error may hold and a reply must not. */
const PROVIDER_SECRET = "rpc-provider-key-5d1f0c3e";

const FAILURES: readonly { readonly id: string; readonly title: string; readonly answer: ScriptedRpcAnswer }[] = [
  { id: "error", title: "answers every call with an error", answer: { error: { code: -32000, message: `upstream failed: https://rpc.example/v2/${PROVIDER_SECRET}` } } },
  { id: "html", title: "answers with a web page", answer: { status: 502, text: `<html><body>Bad gateway at https://rpc.example/v2/${PROVIDER_SECRET}</body></html>` } },
  { id: "dropped", title: "drops every connection", answer: "drop" },
];

export const scenarios = FAILURES.map(({ id, title, answer }) =>
  facilitatorScenario({
    id: `facilitator/facilitator-api/broken-chain/${id}`,
    title: `Verify and settle while the node ${title}`,
    instance: "fresh",
    async drive(seat) {
      await seat.controls();
      // Who has just met a broken node may well not ask it again for a while.
      await seat.collect();
      seat.mark("secrets", [PROVIDER_SECRET, "rpc-fresh-"]);
      seat.chain.script({ answer: () => answer });
      await seat.verify(await seat.payment(), "broken");
      await seat.settle(await seat.payment(), "broken-settle");
      seat.chain.script({});
      await seat.collect();
      await seat.observe();
    },
  }),
);
