import { cloudflareServerScenario } from "../../../methods/batch-settlement-cloudflare/scenarios.ts";
import { signRequest } from "../../../methods/batch-settlement-cloudflare/sign-request.ts";
import { DIRECTORY_PATH } from "../../../../simulators/http-signatures/index.ts";
import { DriverError } from "../../../targets/errors.ts";

/** What a server on cloudflare:402 offers, and what it signs of what it says. */

export const scenarios = [
  cloudflareServerScenario({
    id: "server/batch-settlement-cloudflare/offers",
    title: "Asks for every route without payment, once more signed by an agent the network knows, and pays for one",
    async drive(seat) {
      if (seat.routes.length === 0) throw new DriverError({ code: "unsupported", what: "The target serves routes of its own and its manifest names none", next: 'Name them in "routes" of the manifest.' });
      for (const id of seat.routes) {
        // There is no flow here but one.
        if (id !== "upfront") await seat.request({ as: "unpaid", route: id });
      }
      const [first = ""] = seat.routes;
      await seat.request({ as: "unpaid-signed", route: first, sign: (request) => signRequest({ wallet: seat.wallet(), request, effects: seat.effects }) });
      await seat.pay({ as: "good", route: first });
    },
  }),
  cloudflareServerScenario({
    id: "server/http-message-signatures/responses",
    title: "Is answered with an offer and with content, and looks for the server's keys",
    needs: { extensions: ["http-message-signatures"], routes: ["basic"] },
    async drive(seat) {
      await seat.request({ as: "unpaid" });
      await seat.pay({ as: "good" });
      await seat.request({ as: "directory", target: DIRECTORY_PATH });
    },
  }),
];
