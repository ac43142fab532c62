/** What happened on the chain, as plain data: everything here reads, and nothing here judges. */
export { decodeAuthorizationCall } from "./decode-authorization.ts";
export type { AuthorizationCall } from "./decode-authorization.ts";
export { observeAuthorizations } from "./observe-authorizations.ts";
export type { AuthorizationId, AuthorizationState } from "./observe-authorizations.ts";
export { observeBalances } from "./observe-balances.ts";
export type { TokenBalance } from "./observe-balances.ts";
export { awaitMined, observeLatestBlock, observeTransactionRange, observeTransactions } from "./observe-transactions.ts";
export type { ObservedBlock, ObservedTransaction } from "./observe-transactions.ts";
export { observeTransfers } from "./observe-transfers.ts";
export type { TokenTransfer } from "./observe-transfers.ts";
