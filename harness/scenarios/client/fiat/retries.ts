import type { PaymentRequirements } from "../../../../spec/types.ts";
import type { LocalChain } from "../../../../simulators/chains/chain.ts";
import type { ClientRequest } from "../../../seats/client-case.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";
import type { Script } from "../../../world/script.ts";
import { reported } from "./undecided.ts";

/** Sells, and leaves the client without a result for the first presentations: by a broken connection, by a 503, and by a report that says so. */
export async function withoutResult<Chain extends LocalChain>(options: { seat: ClientSeat<Chain>; offer: () => PaymentRequirements; also?: Readonly<Record<string, string>> }): Promise<void> {
  const { seat, offer, also } = options;
  const sell = async (as: string, unanswered: (request: ClientRequest) => Script): Promise<void> => {
    const accepts = [offer()];
    await seat.fetch({
      as,
      accepts,
      ...(also === undefined ? {} : { also }),
      server(request) {
        if (request.payment === undefined) return seat.paymentRequired({ step: as, accepts });
        return request.paidBefore < UNANSWERED ? unanswered(request) : seat.paid(request);
      },
    });
  };
  const transaction = `pi_${seat.tag.padEnd(24, "x")}`;
  await sell("dropped", () => ({ drop: "before-headers" }));
  await sell("failing", () => ({ status: 503, headers: [["Retry-After", "0"]], body: "" }));
  await sell("pending", () => reported(seat, { errorReason: "settlement_pending", transaction }));
}

/** Presentations without a result. */
const UNANSWERED = 2;
