import { associatedTokenAddress, isAddress, programs } from "../../../simulators/chains/svm/wire/index.ts";
import type { Trace } from "../../trace/trace.ts";
import type { Check } from "../check.ts";
import { type Deviation, entryCheck } from "../server-offers.ts";
import { facts, type JsonObject, object, type Step } from "../server-steps.ts";
import { isSvmExact } from "../svm-transaction.ts";

/** schemes/exact/scheme_exact_svm.md, `PaymentRequirements` for `exact`: what an offer on Solana says. */

const SCENARIO = "server/exact-svm/offers";
/** Bytes of UTF-8. */
const LONGEST_MEMO = 256;
const PUBLIC_KEY = "a public key: 32 bytes in base58";

function extraOf(entry: JsonObject): JsonObject {
  return object(entry["extra"]);
}

/** A check of every offer of exact on Solana, or of those that have a member in extra. */
function offerCheck(definition: { requirement: string; member?: string; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>>; deviation: (entry: JsonObject, step: Step, trace: Trace) => Deviation }): Check {
  const { member, ...rest } = definition;
  return entryCheck({ ...rest, scenarios: SCENARIO, applies: (entry) => isSvmExact(entry) && (member === undefined || member in extraOf(entry)) });
}

export const checks: readonly Check[] = [
  offerCheck({
    requirement: "svm.offer.feepayer",
    deviation(entry) {
      const { feePayer } = extraOf(entry);
      return isAddress(feePayer) ? undefined : { message: "extra.feePayer is no public key", expected: PUBLIC_KEY, actual: feePayer ?? "no such member" };
    },
    killedBy: ["server.exact-svm.fee-payer-missing", "server.exact-svm.fee-payer-hex"],
    alsoKilledBy: { "server.offer.extra-array": "an array has no member feePayer" },
  }),
  offerCheck({
    requirement: "svm.offer.asset",
    deviation: ({ asset }) => (isAddress(asset) ? undefined : { message: "asset is no public key of a mint", expected: PUBLIC_KEY, actual: asset ?? "no such member" }),
    killedBy: ["server.exact-svm.asset-prefixed"],
    alsoKilledBy: { "server.offer.asset-ticker": "a ticker is no public key" },
  }),
  offerCheck({
    requirement: "svm.offer.payto",
    deviation({ asset, payTo }, step, trace) {
      if (!isAddress(payTo)) return { message: "payTo is no public key", expected: PUBLIC_KEY, actual: payTo ?? "no such member" };
      const known = facts(trace);
      // Whose account it is can be told where the target serves what it was given.
      const owners = known?.configured === true ? (known.routes[step.route ?? ""]?.accepts ?? []).map((accept) => accept.payTo) : [];
      const account = isAddress(asset) ? owners.find((owner) => [programs.token, programs.token2022].some((tokenProgram) => associatedTokenAddress({ owner, mint: asset, tokenProgram }) === payTo)) : undefined;
      return account === undefined ? undefined : { message: "payTo is the token account, and not its owner", expected: account, actual: payTo };
    },
    killedBy: ["server.exact-svm.payto-token-account"],
    alsoKilledBy: { "server.offer.without-payto": "what is missing is no public key" },
  }),
  offerCheck({
    requirement: "svm.offer.memo-string",
    member: "memo",
    deviation(entry) {
      const { memo } = extraOf(entry);
      return typeof memo === "string" ? undefined : { message: "extra.memo is not a string", expected: "a string, or no such member", actual: memo };
    },
    killedBy: ["server.exact-svm.memo-object"],
  }),
  offerCheck({
    requirement: "svm.offer.memo-limit",
    member: "memo",
    deviation(entry) {
      const { memo } = extraOf(entry);
      // Its type is matter of svm.offer.memo-string.
      const bytes = typeof memo === "string" ? Buffer.byteLength(memo, "utf8") : 0;
      return bytes <= LONGEST_MEMO ? undefined : { message: "extra.memo is too long", expected: `at most ${LONGEST_MEMO} bytes of UTF-8`, actual: bytes };
    },
    killedBy: ["server.exact-svm.memo-long"],
  }),
  offerCheck({
    requirement: "svm.offer.blockhash-form",
    member: "recentBlockhash",
    deviation(entry) {
      const { recentBlockhash } = extraOf(entry);
      return isAddress(recentBlockhash) ? undefined : { message: "extra.recentBlockhash is no blockhash", expected: "32 bytes in base58", actual: recentBlockhash };
    },
    killedBy: ["server.exact-svm.blockhash-hex"],
  }),
  offerCheck({
    requirement: "svm.offer.blockhash-usable",
    member: "recentBlockhash",
    deviation(entry, _step, trace) {
      const { recentBlockhash } = extraOf(entry);
      // What the chain was asked about right after the offer; a form that is none is matter of svm.offer.blockhash-form.
      const asked = trace.marks<{ value: string; known: boolean }>("blockhash").find(({ value }) => value === recentBlockhash);
      return asked?.known === false ? { message: "extra.recentBlockhash is unknown to the chain the payment settles on", expected: "a blockhash of that chain that has not expired", actual: recentBlockhash } : undefined;
    },
    killedBy: ["server.exact-svm.blockhash-foreign"],
  }),
  offerCheck({
    requirement: "svm.offer.lastvalid-string",
    member: "lastValidBlockHeight",
    deviation(entry) {
      const { lastValidBlockHeight } = extraOf(entry);
      return typeof lastValidBlockHeight === "string" && /^[0-9]+$/.test(lastValidBlockHeight) ? undefined : { message: "extra.lastValidBlockHeight is no decimal string", expected: "a string of decimal digits", actual: lastValidBlockHeight };
    },
    killedBy: ["server.exact-svm.last-valid-number"],
  }),
  // Not in the text: our position. Nobody else can complete the client's transaction.
  entryCheck({
    requirement: "svm.offer.feepayer-supported",
    scenarios: SCENARIO,
    applies: (entry, trace) => isSvmExact(entry) && isAddress(extraOf(entry)["feePayer"]) && trace.mark("announced") !== undefined,
    deviation(entry, _step, trace) {
      const announced = trace.mark<{ feePayer: string }>("announced")?.feePayer;
      const { feePayer } = extraOf(entry);
      return feePayer === announced ? undefined : { message: "extra.feePayer is no key the facilitator announced", expected: announced ?? "", actual: feePayer };
    },
    killedBy: ["server.exact-svm.fee-payer-own"],
  }),
];
