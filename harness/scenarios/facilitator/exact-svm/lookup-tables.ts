import { deriveKeyPair, type Message, sysvars, type WritableMessage } from "../../../../simulators/chains/svm/wire/index.ts";
import type { SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { type Edit, editScenario } from "./edit.ts";
import { controlsOf } from "./parts.ts";

/** scheme_exact_svm.md (later text) §2.1.2: what is behind a lookup table is looked at, or the transaction is refused. */

/** Places of the ordinary instructions. */
const LIMIT = 0;
const TRANSFER = 2;
const MEMO = 3;

/** One more account of an instruction, out of a table. None of these instructions minds an account behind those it needs, save the Memo. */
export const lookedUp =
  (options: { readonly table: string; readonly into: number; readonly index?: number; readonly writable?: true }) =>
  (message: Message): WritableMessage => {
    const { table, into, index = 0, writable } = options;
    return {
      ...message,
      lookups: [{ table, writableIndexes: writable === true ? [index] : [], readonlyIndexes: writable === true ? [] : [index] }],
      instructions: message.instructions.map((instruction, place) => (place === into ? { ...instruction, accountIndexes: [...instruction.accountIndexes, message.staticKeys.length] } : instruction)),
    };
  };

/** The ordinary payment with one more account, out of a table. */
const through = (place: Omit<Parameters<typeof lookedUp>[0], "table">, table: (seat: SvmFacilitatorSeat) => string | Promise<string>): Edit["make"] => async (seat, requirements) => {
  const address = await table(seat);
  seat.chain.claim(address);
  return await seat.payment({ requirements, message: lookedUp({ ...place, table: address }) });
};

const ofSponsor = async (seat: SvmFacilitatorSeat): Promise<string> => await seat.node.createLookupTable({ addresses: [sysvars.rent, seat.chain.sponsor] });
const harmless = async (seat: SvmFacilitatorSeat): Promise<string> => await seat.node.createLookupTable({ addresses: [sysvars.clock, seat.wallet().address] });
export const addressOf = (seat: SvmFacilitatorSeat, path: string): string => deriveKeyPair({ seed: seat.wallet().address, path }).address;

// The network refuses these too, since they name an account twice: they are for those who go by what they read.
const HIDDEN: readonly Edit[] = [
  { id: "alt/transfer", title: "the fee payer behind the transfer's authority, out of a lookup table", make: through({ into: TRANSFER, index: 1 }, ofSponsor) },
  { id: "alt/transfer-writable", title: "the fee payer behind the transfer's authority, out of a lookup table and writable", make: through({ into: TRANSFER, index: 1, writable: true }, ofSponsor) },
  { id: "alt/memo", title: "the fee payer among the Memo's accounts, out of a lookup table", make: through({ into: MEMO, index: 1 }, ofSponsor) },
  { id: "alt/budget", title: "the fee payer as account of SetComputeUnitLimit, out of a lookup table", make: through({ into: LIMIT, index: 1 }, ofSponsor) },
];

const UNRESOLVED: readonly Edit[] = [
  { id: "alt-fail-closed/missing", title: "a lookup table that does not exist", make: through({ into: TRANSFER }, (seat) => addressOf(seat, "no-table")) },
  { id: "alt-fail-closed/short", title: "an account beyond the end of a lookup table", make: through({ into: TRANSFER, index: 2 }, harmless) },
  { id: "alt-fail-closed/no-table", title: "a token account in the place of a lookup table", make: through({ into: TRANSFER }, async (seat) => await controlsOf(seat).setTokenAccount({ owner: seat.wallet().address, mint: seat.node.asset, address: addressOf(seat, "token-account") })) },
  {
    // The chain itself would take this one.
    id: "alt-fail-closed/unreadable",
    title: "a lookup table that the node cannot be asked about",
    make: through({ into: TRANSFER }, async (seat) => {
      const table = await harmless(seat);
      seat.mark("unreadable", table);
      seat.chain.script({ answer: ({ method, params }) => (method.startsWith("get") && (JSON.stringify(params) ?? "").includes(table) ? { error: { code: -32_005, message: "Node is behind by 42 slots" } } : undefined) });
      return table;
    }),
  },
];

export const scenarios = [...HIDDEN, ...UNRESOLVED].map(editScenario);
