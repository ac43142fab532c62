import type { PaymentRequirements } from "../../../../spec/types.ts";
import type { LocalChain } from "../../../../simulators/chains/chain.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";
import type { Script } from "../../../world/script.ts";
import { reported } from "./undecided.ts";

/** Sells, and leaves the client without a result the first time it pays: by a broken connection, by a 503, and by a report that says so. */
export async function withoutResult<Chain extends LocalChain>(options: { seat: ClientSeat<Chain>; offer: () => PaymentRequirements; also?: Readonly<Record<string, string>> }): Promise<void> {
  const { seat, offer, also } = options;
  const sell = async (as: string, unanswered: () => Script): Promise<void> => {
    const accepts = [offer()];
    await seat.fetch({
      as,
      accepts,
      ...(also === undefined ? {} : { also }),
      server(request) {
        if (request.payment === undefined) return seat.paymentRequired({ step: as, accepts });
        return request.paidBefore === 0 ? unanswered() : seat.paid(request);
      },
    });
  };
  const transaction = `pi_${seat.tag.padEnd(24, "x")}`;
  await sell("dropped", () => ({ drop: "before-headers" }));
  await sell("failing", () => ({ status: 503, headers: [["Retry-After", "0"]], body: "" }));
  await sell("pending", () => reported(seat, { errorReason: "settlement_pending", transaction, headers: [["Retry-After", "0"]] }));
}
