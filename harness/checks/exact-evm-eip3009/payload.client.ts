import { check, type Check } from "../check.ts";
import { byOtherMethod, facts, goodTwin, isObject, object, paid, type Paid, PAID, paymentCheck, type PaymentDeviation, sameText } from "../client-steps.ts";
import { isBytes, isEvmAddress, isSignedFor, readAuthorization, readSignature } from "../eip3009-signature.ts";
import type { Trace } from "../../trace/trace.ts";

/** schemes/exact/scheme_exact_evm.md §1 EIP-3009, Phase 1, and core §5.2.2: what the payer signs and sends. */

const MEMBERS = ["from", "to", "value", "validAfter", "validBefore", "nonce"];
const NUMBERS = ["value", "validAfter", "validBefore"];
/** Clocks of the machine that signs and the one that receives, in seconds. */
const CLOCK_SKEW = 60;

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "evm.3009.payload-fields",
    deviation({ message, offer }) {
      const { payload } = message;
      if (!isObject(payload) || byOtherMethod({ message, offer })) return "silent";
      const { authorization } = payload;
      if (!("signature" in payload)) return { message: "payload has no signature", expected: "signature and authorization", actual: Object.keys(payload) };
      if (!isObject(authorization)) return { message: "payload has no authorization object", expected: "signature and authorization", actual: payload };
      const missing = MEMBERS.filter((name) => authorization[name] === undefined || authorization[name] === null);
      return missing.length === 0 ? undefined : { message: `authorization lacks ${missing.join(", ")}`, expected: MEMBERS.join(", "), actual: Object.keys(authorization) };
    },
    killedBy: ["client.exact-evm.valid-after-missing"],
  }),
  // The wallets of the suite are externally owned accounts, whose signatures have one form.
  paymentCheck({
    requirement: "evm.3009.signature-65",
    deviation({ message, offer }) {
      const { signature } = object(message["payload"]);
      return signature === undefined || byOtherMethod({ message, offer }) ? "silent" : isBytes(signature, 65) ? undefined : { message: "signature is not 65 bytes in hex", expected: "0x and 130 hex digits", actual: signature };
    },
    killedBy: ["client.exact-evm.signature-compact"],
  }),
  paymentCheck({
    requirement: "evm.3009.strings",
    scenarios: [...PAID, "client/exact-evm-eip3009/window"],
    deviation({ message, attempt }) {
      const { authorization } = object(message["payload"]);
      if (!isObject(authorization)) return "silent";
      for (const name of MEMBERS) {
        const value = authorization[name];
        // A member that is not there is matter of evm.3009.payload-fields.
        if (value === undefined || value === null) continue;
        const wrong = NUMBERS.includes(name) ? numberDeviation({ name, value, now: attempt.at }) : name === "nonce" ? (isBytes(value, 32) ? undefined : "0x and 64 hex digits") : isEvmAddress(value) ? undefined : "0x and 40 hex digits";
        if (wrong !== undefined) return { message: `authorization.${name} is not written as the text has it`, expected: wrong, actual: value };
      }
      return undefined;
    },
    killedBy: ["client.exact-evm.value-as-number", "client.exact-evm.milliseconds", "client.exact-evm.nonce-short"],
  }),
  paymentCheck({
    requirement: "evm.3009.types",
    deviation({ message, offer }) {
      const reading = offer === undefined ? undefined : readSignature({ payment: message, offer });
      switch (reading?.kind) {
        case undefined:
        case "unreadable":
          return "silent";
        case "good":
        case "other-domain":
          return undefined;
        case "other-type":
          return { message: `the signature is over ${reading.type}`, expected: "TransferWithAuthorization", actual: reading.type };
        case "unexplained":
          return { message: "the signature is not the payer's over TransferWithAuthorization with the values sent", expected: String(object(object(message["payload"])["authorization"])["from"]), actual: `recovers to ${reading.signer === "" ? "nobody" : reading.signer}` };
      }
    },
    killedBy: ["client.exact-evm.receive-type"],
  }),
  paymentCheck({
    requirement: "evm.3009.domain",
    deviation: domainDeviation,
    killedBy: ["client.exact-evm.wrong-chain-id"],
  }),
  paymentCheck({
    id: "evm.3009.domain.odd",
    requirement: "evm.3009.domain",
    scenarios: "client/exact-evm-eip3009/domains",
    payments: (trace) => (goodTwin(trace) === undefined ? undefined : paid(trace)),
    // Who declines a token he does not know is within his rights; who signs for it signs for that one.
    deviation(payment, trace) {
      if (!payment.step.as.startsWith("domain-")) return "silent";
      const { message, offer } = payment;
      if (signsOwnDomain(payment, trace)) return "silent";
      const unexplained = offer !== undefined && readSignature({ payment: message, offer }).kind === "unexplained";
      const twin = goodTwin(trace);
      // Beside an ordinary payment with a good signature only the domain is left to explain it.
      if (unexplained && twin?.offer !== undefined && isSignedFor({ payment: twin.message, offer: twin.offer })) return anotherDomain(payment, "not the offer's");
      return domainDeviation(payment);
    },
    killedBy: ["client.exact-evm.domain-guessed", "client.exact-evm.wrong-chain-id"],
    alsoKilledBy: { "client.http.402-header-latin1": "a name that was read wrongly is signed wrongly" },
  }),
  paymentCheck({
    requirement: "evm.3009.client-binds",
    deviation: bindingDeviation,
    killedBy: ["client.exact-evm.overpaid", "client.exact-evm.default-recipient"],
  }),
  paymentCheck({
    id: "evm.3009.client-binds.amounts",
    requirement: "evm.3009.client-binds",
    scenarios: "client/exact-evm-eip3009/amounts",
    payments: (trace) => (goodTwin(trace) === undefined ? undefined : paid(trace)),
    deviation: (payment) => (payment.step.as.startsWith("amount-") ? bindingDeviation(payment) : "silent"),
    killedBy: ["client.exact-evm.amount-as-double", "client.exact-evm.overpaid", "client.exact-evm.default-recipient"],
    alsoKilledBy: { "client.exact-evm.value-as-number": "a JSON number cannot hold an amount above 2^53" },
  }),
  // The text bounds neither end. Our position: no further ahead than twice the time the server gave, and not in the future.
  paymentCheck({
    requirement: "evm.3009.client-window",
    scenarios: "client/exact-evm-eip3009/window",
    deviation({ message, offer, attempt }) {
      const authorization = readAuthorization(message);
      const given = offer?.["maxTimeoutSeconds"];
      if (authorization === undefined || typeof given !== "number") return "silent";
      const latest = BigInt(attempt.at + 2 * given + CLOCK_SKEW);
      if (authorization.validBefore > latest) return { message: `the authorization stays valid far beyond the ${given} seconds given`, expected: `validBefore up to ${latest}`, actual: authorization.validBefore.toString() };
      const now = BigInt(attempt.at + CLOCK_SKEW);
      return authorization.validAfter <= now ? undefined : { message: "the authorization is not valid yet when it is sent", expected: `validAfter up to ${now}`, actual: authorization.validAfter.toString() };
    },
    killedBy: ["client.exact-evm.never-expires", "client.exact-evm.not-yet-valid"],
    alsoKilledBy: { "client.exact-evm.milliseconds": "as seconds, milliseconds lie in a far future" },
  }),
  check({
    id: "evm.3009.client-nonce-unique",
    requirement: "evm.3009.client-nonce-unique",
    appliesTo: { scenarios: "client/exact-evm-eip3009/nonces" },
    witness(trace) {
      const payments = paid(trace).filter(firstOfItsKind);
      return payments.length < 8 ? undefined : payments;
    },
    judge({ witness: payments, pass, fail, notApplicable }) {
      const witness = payments.flatMap((payment) => {
        const { nonce } = object(object(payment.message["payload"])["authorization"]);
        return typeof nonce === "string" ? [{ nonce: nonce.toLowerCase(), payment }] : [];
      });
      if (witness.length < 8) return notApplicable("too few payments of the case carry an EIP-3009 nonce");
      const at = witness.map(({ payment }) => payment.attempt.request);
      const seen = new Set(witness.map(({ nonce }) => nonce));
      if (seen.size < witness.length) return fail("two payments have the same nonce", { expected: `${witness.length} nonces`, actual: seen.size, at });
      // A random nonce has far more than four different bytes. Who fills up a shorter random number, e.g. a UUID, is let through.
      const plain = witness.find(({ nonce }) => new Set(nonce.slice(2).match(/../g)).size <= 4);
      if (plain !== undefined) return fail("a nonce is not random", { expected: "32 random bytes", actual: plain.nonce, at: plain.payment.attempt.request });
      const [first] = witness;
      const alike = witness.slice(1).every(({ nonce }) => shared(nonce, first?.nonce ?? "") >= 24);
      return alike ? fail("the nonces count up", { expected: "32 random bytes each", actual: witness.map(({ nonce }) => nonce), at }) : pass({ at });
    },
    killedBy: ["client.exact-evm.nonce-derived", "client.exact-evm.nonce-counted"],
  }),
];

/** Whether it is no payment that its step sent before: what a connection carries twice was signed once. */
function firstOfItsKind(payment: Paid, index: number, payments: readonly Paid[]): boolean {
  const text = JSON.stringify(payment.message["payload"]);
  return payments.findIndex(({ step, message }) => step.as === payment.step.as && JSON.stringify(message["payload"]) === text) === index;
}

/** Whether the signature is for the token as it really is, where the offer describes it otherwise: that settles, and nobody is blamed for knowing better. */
function signsOwnDomain({ message, offer }: Paid, trace: Trace): boolean {
  const known = facts(trace);
  if (known === undefined || offer === undefined || offer["network"] !== known.network || !sameText(offer["asset"], known.asset)) return false;
  const { name, version } = object(offer["extra"]);
  const otherwise = name !== known.extra["name"] || version !== known.extra["version"];
  return otherwise && isSignedFor({ payment: message, offer: { ...offer, extra: known.extra } });
}

/** What a number is to be written like, where it is not. */
function numberDeviation(options: { name: string; value: unknown; now: number }): string | undefined {
  const { name, value, now } = options;
  if (typeof value !== "string" || !/^[0-9]+$/.test(value)) return "a string of decimal digits";
  // Milliseconds of today are seconds of a far future nobody means.
  return name !== "value" && value.length === 13 && Math.abs(Number(value) / 1000 - now) < 86_400 * 365 ? "Unix seconds, not milliseconds" : undefined;
}

function domainDeviation(payment: Paid): PaymentDeviation {
  const { message, offer } = payment;
  const reading = offer === undefined ? undefined : readSignature({ payment: message, offer });
  switch (reading?.kind) {
    case "good":
    case "other-type":
      return undefined;
    case "other-domain":
      return anotherDomain(payment, reading.domain);
    // Whatever else is wrong with it is matter of evm.3009.types.
    case "unexplained":
    case "unreadable":
    case undefined:
      return "silent";
  }
}

function anotherDomain({ offer }: Paid, actual: unknown): PaymentDeviation {
  return { message: "the signature is for another EIP-712 domain than the offer's", expected: JSON.stringify({ ...object(offer?.["extra"]), network: offer?.["network"], asset: offer?.["asset"] }), actual };
}

function bindingDeviation({ message, offer }: Paid): PaymentDeviation {
  const { authorization } = object(message["payload"]);
  if (!isObject(authorization) || offer === undefined) return "silent";
  const { to, value } = authorization;
  if (to !== undefined && !sameText(to, offer["payTo"])) return { message: "the authorization pays another address than payTo", expected: String(offer["payTo"]), actual: to };
  // Its type is matter of evm.3009.strings.
  if (value !== undefined && String(value) !== offer["amount"]) return { message: "the authorization is for another amount", expected: String(offer["amount"]), actual: value };
  return undefined;
}

/** Bytes at which two nonces are equal. */
function shared(left: string, right: string): number {
  const bytes = right.slice(2).match(/../g) ?? [];
  return (left.slice(2).match(/../g) ?? []).filter((byte, index) => byte === bytes[index]).length;
}
