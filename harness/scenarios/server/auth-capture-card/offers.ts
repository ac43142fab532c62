import { cardServerScenario } from "../../../methods/auth-capture-card/scenarios.ts";
import { createScriptedCards } from "../../../methods/auth-capture-card/scripted-facilitator.ts";
import { decodeHeader } from "../../../../simulators/transports/http/header-codec.ts";
import { object } from "../../../checks/server-steps.ts";
import { headerValue } from "../../../trace/headers.ts";
import type { Exchange } from "../../../world/http-client.ts";
import type { Script } from "../../../world/script.ts";

const ROUTES = ["basic", "multi", "euro", "yen", "dinar", "networks", "deadline", "card-first", "chain-first"];
/** Of the PSPs that the scripted facilitator lists, the one that routes are configured with is neither first nor alone. */
const OTHERS = ["otherpay", "thirdpay"];

export const scenarios = [
  cardServerScenario({
    id: "server/auth-capture-card/offers",
    title: "Asks for routes priced in dollars, yen and dinars, for two card networks, beside a chain and with a deadline, without payment; then pays with and without an extension",
    async drive(seat) {
      for (const route of ROUTES) if (seat.routes.includes(route)) await seat.request({ as: "unpaid", route });
      if (!seat.has("facilitator") || !seat.routes.includes("basic")) return;
      seat.facilitator.script({ settle: createScriptedCards().settle });
      await seat.pay({ as: "good", edit: (payment) => void delete payment.extensions });
      await seat.pay({ as: "extended", edit: (payment) => void (payment.extensions = {}) });
    },
  }),
  cardServerScenario({
    id: "server/auth-capture-card/psp-listed",
    title: "Starts the target beside a facilitator that lists three PSPs, and asks for a card offer",
    // A target with routes of its own has a PSP of its own, which nobody told us.
    needs: { features: ["facilitator", "routes"], routes: ["basic"] },
    instance: "fresh",
    async drive(seat) {
      const [accept] = seat.route("basic").accepts;
      const psps = [...OTHERS.slice(0, 1), String(accept?.extra["psp"]), ...OTHERS.slice(1)];
      seat.mark("listed", { network: accept?.network, psps });
      const instance = await seat.start({ as: "listing", scripts: { supported: ({ plausible }) => listing(plausible(), psps), settle: createScriptedCards().settle } });
      if (instance === undefined) return;
      const exchange = await seat.request({ as: "unpaid", instance });
      const accepted = firstOffer(exchange);
      if (accepted !== undefined) await seat.pay({ as: "good", instance, edit: (payment) => void (payment.accepted = accepted) });
    },
  }),
];

/** The same kinds, so that every route can be served, with other PSPs for cards. */
function listing({ json, ...script }: Script, psps: readonly string[]): Script {
  const { kinds } = object(json);
  const listed = (Array.isArray(kinds) ? (kinds as unknown[]) : []).map(object).map((kind) => (String(kind["network"]).startsWith("card:") ? { ...kind, extra: { psps } } : kind));
  return { ...script, json: { ...object(json), kinds: listed } };
}

function firstOffer({ response }: Exchange): Record<string, unknown> | undefined {
  const header = response === undefined ? undefined : headerValue({ headers: response.headers, name: "payment-required" });
  const decoded = header === undefined ? undefined : decodeHeader(header);
  const { accepts } = object(decoded?.ok === true ? decoded.value : undefined);
  const [first] = Array.isArray(accepts) ? (accepts as unknown[]) : [];
  return typeof first === "object" && first !== null ? (first as Record<string, unknown>) : undefined;
}
