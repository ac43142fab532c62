import type { Verifier } from "../verifier.ts";
import { base58Encode, publicKey } from "./_base58.ts";
import { timeOf, u64Of } from "./_channel-message.ts";
import { derivedAddress } from "./_derived-address.ts";
import { must, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { channelSeeds } from "./_channel-seeds.ts";

const PROGRAM = publicKey("CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX") ?? new Uint8Array();
/** Seconds that clocks may differ. */
const SKEW = 30;

/** Answers `upto.svm.deposit.check`. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const request = objectOf(input["request"], "request");
    const [requirements, payload] = [objectOf(request["requirements"], "requirements"), objectOf(request["payload"], "payload")];
    const extra = objectOf(requirements["extra"], "extra");
    const now = timeOf(input["now"], "now");
    must(!("voucherSignature" in payload) && !("type" in payload), "members of the settlement");
    must(payload["maxAmount"] === requirements["amount"] && payload["deposit"] === payload["maxAmount"], "another amount");
    must(payload["authorizedSigner"] === extra["receiverAuthorizer"], "another signer");
    const delay = extra["withdrawDelay"];
    must(typeof delay === "number" && Number.isInteger(delay) && delay > 0, "withdrawDelay");
    const expires = timeOf(payload["expiresAt"], "expiresAt");
    must(expires > now && expires <= now + timeOf(requirements["maxTimeoutSeconds"], "maxTimeoutSeconds") + SKEW, "expiresAt");
    must(payload["validAfter"] === undefined || timeOf(payload["validAfter"], "validAfter") <= now, "validAfter");
    must(u64Of(payload["nonce"], "nonce") >= 0n, "nonce");
    const seeds = channelSeeds({ from: payload["from"], feePayer: extra["feePayer"], asset: requirements["asset"], receiverAuthorizer: extra["receiverAuthorizer"], nonce: payload["nonce"], openSlot: payload["openSlot"] });
    const derived = derivedAddress({ program: PROGRAM, seeds });
    must(derived !== undefined && base58Encode(derived.address) === payload["channelId"], "another channel");
    return undefined;
  });
