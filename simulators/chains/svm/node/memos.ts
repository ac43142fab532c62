import { programs } from "../wire/program-ids.ts";
import type { Message } from "../wire/transaction.ts";

/** The memos of a message as RPC lists show them: length and text of each. */
export function memoOf({ staticKeys, instructions }: Message): string | null {
  const memos = instructions.flatMap(({ programIndex, data }) => {
    const program = staticKeys[programIndex];
    return program === programs.memo || program === programs.memoV1 ? [`[${data.length}] ${new TextDecoder().decode(data)}`] : [];
  });
  return memos.length === 0 ? null : memos.join("; ");
}
