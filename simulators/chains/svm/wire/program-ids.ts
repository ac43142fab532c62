// The file itself, not spec/registry.ts: the node starts with every command that plays on Solana, and that module reads all the rest too.
import registry from "../../../../spec/registry/programs.json" with { type: "json" };

const registered = new Map(registry.programs.map(({ name, address }) => [name, address]));

function fromRegistry(name: string): string {
  const address = registered.get(name);
  if (address === undefined) throw new Error(`spec/registry/programs.json has no program named ${name}`);
  return address;
}

/** Programs and sysvars by what they do; base58. Those the registry knows come from there. */
export const programs = {
  system: fromRegistry("System"),
  computeBudget: fromRegistry("Compute Budget"),
  token: fromRegistry("SPL Token"),
  token2022: fromRegistry("Token-2022"),
  associatedToken: fromRegistry("Associated Token Account"),
  memo: fromRegistry("Memo"),
  /** The first Memo program, which the text does not name. */
  memoV1: "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo",
  lighthouse: fromRegistry("Lighthouse"),
  lookupTable: fromRegistry("Address Lookup Table"),
  ed25519: fromRegistry("Ed25519"),
} as const;

export const sysvars = {
  clock: "SysvarC1ock11111111111111111111111111111111",
  rent: "SysvarRent111111111111111111111111111111111",
  recentBlockhashes: "SysvarRecentB1ockHashes11111111111111111111",
  slotHashes: "SysvarS1otHashes111111111111111111111111111",
  instructions: "Sysvar1nstructions1111111111111111111111111",
} as const;

export type TokenProgram = typeof programs.token | typeof programs.token2022;

export const isTokenProgram = (program: string): boolean => program === programs.token || program === programs.token2022;
