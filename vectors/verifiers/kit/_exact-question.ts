/** A question of svm.exact.verify, as its description has it. */
export type Requirements = { readonly scheme?: unknown; readonly network?: unknown; readonly amount?: unknown; readonly asset?: unknown; readonly payTo?: unknown; readonly extra?: { readonly feePayer?: unknown; readonly memo?: unknown } };
export type TokenAccount = { readonly program: string; readonly mint: string; readonly owner: string; readonly amount: string; readonly frozen?: boolean; readonly delegate?: { readonly address: string; readonly amount: string } };
export type ExactQuestion = {
  readonly transaction: unknown;
  readonly requirements: Requirements;
  readonly facilitator: { readonly feePayers: readonly string[]; readonly maxComputeUnitPrice: string };
  readonly chain: {
    readonly network: string;
    readonly blockhashes: readonly string[];
    readonly mints: Readonly<Record<string, { readonly program: string; readonly decimals: number }>>;
    readonly tokenAccounts: Readonly<Record<string, TokenAccount>>;
    readonly lookupTables: Readonly<Record<string, readonly string[]>>;
  };
};
