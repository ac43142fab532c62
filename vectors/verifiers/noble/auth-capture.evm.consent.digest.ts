import type { Verifier } from "../verifier.ts";
import { smallUint } from "./_auth-capture.ts";
import { addressOf, bytesOf, chainIdOf, digestOf, hexOf, must, objectOf, structHash, tokenDomain, uintOf, word } from "./_evm.ts";
import { judged } from "./_judged.ts";

const BALANCES = "uint256 expectedCapturableAmount,uint256 expectedRefundableAmount";
const MEMBERS = new Map([
  ["Charge", "bytes32 paymentInfoHash,uint256 amount,address tokenCollector,bytes32 collectorDataHash,FEE,address feeReceiver"],
  ["Capture", `bytes32 paymentInfoHash,uint256 amount,FEE,address feeReceiver,${BALANCES}`],
  ["Void", "bytes32 paymentInfoHash"],
  ["Refund", `bytes32 paymentInfoHash,uint256 amount,address tokenCollector,${BALANCES}`],
]);

/** Answers `auth-capture.evm.consent.digest`. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const name = String(input["primaryType"]);
    const members = MEMBERS.get(name)?.replace("FEE", input["deployment"] === "v1.0" ? "uint16 feeBps" : "uint256 feeAmount");
    must(members !== undefined, "no such type");
    const message = objectOf(input["message"], "message");
    const words = members.split(",").map((declaration) => {
      const [type, member = ""] = declaration.split(" ");
      if (type === "address") return word(addressOf(message[member], member));
      if (type === "bytes32") return bytesOf(message[member], member, 32);
      return type === "uint16" ? smallUint(message[member], member, 16) : word(uintOf(message[member], member));
    });
    const domain = tokenDomain({ name: "x402 Auth Capture Operator", version: "1", chainId: chainIdOf(input["network"]), contract: addressOf(input["operator"], "operator") });
    return { digest: hexOf(digestOf(domain, structHash(`${name}(${members})`, ...words))) };
  });
