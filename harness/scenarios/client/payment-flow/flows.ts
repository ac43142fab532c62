import { clientScenario } from "../../../seats/client-seat.ts";
import { DriverError } from "../../../targets/errors.ts";

export const scenarios = [
  clientScenario({
    id: "client/payment-flow/unknown",
    title: "Offers a payment flow nobody knows, alone and before an ordinary offer",
    async drive(seat) {
      const foreign = () => seat.offer({ extra: { ...seat.extra, paymentFlow: "future" } });
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "flow-unknown-only", accepts: [foreign()] });
      await seat.fetch({ as: "flow-unknown-first", accepts: [foreign(), seat.offer({ amount: "20000" })] });
    },
  }),
  clientScenario({
    id: "client/payment-flow/both",
    title: "Offers the upfront flow before authorization, named and by default",
    async drive(seat) {
      const [upfront, authorization] = [seat.flow("upfront"), seat.flow("authorization")];
      if (upfront === undefined || authorization === undefined) throw new DriverError({ code: "unsupported", what: "what this is paid by has but one flow" });
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "both-named", accepts: [seat.offer({ extra: upfront }), seat.offer({ extra: authorization })] });
      // Where there is a default.
      if (seat.extra["paymentFlow"] === undefined) await seat.fetch({ as: "both-by-default", accepts: [seat.offer({ extra: upfront }), seat.offer()] });
    },
  }),
  clientScenario({
    id: "client/payment-flow/reserved-keys",
    title: "Offers a stated transfer method with a flow nobody knows, next to a plain offer",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "reserved", accepts: [seat.offer({ extra: { ...seat.extra, assetTransferMethod: "eip3009", paymentFlow: "future" } }), seat.offer({ amount: "20000" })] });
    },
  }),
];
