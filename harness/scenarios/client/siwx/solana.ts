import type { ClientSeat } from "../../../seats/client-seat.ts";
import { svmClientScenario } from "../../../methods/exact-svm/scenarios.ts";
import { headerValue } from "../../../trace/headers.ts";

/** What a client signs to sign in with a Solana wallet. What becomes of who signed in is the server's matter, and not played here. */

const ID = "sign-in-with-x";

/** An honest challenge of the case's server, as the text has it. */
function challenge(seat: ClientSeat, as: string, more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const uri = seat.url(as);
  const at = (seconds: number): string => new Date(seat.now() + seconds * 1000).toISOString();
  const info = { domain: new URL(uri).host, uri, version: "1", nonce: Buffer.from(`${seat.tag}/${as}`).toString("hex").padEnd(32, "0").slice(-32), issuedAt: at(0), expirationTime: at(300), ...more };
  return { info, supportedChains: [{ chainId: seat.node.network, type: "ed25519" }], schema: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" } };
}

/** Offers to sign in or to pay, and takes whatever comes as good. */
async function offerSignIn(seat: ClientSeat, as: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  const extensions = { [ID]: challenge(seat, as, more) };
  const accepts = [seat.offer()];
  await seat.fetch({
    as,
    server(request) {
      if (headerValue({ headers: request.headers, name: "SIGN-IN-WITH-X" }) !== undefined) return { json: { content: "signed in" } };
      return request.payment === undefined ? seat.paymentRequired({ step: as, accepts, extensions }) : seat.paid(request);
    },
  });
}

export const scenarios = [
  svmClientScenario({
    id: "client/siwx/solana",
    title: "Offers to sign in with Solana instead of paying: with a statement, with every optional member, and without a statement",
    needs: { extensions: [ID] },
    async drive(seat) {
      const resources = [seat.url("sign-in-whole"), "ipfs://bafybeigdyrzt5/terms"];
      await offerSignIn(seat, "sign-in-statement", { statement: "Sign in to read the weather" });
      await offerSignIn(seat, "sign-in-whole", { statement: "Zażółć gęślą jaźń: 100 % & more", notBefore: new Date(seat.now() - 60_000).toISOString(), requestId: "req-7", resources });
      await offerSignIn(seat, "sign-in-plain", {});
    },
  }),
];
