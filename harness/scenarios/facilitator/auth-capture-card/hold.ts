import { idOf } from "../../../../simulators/rails/ids.ts";
import { cardFacilitatorScenario, type CardFacilitatorSeat } from "../../../methods/auth-capture-card/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";
import { capture, cardCase } from "./card-case.ts";

/** The first settle of a payment: scheme_auth_capture_card.md 4.3, 4.5 and 4.7. */

/** Prices of 100.00, 1500 and 12.500. */
const CURRENCIES = [
  { id: "cents", asset: "USD", amount: "10000" },
  { id: "no-minor-units", asset: "JPY", amount: "1500" },
  { id: "three-decimals", asset: "KWD", amount: "12500" },
] as const;

/** A PSP takes a payment's currency from the payer's own money, so that there has to be some. */
function fund(seat: CardFacilitatorSeat, currency: string): void {
  if (currency !== seat.node.asset) seat.node.world.fund({ owner: seat.wallet().address, currency, amount: 1_000_000n });
}

/** A hint of the extension payment-identifier, beside the paymentId that the payload has anyway. */
const IDENTIFIER = { "payment-identifier": { info: { required: false, id: "pay_0123456789abcdef" } } };

export const scenarios = [
  ...CURRENCIES.map(({ id, asset, amount }) =>
    cardFacilitatorScenario({
      id: `facilitator/auth-capture-card/hold/${id}`,
      title: `Settle a client's payment of ${amount} minor units of ${asset}`,
      async drive(seat) {
        const card = cardCase(seat);
        fund(seat, asset);
        await seat.settle(await card.pay({ terms: { asset, amount } }), "hold", { attempts: 2 });
        card.look("held", asset);
        await seat.supported();
      },
    }),
  ),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/verified",
    title: "Verify a payment, look at the provider, then settle it",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay();
      await seat.verify(payment, "verify");
      card.look("verified");
      await seat.settle(payment, "hold");
      card.look("held");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/authorization-flow",
    title: "Settle a payment under escrow, and one whose offer has paymentFlow authorization",
    async drive(seat) {
      const card = cardCase(seat);
      await card.hold();
      await seat.settle(await card.pay({ terms: { extra: { ...seat.requirements().extra, paymentFlow: "authorization" } } }), "edited");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/second-psp",
    title: "Settle a payment at the first PSP, then one at the second with a token that both know",
    async drive(seat) {
      const card = cardCase(seat);
      await seat.supported();
      await card.hold();
      const id = idOf({ prefix: "pm", parts: ["both", seat.wallet().address] });
      for (const { control } of seat.node.world.psps.values()) control.tokens.mint({ id, owner: seat.wallet().address, as: "card_visa" });
      await seat.settle(await card.pay({ token: id, terms: { extra: { ...seat.requirements().extra, psp: "otherpay" } } }), "hold-there");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/second-account",
    title: "Settle payments by one card to two accounts, each asked for by its own server",
    async drive(seat) {
      const card = cardCase(seat);
      const [, other] = seat.servers;
      const token = card.token();
      await card.hold({ token });
      const there = await card.pay({ token, terms: { payTo: other?.account ?? "" } });
      await seat.asServer(other?.credential ?? null).settle(there, "hold-there", { attempts: 2 });
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/foreign-token",
    title: "Settle a payment with a token of the PSP, then one whose token another PSP has minted",
    async drive(seat) {
      const card = cardCase(seat);
      await seat.supported();
      await card.hold();
      await seat.settle(await card.pay({ token: card.token({ psp: "otherpay" }) }), "edited");
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/without-credential",
    title: "Settle a payment as a known server, then one in nobody's name",
    async drive(seat) {
      const card = cardCase(seat);
      await card.hold();
      await seat.asServer(null).settle(await card.pay(), "hold-unnamed", { attempts: 2 });
      card.look("after");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/extensions",
    title: "Settle a payment with the extension payment-identifier, and one without any extension",
    async drive(seat) {
      const card = cardCase(seat);
      const payment = await card.pay();
      await seat.settle(edited(payment, (copy) => void (copy.paymentPayload.extensions = IDENTIFIER)), "hold-extended");
      await seat.settle(await card.pay(), "hold-plain", { attempts: 2 });
      card.look("held");
    },
  }),
  cardFacilitatorScenario({
    id: "facilitator/auth-capture-card/hold/own-period",
    title: "Hold and capture with captureDeadline, hold without, and capture a minute before the issuer lets go",
    async drive(seat) {
      const card = cardCase(seat);
      const far = Number(seat.now()) + 86_400;
      const bound = await card.pay({ terms: { extra: { ...seat.requirements().extra, captureDeadline: far } } });
      await seat.settle(bound, "hold-bound", { attempts: 2 });
      await seat.settle(capture(bound, "10000"), "capture-bound");
      const payment = await card.hold();
      const before = seat.node.psp.control.intent(card.intentOf(payment) ?? "")?.["capture_before"];
      if (typeof before === "number") await seat.node.world.clock.advanceTo({ timeline: seat.wallet().address, time: (before - 60) * 1_000 });
      await seat.settle(capture(payment, "10000"), "capture");
      card.look("after");
    },
  }),
];
