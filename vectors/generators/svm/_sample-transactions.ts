import type { Seeded } from "../../generate/seeded.ts";
import { compile, signed } from "./_compile.ts";
import type { Plan } from "./_compile.ts";
import { computeLimit, computePrice, lighthouse, memo, transferChecked } from "./_instructions.ts";
import { addressOf, ataOf, keysOf, MINTS } from "./_keys.ts";
import type { Shape } from "./_wire.ts";

/** Transactions to decode: the same payment in each format, and parts of it. */
export type Samples = { readonly plan: Plan; readonly payment: Shape; readonly legacy: Shape; readonly lookups: Shape; readonly address: (label: string) => string; readonly sign: (shape: Shape) => Shape };

/** Makes the transactions the decode vectors start from. */
export const samplesOf = async (seeded: Seeded): Promise<Samples> => {
  const keys = keysOf(seeded, ["fee payer", "payer", "merchant"]);
  const mint = MINTS.usdc;
  const address = (label: string): string => addressOf(seeded.bytes(`address ${label}`, 32));
  const source = (await ataOf({ owner: keys.payer.address, mint })).address;
  const destination = (await ataOf({ owner: keys.merchant.address, mint })).address;
  const transfer = transferChecked({ source, mint, destination, authority: keys.payer.address, amount: 1000n, decimals: 6 });
  const plan: Plan = {
    version: 0,
    feePayer: keys["fee payer"].address,
    blockhash: address("blockhash"),
    instructions: [computeLimit(20_000), computePrice(1), transfer, memo("5f1b8a0c3d9e47726d8f0b1c2a3e4d5f")],
  };
  const sign = (shape: Shape): Shape => signed(shape, [keys.payer]);
  const guards = [lighthouse([{ address: address("guarded 1") }, { address: source }]), lighthouse([{ address: address("guarded 2"), writable: true }])];
  const tables = [
    { address: address("table 1"), entries: [address("unused"), destination, address("guarded 1")] },
    { address: address("table 2"), entries: [...Array.from({ length: 254 }, (_, index) => address(`unused ${index}`)), mint, address("guarded 2")] },
  ];
  return {
    plan,
    payment: sign(compile(plan)),
    legacy: sign(compile({ ...plan, version: "legacy" })),
    lookups: sign(compile({ ...plan, instructions: [...plan.instructions, ...guards], tables })),
    address,
    sign,
  };
};
