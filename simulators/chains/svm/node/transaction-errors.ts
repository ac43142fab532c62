/** Errors of the runtime, from litesvm's numbers to the JSON that RPC clients read. */

/** As Agave writes a transaction's error in JSON: a name, or a name with what belongs to it. */
export type TransactionErrorJson = string | Readonly<Record<string, unknown>>;

/** litesvm's numbers for errors without fields, `TransactionErrorFieldless` of its declarations (not there at run time). */
const transactionErrors =
  "AccountInUse AccountLoadedTwice AccountNotFound ProgramAccountNotFound InsufficientFundsForFee InvalidAccountForFee AlreadyProcessed BlockhashNotFound CallChainTooDeep MissingSignatureForFee InvalidAccountIndex SignatureFailure InvalidProgramForExecution SanitizeFailure ClusterMaintenance AccountBorrowOutstanding WouldExceedMaxBlockCostLimit UnsupportedVersion InvalidWritableAccount WouldExceedMaxAccountCostLimit WouldExceedAccountDataBlockLimit TooManyAccountLocks AddressLookupTableNotFound InvalidAddressLookupTableOwner InvalidAddressLookupTableData InvalidAddressLookupTableIndex InvalidRentPayingAccount WouldExceedMaxVoteCostLimit WouldExceedAccountDataTotalLimit MaxLoadedAccountsDataSizeExceeded ResanitizationNeeded InvalidLoadedAccountsDataSizeLimit UnbalancedTransaction ProgramCacheHitMaxLimit CommitCancelled".split(" ");

/** The same for instructions, `InstructionErrorFieldless`. */
const instructionErrors =
  "GenericError InvalidArgument InvalidInstructionData InvalidAccountData AccountDataTooSmall InsufficientFunds IncorrectProgramId MissingRequiredSignature AccountAlreadyInitialized UninitializedAccount UnbalancedInstruction ModifiedProgramId ExternalAccountLamportSpend ExternalAccountDataModified ReadonlyLamportChange ReadonlyDataModified DuplicateAccountIndex ExecutableModified RentEpochModified NotEnoughAccountKeys AccountDataSizeChanged AccountNotExecutable AccountBorrowFailed AccountBorrowOutstanding DuplicateAccountOutOfSync InvalidError ExecutableDataModified ExecutableLamportChange ExecutableAccountNotRentExempt UnsupportedProgramId CallDepth MissingAccount ReentrancyNotAllowed MaxSeedLengthExceeded InvalidSeeds InvalidRealloc ComputationalBudgetExceeded PrivilegeEscalation ProgramEnvironmentSetupFailure ProgramFailedToComplete ProgramFailedToCompile Immutable IncorrectAuthority AccountNotRentExempt InvalidAccountOwner ArithmeticOverflow UnsupportedSysvar IllegalOwner MaxAccountsDataAllocationsExceeded MaxAccountsExceeded MaxInstructionTraceLengthExceeded BuiltinProgramsMustConsumeComputeUnits BorshIoError".split(" ");

interface NativeError {
  readonly constructor: { readonly name: string };
  readonly index?: number;
  readonly accountIndex?: number;
  readonly err?: () => unknown;
}

/** @param error what litesvm's `err()` answers: a number, or an object of a class that says which error it is */
export function transactionErrorJson(error: unknown): TransactionErrorJson {
  if (typeof error === "number") return transactionErrors[error] ?? "SanitizeFailure";
  const native = error as NativeError;
  switch (native.constructor.name) {
    case "TransactionErrorInstructionError":
      return { InstructionError: [native.index ?? 0, instructionErrorJson(native.err?.())] };
    case "TransactionErrorDuplicateInstruction":
      return { DuplicateInstruction: native.index ?? 0 };
    case "TransactionErrorInsufficientFundsForRent":
      return { InsufficientFundsForRent: { account_index: native.accountIndex ?? 0 } };
    default:
      return { ProgramExecutionTemporarilyRestricted: { account_index: native.accountIndex ?? 0 } };
  }
}

function instructionErrorJson(error: unknown): unknown {
  if (typeof error === "number") return instructionErrors[error] ?? "GenericError";
  const code = (error as { readonly code?: number }).code;
  return code === undefined ? "BorshIoError" : { Custom: code };
}

/** Errors with which a transaction lands all the same, and its payer pays: it could not be loaded, but the fee could be had (SIMD-0191). */
export const feesOnly: ReadonlySet<unknown> = new Set(["ProgramAccountNotFound", "InvalidProgramForExecution", "MaxLoadedAccountsDataSizeExceeded"]);
