import type { ParsedTransaction } from "../wire/parse-transaction.ts";
import { decodeComputeBudget } from "../wire/instructions/compute-budget.ts";
import { programs } from "../wire/program-ids.ts";
import type { Message } from "../wire/transaction.ts";

/** Programs that are part of the runtime, and get 3,000 units where the transaction sets no limit; all others get 200,000. */
const builtins: ReadonlySet<string> = new Set([
  programs.system,
  programs.computeBudget,
  "Vote111111111111111111111111111111111111111",
  "BPFLoader1111111111111111111111111111111111",
  "BPFLoader2111111111111111111111111111111111",
  "BPFLoaderUpgradeab1e11111111111111111111111",
  "LoaderV411111111111111111111111111111111111",
]);
const signatureChecks: ReadonlySet<string> = new Set([programs.ed25519, "KeccakSecp256k11111111111111111111111111111", "Secp256r1SigVerify1111111111111111111111111"]);

const maxUnits = 1_400_000n;
const lamportsPerSignature = 5_000n;

/** What a transaction costs its fee payer, in lamports: signatures, and price times limit of compute units, rounded up. */
export function feeOfMessage(message: Message): bigint {
  let limit: bigint | undefined;
  let price = 0n;
  let defaultLimit = 0n;
  let signatures = BigInt(message.header.requiredSignatures);
  for (const { programIndex, data } of message.instructions) {
    const program = message.staticKeys[programIndex] ?? "";
    const budget = decodeComputeBudget({ program, data });
    if (budget?.kind === "setComputeUnitLimit") limit = BigInt(budget.units);
    else if (budget?.kind === "setComputeUnitPrice") price = budget.microLamports;
    defaultLimit += builtins.has(program) ? 3_000n : 200_000n;
    if (signatureChecks.has(program)) signatures += BigInt(data[0] ?? 0);
  }
  const wanted = limit ?? defaultLimit;
  const units = wanted < maxUnits ? wanted : maxUnits;
  return signatures * lamportsPerSignature + (price * units + 999_999n) / 1_000_000n;
}

export const feeOfTransaction = ({ transaction }: ParsedTransaction): bigint => feeOfMessage(transaction.message);
