import { evmFacilitatorScenario } from "../../../methods/exact-evm/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";

/** Numbers on the wire are decimal strings of any size: x402-specification-v2.md §5.2.2. */

const MALFORMED: readonly { readonly id: string; readonly value: unknown }[] = [
  { id: "exponent", value: "1e4" },
  { id: "hexadecimal", value: "0x2710" },
  { id: "leading-space", value: " 10000" },
  { id: "fraction", value: "10000.0" },
  { id: "negative", value: "-1" },
  { id: "plus-sign", value: "+10000" },
  { id: "beyond-uint256", value: (1n << 256n).toString() },
  { id: "wrapped-uint256", value: ((1n << 256n) + 10_000n).toString() },
  { id: "json-number", value: 10_000 },
];

/** 2^53 + 1: the first integer that a double cannot hold. */
const LARGE = 9_007_199_254_740_993n;

export const scenarios = [
  ...MALFORMED.map(({ id, value }) =>
    evmFacilitatorScenario({
      id: `facilitator/exact-evm-eip3009/malformed-number/${id}`,
      title: `Verify a payment, then the same with the value written as ${JSON.stringify(value)}`,
      async drive(seat) {
        const control = await seat.payment();
        await seat.verify(control, "control");
        await seat.verify(
          edited(control, (copy) => void (copy.paymentPayload.payload.authorization["value"] = value)),
          "edited",
        );
      },
    }),
  ),
  evmFacilitatorScenario({
    id: "facilitator/exact-evm-eip3009/large-number",
    title: "Verify and settle 2^53 + 1 units",
    wallets: { payer: { balance: LARGE * 2n } },
    async drive(seat) {
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.payment({ signedBy: "stranger" }), "forged");
      await seat.settleGood("settle-control");
      const large = await seat.payment({ requirements: seat.requirements({ amount: LARGE.toString() }) });
      await seat.verify(large, "large");
      await seat.settle(large, "settle", { attempts: 3 });
      await seat.observe();
    },
  }),
];
