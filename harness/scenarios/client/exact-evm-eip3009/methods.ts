import { evmClientScenario } from "../../../methods/exact-evm/scenarios.ts";

export const scenarios = [
  evmClientScenario({
    id: "client/exact-evm-eip3009/method-default",
    title: "Offers with and without a transfer method, alone and beside one that states Permit2",
    async drive(seat) {
      const stating = (assetTransferMethod: string) => seat.offer({ extra: { ...seat.extra, assetTransferMethod } });
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "method-stated", accepts: [stating("eip3009")] });
      await seat.fetch({ as: "method-beside", accepts: [seat.offer({ amount: "20000" }), stating("permit2")] });
    },
  }),
  evmClientScenario({
    id: "client/exact-evm-eip3009/method-each",
    title: "Offers each transfer method alone",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      for (const method of ["eip3009", "permit2", "erc7710"]) await seat.fetch({ as: `method-${method}`, accepts: [seat.offer({ extra: { ...seat.extra, assetTransferMethod: method } })] });
    },
  }),
  evmClientScenario({
    id: "client/exact-evm-eip3009/method-unknown",
    title: "Offers a transfer method nobody knows, before an ordinary offer and alone",
    async drive(seat) {
      const foreign = () => seat.offer({ extra: { ...seat.extra, assetTransferMethod: "conformance-unheard-of" } });
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "method-unknown-first", accepts: [foreign(), seat.offer({ amount: "20000" })] });
      await seat.fetch({ as: "method-unknown-only", accepts: [foreign()] });
    },
  }),
];
