import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import type { SettleResponse } from "../../../../spec/types.ts";
import { faultSet } from "../../../faults.ts";
import { fileStore } from "../../../store.ts";
import { createFacilitator } from "../index.ts";
import { offerOf, settle, shop } from "./card-world.ts";

/** A facilitator in a process of its own that holds and captures one payment: `crash-child.ts <options as JSON>`. Says what it was told, as JSON. */
export interface ChildOptions {
  readonly folder: string;
  readonly url: string;
  readonly key: string;
  readonly token: string;
  readonly paymentId: string;
  readonly capture: string;
}

async function main({ folder, url, key, token, paymentId, capture }: ChildOptions): Promise<SettleResponse> {
  const half = createFacilitator({
    effects: { now: () => Date.now(), randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    faults: faultSet(),
    network: "card:visa",
    chain: { rpcUrl: url, signerPrivateKey: key },
    confirmationTimeoutSeconds: 5,
    store: fileStore({ folder }),
  });
  const held = await settle(half, { payload: { token, paymentId }, offer: offerOf() });
  return held.success ? await settle(half, { payload: { type: "capture", paymentId, amount: capture }, offer: offerOf(), caller: shop }) : held;
}

if (argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await main(JSON.parse(argv[2] ?? "{}") as ChildOptions)));
