import { check } from "../check.ts";
import { answered, discriminates, outcomeOf, record } from "../facilitator-calls.ts";
import { onBanks, type BankArea } from "./rows.ts";

/** bank-payments.md, 6.9, ach.md, 8, and sepa.md, 7: what /supported says. */

const BANK = "facilitator.bank-payments";
/** Whose offers the control is one of. */
const PSP = "simpay";
const RAILS = ["sct-inst", "sdd-core"];

const isPsp = (name: unknown): boolean => typeof name === "string" && name !== "" && name === name.toLowerCase();

function oddPsps(psps: unknown): string | undefined {
  if (!Array.isArray(psps) || psps.length === 0) return "no list of PSPs, or an empty one";
  return psps.every(isPsp) ? undefined : "something that is no PSP's name in small letters";
}

/** What is wrong with `extra` of a kind. */
function oddExtra(network: BankArea["network"], extra: Readonly<Record<string, unknown>>): string | undefined {
  if (network === "ach:us") return oddPsps(extra["psps"]) ?? ((extra["psps"] as unknown[]).includes(PSP) ? undefined : `not ${PSP}, with which a payment was found valid`);
  const rails = extra["rails"];
  if (typeof rails !== "object" || rails === null || Array.isArray(rails)) return "rails that are no object";
  const entries = Object.entries(rails);
  if (entries.length === 0) return "no rail";
  const unknown = entries.find(([rail]) => !RAILS.includes(rail));
  if (unknown !== undefined) return `the rail ${unknown[0]}`;
  return entries.map(([, psps]) => oddPsps(psps)).find((odd) => odd !== undefined);
}

interface Given {
  readonly secrets: readonly string[];
  readonly accounts: readonly string[];
}

export const checks = onBanks(({ network, row, on }) => [
  check({
    id: row("supported"),
    requirement: row("supported"),
    appliesTo: on("supported"),
    witness: (trace) => (discriminates(trace) === undefined ? undefined : answered(trace, "supported")[0]),
    judge({ witness, pass, fail }) {
      const { kinds } = witness.body;
      const own = (Array.isArray(kinds) ? kinds : []).map(record).filter((kind) => kind["network"] === network && kind["scheme"] === "exact");
      const [kind] = own;
      if (kind === undefined) return fail(`No kind is exact on ${network}, of which a payment was found valid`, { actual: outcomeOf(witness), at: witness.response });
      const odd = oddExtra(network, record(kind["extra"]));
      return odd === undefined ? pass({ at: witness.response }) : fail("A kind does not say which PSPs can be used", { expected: network === "ach:us" ? "extra.psps, at least one" : "extra.rails with at least one PSP for each rail", actual: odd, at: witness.response });
    },
    killedBy: [`${BANK}.psps-missing`, `${BANK}.psps-none`, ...(network === "sepa:eu" ? ["facilitator.exact-sepa.rails-list"] : [])],
  }),
  check({
    id: row("supported-signers"),
    requirement: row("supported-signers"),
    appliesTo: on("supported"),
    witness(trace) {
      const given = trace.mark<Given>("given");
      const [supported] = answered(trace, "supported");
      return discriminates(trace) === undefined || given === undefined || supported === undefined ? undefined : { given, supported };
    },
    judge({ witness: { given, supported }, pass, fail }) {
      const [namespace = ""] = network.split(":");
      const named = Object.entries(record(supported.body["signers"])).flatMap(([pattern, names]) => (pattern.startsWith(`${namespace}:`) && Array.isArray(names) ? (names as unknown[]) : []));
      // What else a facilitator may write there is not worth a word: no key signs, and nobody asks for one.
      const secret = named.some((name) => given.secrets.includes(String(name)));
      const account = named.find((name) => given.accounts.includes(String(name)) || /^[\d -]{9,}$|^[A-Z]{2}\d{2}[A-Z0-9 ]{10,}$/.test(String(name)));
      if (secret) return fail("signers holds a credential", { expected: "nobody", at: supported.response });
      return account === undefined ? pass({ at: supported.response }) : fail("signers holds an account", { expected: "nobody", actual: account, at: supported.response });
    },
    killedBy: [`${BANK}.signers-secret`],
  }),
]);
