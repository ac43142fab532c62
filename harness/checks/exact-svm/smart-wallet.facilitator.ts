import { check } from "../check.ts";
import { answered, foundValid, refusalCheck, validControl } from "../facilitator-calls.ts";

/** scheme_exact_svm.md (later text) §2.2.2, §3.2 and §3.3: payments that another program makes. */

const SMART_WALLET = /(?:^|_)smart_wallet_/;

export const checks = [
  refusalCheck({
    id: "svm.fac.smart-wallet.allowlist",
    requirement: "svm.fac.smart-wallet.allowlist",
    appliesTo: { scenarios: "facilitator/exact-svm/smart-wallet-allowlist" },
    message: "A transfer that the Associated Token Account program makes, which is no wallet, was found valid as the payment",
    killedBy: ["facilitator.exact-svm.inner-transfer-accepted"],
  }),
  check({
    id: "svm.fac.smart-wallet.reason",
    requirement: "svm.fac.smart-wallet.reason",
    appliesTo: { scenarios: "facilitator/exact-svm/smart-wallet-reason/*" },
    witness: (trace) => {
      const call = answered(trace, "edited").find((one) => !foundValid(one));
      const reason = call?.body["invalidReason"];
      const [later] = answered(trace, "later");
      return validControl(trace) === undefined || later === undefined || call === undefined || typeof reason !== "string" ? undefined : { call, later, reason };
    },
    judge: ({ witness: { call, later, reason }, pass, fail, notApplicable }) => {
      if (!SMART_WALLET.test(reason)) return pass({ at: call.response });
      // The text speaks of those who look at the layout first.
      if (foundValid(later)) return notApplicable("it takes other layouts too, and so judges every payment by what it comes to");
      return fail("An ordinary payment that is wrong in what it pays was refused for what smart wallets are refused for", { actual: reason, at: [call.request, call.response] });
    },
    killedBy: ["facilitator.exact-svm.reason-smart-wallet"],
  }),
];
