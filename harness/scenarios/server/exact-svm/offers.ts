import type { SvmChain } from "../../../../simulators/chains/svm/index.ts";
import { isAddress } from "../../../../simulators/chains/svm/wire/index.ts";
import { createChainRpc, valueOf } from "../../../../simulators/schemes/exact-svm/chain-rpc.ts";
import { decodeHeader } from "../../../../simulators/transports/http/header-codec.ts";
import { object } from "../../../checks/server-steps.ts";
import { svmServerScenario } from "../../../methods/exact-svm/scenarios.ts";
import { DriverError } from "../../../targets/errors.ts";
import { headerValue } from "../../../trace/headers.ts";
import type { Exchange } from "../../../world/http-client.ts";

/** Offers that are looked at for blockhashes; no route of ours has more. */
const MOST_OFFERS = 10;

export const scenarios = [
  svmServerScenario({
    id: "server/exact-svm/offers",
    title: "Asks for every route without payment, and the chain about each blockhash offered; then pays for one",
    async drive(seat) {
      if (seat.routes.length === 0) throw new DriverError({ code: "unsupported", what: "The target serves routes of its own and its manifest names none", next: 'Name them in "routes" of the manifest.' });
      // Where the facilitator is ours, we know what it announced.
      if (seat.has("facilitator")) seat.mark("announced", { feePayer: seat.sponsor });
      for (const id of seat.routes) {
        if (id === "upfront" && !seat.has("flow-upfront")) continue;
        const exchange = await seat.request({ as: "unpaid", route: id });
        // Asked at once, before any of them can expire.
        for (const value of blockhashesIn(exchange)) seat.mark("blockhash", { value, known: await isKnown(seat.node, value) });
      }
      // Shows that what is offered is really for sale.
      if (seat.has("facilitator") && seat.routes.includes("basic")) await seat.pay({ as: "good" });
    },
  }),
];

function blockhashesIn({ response }: Exchange): readonly string[] {
  const header = response === undefined ? undefined : headerValue({ headers: response.headers, name: "payment-required" });
  const decoded = header === undefined ? undefined : decodeHeader(header);
  const { accepts } = object(decoded?.ok === true ? decoded.value : undefined);
  if (!Array.isArray(accepts)) return [];
  return (accepts as unknown[]).slice(0, MOST_OFFERS).map((entry) => object(object(entry)["extra"])["recentBlockhash"]).filter(isAddress);
}

async function isKnown(chain: SvmChain, blockhash: string): Promise<boolean> {
  return valueOf(await createChainRpc(chain).call("isBlockhashValid", blockhash, { commitment: "processed" })) === true;
}
