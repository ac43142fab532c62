import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { messageOf, Unfit } from "./_channel-message.ts";
import type { Members } from "./_channel-message.ts";

/** Answers `svm.channel.message`. */
export const verifier: Verifier = ({ input }) => {
  try {
    return accepted({ message: `0x${Buffer.from(messageOf(input["kind"], input["members"] as Members)).toString("hex")}` });
  } catch (error) {
    if (error instanceof Unfit) return refused(error.message);
    throw error;
  }
};
