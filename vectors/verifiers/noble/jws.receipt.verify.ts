import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { isRecord, judgeJws } from "./_jws.ts";

const REQUIRED = ["network", "resourceUrl", "payer"];

/** Answers `jws.receipt.verify` with noble's curves. */
export const verifier: Verifier = ({ shared, input }) => {
  const judged = judgeJws({ artifact: input["receipt"], signers: shared["signers"] as { did: string; origin: string }[], documents: shared["didDocuments"] as Record<string, unknown> });
  if (!judged.ok) return refused(judged.note);
  const { payload, kid } = judged;
  return isRecord(payload) && REQUIRED.every((name) => typeof payload[name] === "string") && Number.isInteger(payload["issuedAt"]) ? accepted({ payload, kid }) : refused("the payload lacks a member");
};
