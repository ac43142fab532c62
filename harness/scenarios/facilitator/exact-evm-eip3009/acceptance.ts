import { type EvmEnvelope, evmFacilitatorScenario, type EvmFacilitatorSeat } from "../../../methods/exact-evm/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";

/** Good payments in the forms they come in. Each case also shows a forged one, so that saying yes to all is not enough. */

const GOOD: readonly { readonly id: string; readonly title: string; readonly make: (seat: EvmFacilitatorSeat) => Promise<EvmEnvelope> }[] = [
  { id: "plain", title: "a good payment", make: async (seat) => await seat.payment() },
  { id: "valid-after-zero", title: "a payment valid since 1970", make: async (seat) => await seat.payment({ authorization: { validAfter: 0n } }) },
  { id: "no-resource", title: "a payment that names no resource", make: async (seat) => edited(await seat.payment(), (copy) => delete copy.paymentPayload.resource) },
  { id: "no-extensions", title: "a payment with empty extensions", make: async (seat) => edited(await seat.payment(), (copy) => void (copy.paymentPayload.extensions = {})) },
  {
    id: "method-stated",
    title: "a payment whose offer states the eip3009 method",
    make: async (seat) => await seat.payment({ requirements: seat.requirements({ extra: { assetTransferMethod: "eip3009", name: seat.node.token.name, version: seat.node.token.version } }) }),
  },
];

/** Lower case only: a mixed case that is no checksum may be taken for a typing error, as EIP-55 intends. */
const CASES: readonly { readonly id: string; readonly edit: (copy: EvmEnvelope) => void }[] = [
  { id: "pay-to", edit: (copy) => void [copy.paymentPayload.accepted, copy.paymentRequirements].forEach((offer) => lower(offer, "payTo")) },
  { id: "asset", edit: (copy) => void [copy.paymentPayload.accepted, copy.paymentRequirements].forEach((offer) => lower(offer, "asset")) },
  { id: "asset-of-accepted", edit: (copy) => lower(copy.paymentPayload.accepted, "asset") },
  { id: "from", edit: (copy) => lower(copy.paymentPayload.payload.authorization, "from") },
  { id: "to", edit: (copy) => lower(copy.paymentPayload.payload.authorization, "to") },
];

function lower(record: Record<string, unknown>, member: string): void {
  record[member] = String(record[member]).toLowerCase();
}

export const scenarios = [
  ...GOOD.map(({ id, title, make }) =>
    evmFacilitatorScenario({
      id: `facilitator/exact-evm-eip3009/valid/${id}`,
      title: `Verify ${title}, and a forged one`,
      async drive(seat) {
        await seat.verify(await make(seat), "control");
        await seat.verify(await seat.payment({ signedBy: "stranger" }), "forged");
      },
    }),
  ),
  ...CASES.map(({ id, edit }) =>
    evmFacilitatorScenario({
      id: `facilitator/exact-evm-eip3009/address-case/${id}`,
      title: `Verify a payment with the address in ${id} in lower case`,
      async drive(seat) {
        await seat.verify(await seat.payment(), "control");
        await seat.verify(await seat.payment({ signedBy: "stranger" }), "forged");
        await seat.verify(edited(await seat.payment(), edit), "lower");
      },
    }),
  ),
];
