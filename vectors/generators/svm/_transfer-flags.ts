import type { VectorFlag } from "../../vector-file.ts";

const TOKEN = "https://spl.solana.com/token";

/** Errors that the vectors on the transfer hunt. */
export const TRANSFER_FLAGS: Readonly<Record<string, VectorFlag>> = {
  TransferKind: { bugClass: "transfer-kind-not-checked", description: "Looks at accounts and amount and not at what the instruction does.", effect: "The tokens are approved, burned or moved unchecked, and nobody is paid.", links: [TOKEN] },
  TransferData: { bugClass: "instruction-data-length", description: "Reads data of another length than the instruction has.", effect: "A crash, or an amount made of bytes that are not there.", links: [TOKEN] },
  AccountOrder: { bugClass: "account-order-assumed", description: "Finds the right accounts somewhere in the list.", effect: "Source, mint and destination are other accounts than were checked.", links: [TOKEN] },
  AuthorityUnsigned: { bugClass: "authority-not-signing", description: "Does not ask whether the authority signs.", effect: "A payment is found valid that cannot land.", links: [] },
  Underpaid: { bugClass: "underpayment-accepted", description: "Takes less than the amount.", effect: "The seller is paid too little.", links: [] },
  Overpaid: { bugClass: "overpayment-accepted", description: "Takes more than the amount where it is exact.", effect: "A client's error costs it money.", links: [] },
  AmountWidth: { bugClass: "u64-precision-lost", description: "Reads the amount in fewer than 64 bits or in a double.", effect: "Another amount is paid than was checked.", links: [] },
  Decimals: { bugClass: "decimals-not-checked", description: "Does not compare the decimals with the mint's.", effect: "A payment is found valid that cannot land.", links: [TOKEN] },
  Destination: { bugClass: "recipient-not-derived", description: "Takes any account that has to do with payTo, or any at all.", effect: "The seller is not paid, or at an account it does not watch.", links: ["https://spl.solana.com/associated-token-account"] },
  Mint: { bugClass: "asset-not-checked", description: "Does not compare the mint with the asset.", effect: "The seller is paid in worthless tokens.", links: [] },
  Source: { bugClass: "source-not-checked", description: "Does not ask whose the source account is, what it holds, or whether it exists.", effect: "A payment is found valid that cannot land, and the resource is given for it.", links: [] },
  Funds: { bugClass: "balance-off-by-one", description: "Compares the balance wrongly, or does not look at it.", effect: "Payers with exactly the amount are refused, or ones with less accepted.", links: [] },
  TokenProgram: { bugClass: "token-program-not-checked", description: "Does not ask which program the transfer goes to, or takes one of the two for granted.", effect: "A program of the payer's own pretends to pay, or Token-2022 payments fail.", links: ["https://spl.solana.com/token-2022"] },
  OffCurvePayee: { bugClass: "off-curve-owner-refused", description: "Refuses a payTo that is no point of the curve, or takes it for a token account.", effect: "Smart wallets and treasuries cannot be paid.", links: ["https://solana.com/docs/core/pda"] },
  BumpSearch: { bugClass: "bump-search", description: "Takes bump 255 for granted, or any bump that leaves the curve.", effect: "Many sellers' payments are refused, or ones accepted that go to an account nobody can use.", links: ["https://solana.com/docs/core/pda"] },
  ReadOnlyAccount: { bugClass: "account-privileges-misread", description: "Does not ask whether the accounts that change are writable.", effect: "A payment is found valid that cannot land.", links: ["https://solana.com/docs/core/transactions"] },
  RepeatedKey: { bugClass: "repeated-account-key", description: "Takes a list of keys that has one twice.", effect: "A payment is found valid that no node takes.", links: [] },
  OddButRight: { bugClass: "transaction-shape-assumed", description: "Assumes the shape of the payments it makes itself.", effect: "Payments of other wallets are refused.", links: [] },
};
