import { defineVectors } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { askingOf } from "./_asking.ts";
import type { Asking } from "./_asking.ts";
import type { Instruction } from "./_compile.ts";
import { computeLimit, computePrice } from "./_instructions.ts";
import { littleEndian, PROGRAMS } from "./_keys.ts";
import { MAX_PRICE, sceneOf } from "./_scene.ts";
import type { Scene } from "./_scene.ts";

const budget = (...data: readonly number[]): Instruction => ({ program: PROGRAMS.computeBudget, accounts: [], data: Uint8Array.from(data) });

const bounds = (scene: Scene, { fine, refuse, open }: Asking): readonly DraftTest[] => {
  const limit = (units: number): string => scene.pay({ limit: computeLimit(units) });
  const price = (value: bigint): string => scene.pay({ price: computePrice(value) });
  const above = "The price is above the facilitator's bound.";
  const own = "The text bounds no limit, and lets facilitators set stricter bounds of their own.";
  const ceiling = "No text the question rests on bounds the limit; newer text recommends a bound, and its own is 400000.";
  return [
    fine("limit-60000", "A limit of 60000 units, as a transfer takes that wallets have added guards to", "LimitCeiling", limit(60_000)),
    ...[100_000, 200_000].map((units) => open(`limit-${units}`, `A limit of ${units} units`, "LimitCeiling", limit(units), own)),
    open("limit-400000", "A limit of 400000 units, the newer text's own bound", "LimitCeiling", limit(400_000), ceiling),
    open("limit-1400000", "A limit of 1400000 units, the most the chain gives", "LimitCeiling", limit(1_400_000), ceiling),
    open("limit-u32-max", "The highest limit that can be written", "LimitCeiling", limit(4_294_967_295), ceiling),
    fine("price-zero", "A price of nothing", "PriceUnits", price(0n)),
    fine("price-1000", "A price of 1000 micro-lamports, a thousandth of a lamport for a unit", "PriceUnits", price(1000n)),
    fine("price-50000", "A price of 50000 micro-lamports", "PriceUnits", price(50_000n)),
    fine("price-at-bound", "The highest price that is in order, five lamports for a unit", "PriceEdge", price(MAX_PRICE)),
    refuse("price-above-bound", "One micro-lamport above the bound", "PriceEdge", price(MAX_PRICE + 1n), above),
    refuse("price-ten-times", "Ten times the bound", "PriceUnbounded", price(MAX_PRICE * 10n), above),
    refuse("price-million-times", "The bound in lamports taken for micro-lamports", "PriceUnits", price(MAX_PRICE * 1_000_000n), above),
    refuse("price-u64-max", "The highest u64", "PriceUnbounded", price(2n ** 64n - 1n), above),
    refuse("price-two-63", "2^63, negative if read as signed", "PriceWidth", price(2n ** 63n), above),
    refuse("price-two-32", "2^32 + 1, which is 1 in 32 bits", "PriceWidth", price(2n ** 32n + 1n), above),
    refuse("price-big-endian", "2^56, which is 1 in the other byte order", "PriceWidth", price(2n ** 56n), above),
  ];
};

const kinds = (scene: Scene, { refuse, open }: Asking): readonly DraftTest[] => {
  const first = (id: string, comment: string, flag: string, limit: Instruction, reason = "The first instruction is SetComputeUnitLimit of the Compute Budget program."): DraftTest => refuse(id, comment, flag, scene.pay({ limit }), reason);
  const second = (id: string, comment: string, flag: string, price: Instruction, reason = "The second instruction is SetComputeUnitPrice of the Compute Budget program."): DraftTest => refuse(id, comment, flag, scene.pay({ price }), reason);
  const elsewhere = (instruction: Instruction, program = scene.address("another program")): Instruction => ({ ...instruction, program });
  const payer = { address: scene.keys.payer.address };
  const u32 = (value: number): readonly number[] => [...littleEndian(value, 4)];
  const longer = "The chain's program takes data that goes on; whether a checker does, the text leaves open.";
  return [
    first("limit-other-program", "The limit's data sent to another program", "BudgetProgram", elsewhere(computeLimit(20_000))),
    first("limit-to-memo", "The limit's data sent to Memo", "BudgetProgram", elsewhere(computeLimit(20_000), PROGRAMS.memo)),
    first("limit-similar-program", "The limit's data sent to an address that begins the same", "BudgetProgram", elsewhere(computeLimit(20_000), "ComputeBudget111111111111111111111111111112")),
    second("price-other-program", "The price's data sent to another program", "BudgetProgram", elsewhere(computePrice(1))),
    second("price-similar-program", "The price's data sent to an address that begins the same", "BudgetProgram", elsewhere(computePrice(1), "ComputeBudget111111111111111111111111111112")),
    first("limit-request-units", "RequestUnits (0), as it once was", "BudgetKind", budget(0, ...u32(20_000), ...u32(0))),
    first("limit-heap-frame", "RequestHeapFrame (1) in the limit's place", "BudgetKind", budget(1, ...u32(65_536))),
    first("limit-data-size", "SetLoadedAccountsDataSizeLimit (4) in the limit's place", "BudgetKind", budget(4, ...u32(200_000))),
    second("price-heap-frame", "RequestHeapFrame (1) in the price's place", "BudgetKind", budget(1, ...u32(65_536))),
    second("price-data-size", "SetLoadedAccountsDataSizeLimit (4) in the price's place", "BudgetKind", budget(4, ...u32(200_000))),
    first("limit-unknown-kind", "A kind that does not exist (5)", "BudgetKind", budget(5, ...u32(20_000))),
    first("limit-no-data", "The limit without data", "BudgetData", budget(), "There is no discriminator."),
    second("price-no-data", "The price without data", "BudgetData", budget(), "There is no discriminator."),
    first("limit-no-value", "The limit's discriminator alone", "BudgetData", budget(2), "The limit lacks its value, and the chain refuses it."),
    second("price-no-value", "The price's discriminator alone", "BudgetData", budget(3), "The price lacks its value, and the chain refuses it."),
    first("limit-three-bytes", "A limit of three bytes", "BudgetData", budget(2, 0x20, 0x4e, 0), "The limit is a u32."),
    second("price-u32", "A price of four bytes", "BudgetData", budget(3, 1, 0, 0, 0), "The price is a u64."),
    open("limit-byte-more", "A byte behind the limit", "BudgetData", scene.pay({ limit: budget(2, ...u32(20_000), 0) }), longer),
    open("price-byte-more", "A byte behind the price", "BudgetData", scene.pay({ price: budget(3, 1, 0, 0, 0, 0, 0, 0, 0, 0) }), longer),
    open("limit-with-account", "The payer among the accounts of the limit, which takes none", "BudgetData", scene.pay({ limit: { ...computeLimit(20_000), accounts: [payer] } }), "The chain's program ignores accounts; the text speaks of the fee payer's only."),
  ];
};

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "The compute budget of a payment on Solana, which is what its sponsor pays for.",
  requirements: ["svm.client.compute-price", "svm.fac.compute-program", "svm.fac.compute-discriminators", "svm.fac.compute-price", "svm.fac.compute-price-cap", "svm.fac.compute-limit", "svm.fac.compute-kinds"],
  flags: {
    LimitCeiling: { bugClass: "undocumented-compute-ceiling", description: "Refuses limits that no text and no announcement rules out.", effect: "Payments that worked last week are refused.", links: ["https://github.com/x402-foundation/x402/issues/3268", "https://github.com/coinbase/cdp-sdk/issues/795"] },
    PriceUnits: { bugClass: "compute-price-units", description: "Confuses lamports and micro-lamports, or a price for a unit with a fee.", effect: "Ordinary payments are refused, or the sponsor pays a million times its bound.", links: ["https://solana.com/docs/core/fees"] },
    PriceEdge: { bugClass: "compute-price-off-by-one", description: "Refuses the bound itself, or lets what is just above it pass.", effect: "Client and facilitator disagree on the highest price.", links: [] },
    PriceUnbounded: { bugClass: "compute-budget-not-bounded", description: "Does not bound the price.", effect: "One payment empties the sponsor's account.", links: ["https://github.com/x402-foundation/x402/issues/646"] },
    PriceWidth: { bugClass: "u64-precision-lost", description: "Reads the price in 32 bits, signed, or in the other byte order.", effect: "A price far above the bound passes.", links: [] },
    BudgetProgram: { bugClass: "program-not-checked", description: "Looks at data without asking which program they go to.", effect: "Any program runs at the sponsor's expense, and no bound is set.", links: [] },
    BudgetKind: { bugClass: "compute-budget-not-bounded", description: "Takes any instruction of the Compute Budget program.", effect: "Price and limit are what the chain's defaults say, or unknown.", links: [] },
    BudgetData: { bugClass: "instruction-data-length", description: "Reads data of another length than the instruction has.", effect: "A crash, or a price of undefined, which is above no bound.", links: [] },
  },
  groups: async ({ seeded }) => {
    const scene = await sceneOf({ seeded });
    const asking = askingOf(scene, { flags: ["LimitCeiling"] });
    return [{ name: "spl-token", comment: "A mint of SPL Token, no memo of the seller's", shared: scene.shared, tests: [asking.plain, ...bounds(scene, asking), ...kinds(scene, asking)] }];
  },
});
