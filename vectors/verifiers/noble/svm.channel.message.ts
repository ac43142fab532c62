import type { Verifier } from "../verifier.ts";
import { channelMessage } from "./_channel-message.ts";
import { hexOf, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `svm.channel.message`. */
export const verifier: Verifier = ({ input }) => judged(() => ({ message: hexOf(channelMessage(String(input["kind"]), objectOf(input["members"], "members"))) }));
