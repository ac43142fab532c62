import { acceptable, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Scene } from "./_scene.ts";

/** Vectors of one scene, each with another transaction. */
export type Asking = {
  readonly plain: DraftTest;
  /** Has to be accepted as well. */
  readonly fine: (id: string, comment: string, flag: string, transaction: string, payer?: string) => DraftTest;
  /** Has to be refused. */
  readonly refuse: (id: string, comment: string, flag: string, transaction: unknown, reason: string) => DraftTest;
  /** May be refused. */
  readonly open: (id: string, comment: string, flag: string, transaction: string, reason: string) => DraftTest;
};

const PATH = "/transaction";

/** Says in the pair what was changed: the path alone is the whole transaction. */
const said = (test: DraftTest): DraftTest => (test.pair === undefined ? test : { ...test, pair: { ...test.pair, edit: `changes the transaction: ${test.comment}` } });

/**
 * Starts a group of vectors with the scene's plain payment.
 *
 * @param options.prefix put before every id, where a file has several groups
 */
export const askingOf = (scene: Scene, options: { prefix?: string; comment?: string; flags?: readonly string[] } = {}): Asking => {
  const { prefix, comment = "A payment as clients make it", flags = [] } = options;
  const name = (id: string): string => (prefix === undefined ? id : `${prefix}.${id}`);
  const payer = scene.keys.payer.address;
  const plain = valid({ id: name("plain"), comment, flags, input: { transaction: scene.pay() }, output: { payer } });
  return {
    plain,
    fine: (id, text, flag, transaction, who = payer) => said(stillValid(plain, { id: name(id), comment: text, flags: [flag], path: PATH, to: transaction, output: { payer: who } })),
    refuse: (id, text, flag, transaction, reason) => said(invalid(plain, { id: name(id), comment: text, flags: [flag], path: PATH, to: transaction, reason })),
    open: (id, text, flag, transaction, reason) => said(acceptable(plain, { id: name(id), comment: text, flags: [flag], path: PATH, to: transaction, reason })),
  };
};
