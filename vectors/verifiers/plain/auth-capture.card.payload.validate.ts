import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { holdsCardNumber } from "./_luhn.ts";

type Json = Readonly<Record<string, unknown>>;
const isMinor = (value: unknown): value is string => typeof value === "string" && /^(?:0|[1-9][0-9]*)$/.test(value);
const CODES = /^(?:cvc|cvv|cvn|csc|cvc2|cvv2|cid)$/i;

const offerProblem = (offer: Json): string | undefined => {
  const extra = (offer["extra"] ?? {}) as Json;
  const deadline = extra["captureDeadline"];
  if (offer["scheme"] !== "auth-capture" || !/^card:[a-z0-9-]+$/.test(String(offer["network"]))) return "no card network of auth-capture";
  if (!isMinor(offer["amount"])) return "amount";
  if (!/^[A-Z]{3}$/.test(String(offer["asset"]))) return "asset";
  if (typeof extra["psp"] !== "string" || extra["psp"] !== extra["psp"].toLowerCase()) return "psp";
  if (extra["paymentFlow"] !== "escrow") return "paymentFlow";
  return deadline === undefined || typeof deadline === "number" ? undefined : "captureDeadline";
};

/** Every text in a payload but the payment's own name. */
const textsOf = (value: unknown): readonly string[] => (typeof value === "string" ? [value] : typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : []);

/** Answers `auth-capture.card.payload.validate`. */
export const verifier: Verifier = ({ input }) => {
  const offer = input["accepted"] as Json;
  const { paymentId, ...rest } = input["payload"] as Json;
  const problem = offerProblem(offer);
  if (problem !== undefined) return refused(`the offer: ${problem}`);
  if (typeof paymentId !== "string" || paymentId.length < 16 || paymentId.length > 128 || /[^A-Za-z0-9_-]/.test(paymentId)) return refused("paymentId");
  if (textsOf(rest).some(holdsCardNumber) || Object.keys(rest).some((name) => CODES.test(name))) return refused("card data");
  if (rest["type"] === undefined) return typeof rest["token"] === "string" && rest["token"] !== "" ? accepted() : refused("token");
  if (rest["type"] === "void") return accepted();
  if (rest["type"] !== "capture") return refused("type");
  return isMinor(rest["amount"]) && BigInt(rest["amount"]) <= BigInt(String(offer["amount"])) ? accepted() : refused("amount");
};
