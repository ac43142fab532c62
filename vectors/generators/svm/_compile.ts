import type { Key } from "./_keys.ts";
import { bytesOf } from "./_keys.ts";
import { messageOf } from "./_wire.ts";
import type { Shape } from "./_wire.ts";

/** An account of an instruction, and what the instruction wants of it. */
export type Meta = { readonly address: string; readonly signer?: boolean; readonly writable?: boolean };

/** An instruction before addresses become indices. */
export type Instruction = { readonly program: string; readonly accounts: readonly Meta[]; readonly data: Uint8Array };

/** A table that serves some accounts of a version 0 message instead of the list of static keys. */
export type Table = { readonly address: string; readonly entries: readonly string[] };

export type Plan = {
  readonly version: "legacy" | 0;
  readonly feePayer: string;
  readonly blockhash: string;
  readonly instructions: readonly Instruction[];
  readonly tables?: readonly Table[];
};

/** An empty signature slot. */
export const EMPTY_SIGNATURE: Uint8Array = new Uint8Array(64);

type Role = { readonly address: string; signer: boolean; writable: boolean };

const rolesOf = (plan: Plan): readonly Role[] => {
  const roles = new Map<string, Role>([[plan.feePayer, { address: plan.feePayer, signer: true, writable: true }]]);
  const metas = plan.instructions.flatMap(({ program, accounts }): readonly Meta[] => [...accounts, { address: program }]);
  for (const { address, signer = false, writable = false } of metas) {
    const role = roles.get(address) ?? { address, signer: false, writable: false };
    roles.set(address, { address, signer: role.signer || signer, writable: role.writable || writable });
  }
  // Signers first, writable ones first among them and among the rest; the fee payer leads because it was put in first.
  const rank = ({ signer, writable }: Role): number => (signer ? 0 : 2) + (writable ? 0 : 1);
  return [...roles.values()].toSorted((left, right) => rank(left) - rank(right));
};

/** Gives every address its index. All signature slots are empty. */
export const compile = (plan: Plan): Shape => {
  const { tables = [] } = plan;
  const programs = new Set(plan.instructions.map(({ program }) => program));
  const roles = rolesOf(plan);
  const tableOf = ({ address, signer }: Role): Table | undefined => (signer || programs.has(address) ? undefined : tables.find(({ entries }) => entries.includes(address)));
  const fixed = roles.filter((role) => tableOf(role) === undefined);
  const loaded = (table: Table, writable: boolean): readonly Role[] => roles.filter((role) => tableOf(role) === table && role.writable === writable);
  const order = [...fixed, ...tables.flatMap((table) => loaded(table, true)), ...tables.flatMap((table) => loaded(table, false))].map(({ address }) => address);
  const signers = fixed.filter(({ signer }) => signer);
  const indexIn = (table: Table, chosen: readonly Role[]): readonly number[] => chosen.map(({ address }) => table.entries.indexOf(address));
  return {
    version: plan.version,
    signatures: signers.map(() => EMPTY_SIGNATURE),
    header: [signers.length, signers.filter(({ writable }) => !writable).length, fixed.filter(({ signer, writable }) => !signer && !writable).length],
    keys: fixed.map(({ address }) => bytesOf(address)),
    blockhash: bytesOf(plan.blockhash),
    instructions: plan.instructions.map(({ program, accounts, data }) => ({ program: order.indexOf(program), accounts: accounts.map(({ address }) => order.indexOf(address)), data })),
    lookups: tables
      .map((table) => ({ table: bytesOf(table.address), writable: indexIn(table, loaded(table, true)), readonly: indexIn(table, loaded(table, false)) }))
      .filter(({ writable, readonly }) => writable.length + readonly.length > 0),
  };
};

/** Puts the signatures of keys into their slots. */
export const signed = (shape: Shape, keys: readonly Key[]): Shape => {
  const message = messageOf(shape);
  const signatures = shape.signatures.map((signature, index) => keys.find(({ bytes }) => Buffer.compare(bytes, shape.keys[index] ?? EMPTY_SIGNATURE) === 0)?.sign(message) ?? signature);
  return { ...shape, signatures };
};
