import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { isRecord, judgeJws } from "./_jws.ts";

const REQUIRED = ["resourceUrl", "scheme", "network", "asset", "payTo", "amount"];

/** Answers `jws.offer.verify` with noble's curves. */
export const verifier: Verifier = ({ shared, input }) => {
  const judged = judgeJws({ artifact: input["offer"], signers: shared["signers"] as { did: string; origin: string }[], documents: shared["didDocuments"] as Record<string, unknown> });
  if (!judged.ok) return refused(judged.note);
  const { payload, kid } = judged;
  return isRecord(payload) && REQUIRED.every((name) => typeof payload[name] === "string") ? accepted({ payload, kid }) : refused("the payload lacks a member");
};
