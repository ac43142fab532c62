import { type Instruction, programs, requestHeapFrame, setComputeUnitLimit, setComputeUnitPrice, setLoadedAccountsDataSizeLimit } from "../../../../simulators/chains/svm/wire/index.ts";
import { type SvmEnvelope, svmFacilitatorScenario } from "../../../methods/exact-svm/scenarios.ts";
import { saysTrue } from "../../../seats/facilitator-seat.ts";
import { beside, composed, type Edit, editScenario, inPlaceOf, transferFirst } from "./edit.ts";
import { sentTo } from "./parts.ts";

/** scheme_exact_svm.md, rule 3, and §2.2.1 of the later text: what the network's fee may come to. */

const requirements = ["requirements"] as const;
const price = ["amount", "requirements"] as const;

const ABSURD = 10n ** 12n;
/**
 * So few units that a sponsor with a few SOL can pay the absurd price, so that the chain would let it have it:
 * 10^12 micro-lamports for each come to 3 SOL.
 */
const FEW_UNITS = 3_000;
const BYTES = 64 * 1_024 * 1_024;

/** ASCII all of it, so that the Memo program takes the same bytes. */
const readableLimit = setComputeUnitLimit(0x01_01_01);

const heap: Instruction = requestHeapFrame(65_536);
const dataSize: Instruction = setLoadedAccountsDataSizeLimit(BYTES);

const FIRST_TWO: readonly Edit[] = [
  { id: "compute-program/first", title: "the limit's bytes sent to the Memo program", classes: requirements, make: inPlaceOf("limit", () => sentTo(readableLimit, programs.memo)) },
  { id: "compute-program/second", title: "the price's bytes sent to the Memo program", classes: requirements, make: inPlaceOf("price", (parts) => sentTo(parts.price, programs.memo)) },
  { id: "compute-discriminators/heap-first", title: "a RequestHeapFrame in the limit's place", classes: requirements, make: inPlaceOf("limit", () => heap) },
  { id: "compute-discriminators/heap-second", title: "a RequestHeapFrame in the price's place", classes: requirements, make: inPlaceOf("price", () => heap) },
  { id: "compute-discriminators/data-size-first", title: "a SetLoadedAccountsDataSizeLimit in the limit's place", classes: requirements, make: inPlaceOf("limit", () => dataSize) },
  { id: "compute-discriminators/data-size-second", title: "a SetLoadedAccountsDataSizeLimit in the price's place", classes: requirements, make: inPlaceOf("price", () => dataSize) },
  // The network refuses these two as well: only a facilitator that does not simulate can let them pass.
  { id: "compute-discriminators/limit-twice", title: "the limit in the price's place too", classes: requirements, make: inPlaceOf("price", (parts) => parts.limit) },
  { id: "compute-discriminators/price-twice", title: "the price in the limit's place too", classes: requirements, make: inPlaceOf("limit", (parts) => parts.price) },
  { id: "compute-price/affordable", title: "a price of 10^12 micro-lamports for so few units that a sponsor can pay it", classes: price, make: composed(({ transfer, memo }) => [setComputeUnitLimit(FEW_UNITS), setComputeUnitPrice(ABSURD), transfer, memo]) },
  { id: "compute-price/10e12", title: "a price of 10^12 micro-lamports", classes: [...price, "funds"], make: inPlaceOf("price", () => setComputeUnitPrice(ABSURD)) },
  { id: "compute-price/highest", title: "the highest price there is", classes: [...price, "funds"], make: inPlaceOf("price", () => setComputeUnitPrice(2n ** 64n - 1n)) },
];

const CAPS: readonly Edit[] = [
  { id: "compute-price-cap/usual", title: "an absurd price in the usual place", classes: price, make: composed(({ transfer, memo }) => [setComputeUnitLimit(FEW_UNITS), setComputeUnitPrice(ABSURD), transfer, memo]) },
  { id: "compute-price-cap/behind", title: "an absurd price behind the transfer", classes: price, make: composed(({ transfer, memo }) => [setComputeUnitLimit(FEW_UNITS), transfer, setComputeUnitPrice(ABSURD), memo]) },
  // The network takes one price only: it refuses this as well.
  { id: "compute-price-cap/second", title: "a second, absurd price behind the Memo", classes: price, make: beside(() => [setComputeUnitPrice(ABSURD)]) },
  // The network brings it down to the most there is, 1400000.
  { id: "compute-limit/highest", title: "the highest limit there is", classes: price, make: inPlaceOf("limit", () => setComputeUnitLimit(2 ** 32 - 1)) },
  { id: "compute-kinds/heap", title: "a RequestHeapFrame beside limit and price", classes: requirements, make: composed(({ limit, price: offered, transfer, memo }) => [limit, offered, heap, transfer, memo]) },
  { id: "compute-kinds/data-size", title: "a SetLoadedAccountsDataSizeLimit beside limit and price", classes: requirements, make: composed(({ limit, price: offered, transfer, memo }) => [limit, offered, dataSize, transfer, memo]) },
  { id: "compute-kinds/behind", title: "a RequestHeapFrame behind the Memo", classes: requirements, make: beside(() => [heap]) },
];

/** Micro-lamports per unit that texts and implementations name as bounds, the highest first. */
const BOUNDS = [5_000_000n, 50_000n, 1n];

export const scenarios = [
  ...FIRST_TWO.map((edit) => editScenario({ ...edit, later: transferFirst })),
  ...CAPS.map(editScenario),
  svmFacilitatorScenario({
    id: "facilitator/exact-svm/compute-limit-missing",
    title: "Verify a payment, one of too little, payments at falling prices until one is valid, and one at that price that sets no compute unit limit",
    async drive(seat) {
      const terms = seat.requirements();
      const at = async (bound: bigint): Promise<SvmEnvelope> => await inPlaceOf("price", () => setComputeUnitPrice(bound))(seat, terms);
      await seat.verify(await seat.payment(), "control");
      await seat.verify(await seat.payment({ amount: 1n }), "forged");
      for (const bound of BOUNDS) {
        const { body } = await seat.verify(await at(bound), "priced");
        if (!saysTrue(body, "isValid")) continue;
        await seat.verify(await composed(({ transfer, memo }) => [setComputeUnitPrice(bound), transfer, memo])(seat, terms), "edited");
        return;
      }
    },
  }),
];
