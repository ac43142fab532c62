import { errorCode } from "../../../spec/registry.ts";
import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";

const PATH = "/code";

/** Codes of the core text of April 2026. */
const CORE = [
  "invalid_exact_evm_payload_authorization_valid_after", "invalid_exact_evm_payload_authorization_valid_before", "invalid_exact_evm_payload_authorization_value_mismatch",
  "invalid_exact_evm_payload_signature", "invalid_exact_evm_payload_recipient_mismatch", "invalid_network", "invalid_payload", "invalid_payment_requirements", "invalid_scheme",
  "unsupported_scheme", "invalid_x402_version", "invalid_transaction_state", "unexpected_verify_error", "unexpected_settle_error",
];

/** Codes that texts of single schemes, networks and transports had in April 2026. */
const SCHEMES = ["duplicate_settlement", "invalid_upto_evm_payload_settlement_exceeds_amount", "EXPIRED_PAYMENT", "INSUFFICIENT_FUNDS"];

/** Codes of newer texts: a reader may know them. */
const NEWER = ["settlement_pending", "unsupported_network", "delegate_action_expired", "exact_lnbtc_payment_in_flight", "invalid_batch_settlement_evm_voucher_signature", "extension_echo_mismatch"];

/** Codes of implementations for a failure that a text has a code for: a reader may know them. */
const ALIASES = [
  "invalid_exact_evm_payload_authorization_value", "invalid_exact_evm_signature", "signature_invalid", "invalid_exact_evm_recipient_mismatch", "insufficient_balance", "permit2_allowance_required", "payment_expired", "invalid_version",
];

const known = (code: string): { readonly class: string } => errorCode(code) ?? { class: `${code} is in no list` };
const slug = (code: string): string => code.toLowerCase().replaceAll("_", "-");

const group = (options: { name: string; comment: string; first: string; codes: readonly string[]; flag: string; comments: string; more?: (plain: DraftTest) => readonly DraftTest[] }): DraftGroup => {
  const { name, comment, first, codes, flag, comments, more } = options;
  const plain = valid({ id: `${name}.${slug(first)}`, comment: comments, flags: [flag], input: { code: first }, output: { class: known(first).class } });
  const others = codes.map((code) => stillValid(plain, { id: `${name}.${slug(code)}`, comment: comments, flags: [flag], path: PATH, to: code, output: { class: known(code).class } }));
  return { name, comment, tests: [plain, ...others, ...(more?.(plain) ?? [])] };
};

const mayBeKnown = (plain: DraftTest, options: { name: string; codes: readonly string[]; flag: string; comment: string; reason: string }): readonly DraftTest[] =>
  options.codes.map((code) => acceptable(plain, { id: `${options.name}.${slug(code)}`, comment: options.comment, flags: [options.flag], path: PATH, to: code, reason: options.reason }));

const others = (plain: DraftTest): readonly DraftTest[] => {
  const open = (id: string, comment: string, flag: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: PATH, to, reason });
  const unknown = "In no list. It may be refused as unknown, or filed under unexpected.";
  const notText = (id: string, comment: string, to: unknown): DraftTest => invalid(plain, { id, comment, flags: ["NoText"], path: PATH, to, reason: "A reason is a string." });
  return [
    ...mayBeKnown(plain, { name: "newer", codes: NEWER, flag: "SchemeCode", comment: "A code of newer text", reason: "In text newer than April 2026 alone: a reader may know it, or refuse it as unknown." }),
    ...mayBeKnown(plain, { name: "aliases", codes: ALIASES, flag: "Alias", comment: "A code of implementations for a failure that a text has a code for", reason: "In no text: a reader may know it, or refuse it as unknown." }),
    open("invented", "A code nobody has", "ClosedList", "invalid_exact_evm_moon_phase", unknown),
    open("future-scheme", "A code that a scheme nobody knows would have", "ClosedList", "invalid_barter_village_payload_signature", unknown),
    open("sentence", "A sentence for people", "ClosedList", "The payer has insufficient funds.", unknown),
    open("json-as-code", "A code that names a member every JavaScript object has", "ClosedList", "constructor", unknown),
    open("very-long", "A text of 10,000 characters", "ClosedList", "x".repeat(10_000), unknown),
    open("empty", "An empty text", "ClosedList", "", "No reason at all, as some serializers write it."),
    open("null", "null", "ClosedList", null, "No reason at all, as some serializers write it."),
    open("capitals", "A code of the core text in capitals", "LetterCase", "INVALID_NETWORK", "Codes are compared as they are written or without regard to letter case; the text has one in capitals that implementations write small."),
    open("hyphens", "A code of the core text with hyphens", "LetterCase", "insufficient-funds", unknown),
    notText("number", "A number", 402),
    notText("boolean", "false, as of success", false),
    notText("list", "A list of codes", ["insufficient_funds", "invalid_network"]),
    notText("object", "An object", { code: "insufficient_funds" }),
  ];
};

export const vectors = defineVectors({
  operation: "error.class",
  description: "Reasons, and the kinds of failure they stand for, as the text of April 2026 has them. What else is in use is asked and left open.",
  requirements: ["core.err.codes", "core.err.code-meaning", "core.settle.errorreason", "core.verify.invalidreason"],
  flags: {
    CoreCode: { bugClass: "error-code-misread", description: "Does not know a code of the core text, or takes it for another kind of failure.", effect: "A client pays again where it must not, or gives up where another attempt would do.", links: [] },
    SchemeCode: { bugClass: "error-code-enum-closed", description: "Knows the codes of the core text alone.", effect: "Failures of other schemes and networks look like faults of the server.", links: ["https://github.com/x402-foundation/x402/issues/2742"] },
    Alias: { bugClass: "error-code-invented", description: "Knows the codes of texts alone, although implementations write others for the same failures.", effect: "What a peer says is not understood.", links: ["https://github.com/x402-foundation/x402/issues/553"] },
    ClosedList: { bugClass: "error-code-enum-closed", description: "Fails at a reason it does not know, or at a strange one.", effect: "The failure of a payment becomes the crash of its reader.", links: ["https://github.com/x402-foundation/x402/issues/2742"] },
    LetterCase: { bugClass: "error-code-case", description: "Compares codes with regard to letter case where the field does not, or writes them in another form.", effect: "A missing allowance is not understood, and nobody asks for one.", links: [] },
    NoText: { bugClass: "type-not-checked", description: "Converts a value of the wrong JSON type instead of refusing it.", effect: "Two readers of one message see different values.", links: [] },
  },
  groups: () => [
    group({ name: "core", comment: "Codes of the core text, and what is none", first: "insufficient_funds", codes: CORE, flag: "CoreCode", comments: "A code of the core text", more: others }),
    group({ name: "schemes", comment: "Codes of schemes, networks and transports", first: "PERMIT2_ALLOWANCE_REQUIRED", codes: SCHEMES, flag: "SchemeCode", comments: "A code of a single scheme, network or transport" }),
  ],
});
