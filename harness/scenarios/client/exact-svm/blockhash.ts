import { encodeBase58 } from "../../../../simulators/chains/svm/wire/index.ts";
import type { SvmChain } from "../../../../simulators/chains/svm/index.ts";
import { createChainRpc, valueOf } from "../../../../simulators/schemes/exact-svm/chain-rpc.ts";
import { object } from "../../../checks/client-steps.ts";
import { readSvmPayment } from "../../../checks/svm-transaction.ts";
import { svmClientScenario } from "../../../methods/exact-svm/scenarios.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";

/** What offers say of the blockhash to build on. */

/** None of them is 32 bytes in base58. */
const MALFORMED: Readonly<Record<string, unknown>> = {
  hex: Buffer.alloc(32, 7).toString("hex"),
  base64: Buffer.alloc(32, 0xfb).toString("base64"),
  "31-bytes": encodeBase58(Buffer.alloc(31, 7)),
  "33-bytes": encodeBase58(Buffer.alloc(33, 7)),
  empty: "",
  number: 7,
};

/** Asks for payment, and asks the chain at once about the blockhash of what comes. */
async function offerWith(seat: ClientSeat<SvmChain>, as: string, extra: Readonly<Record<string, unknown>>): Promise<void> {
  const offer = seat.offer({ extra: { ...seat.extra, ...extra } });
  await seat.fetch({
    as,
    server: async (request) => {
      if (request.payment === undefined) return seat.paymentRequired({ step: as, accepts: [offer] });
      const blockhash = readSvmPayment(object(request.payment))?.transaction.transaction.message.blockhash;
      if (blockhash !== undefined) seat.mark("blockhash", { value: blockhash, known: await isKnown(seat, blockhash) });
      return seat.paid(request);
    },
  });
}

async function isKnown(seat: ClientSeat<SvmChain>, blockhash: string): Promise<boolean> {
  return valueOf(await createChainRpc(seat.node).call("isBlockhashValid", blockhash, { commitment: "processed" })) === true;
}

export const scenarios = [
  svmClientScenario({
    id: "client/exact-svm/blockhash",
    title: "Offers with a good recentBlockhash, with malformed ones, and with none",
    async drive(seat) {
      // On the embedded node not the latest: who asks the chain gets another one.
      const { blockhash, lastValidBlockHeight } = (await seat.node.controls?.issueBlockhash()) ?? (await seat.node.latestBlockhash());
      seat.mark("hint", { value: blockhash });
      await offerWith(seat, "hint-valid", { recentBlockhash: blockhash, lastValidBlockHeight: lastValidBlockHeight.toString() });
      await offerWith(seat, "unhinted", {});
      for (const [name, recentBlockhash] of Object.entries(MALFORMED)) await offerWith(seat, `malformed-${name}`, { recentBlockhash });
    },
  }),
];
