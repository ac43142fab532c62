import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

type Update = { readonly state: string; readonly payment?: string };

/** Reads `input-required:required working:verified completed` as a list of updates. */
const updates = (words: string): Update[] =>
  words.split(" ").map((word) => {
    const [state = "", payment] = word.split(":");
    return payment === undefined ? { state } : { state, payment: `payment-${payment}` };
  });

const paid = "input-required:required input-required:submitted working:verified completed:completed";
const plain = valid({ id: "plain", comment: "Asked for, submitted, verified, completed", input: { updates: updates(paid) } });
const still = (id: string, comment: string, flag: string, words: string): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: "/updates", to: updates(words) });
const wrong = (id: string, comment: string, flag: string, words: string, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path: "/updates", to: updates(words), reason });
const open = (id: string, comment: string, flag: string, words: string, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: "/updates", to: updates(words), reason });
/** One state of the plain course replaced. */
const state = (id: string, comment: string, place: number, to: string): DraftTest => invalid(plain, { id, comment, flags: ["Pairs"], path: `/updates/${place}/state`, to, reason: "The status stands with a state that is not of its row." });
const status = (id: string, comment: string, place: number, to: string): DraftTest => invalid(plain, { id, comment, flags: ["Names"], path: `/updates/${place}/payment`, to, reason: "None of the six values." });

const ORDER = "A status comes before one that has to precede it.";
const OVER = "Something follows the end of the payment.";
const AGAIN = "Whether a task goes on after a payment that failed, or was refused, the transport's text does not say; A2A ends tasks that failed.";
const SPELLED = "The transport's table has the older spelling, and does not say that a reader has to know both.";
const ROW = "The status stands with a state that is not of its row.";

export const vectors = defineVectors({
  operation: "a2a-lifecycle.judge",
  description: "States of tasks and statuses of payments, one beside the other and one after the other.",
  requirements: ["a2a.lifecycle.values", "a2a.lifecycle.pairs", "a2a.lifecycle.rejected", "a2a.lifecycle.rejected-state", "a2a.pr.state", "a2a.server.completed", "a2a.server.completed-after-settlement", "a2a.server.failed", "a2a.server.failed-settlement", "a2a.server.failed-malformed"],
  flags: {
    Steps: { bugClass: "a2a-every-step-expected", description: "Expects every status to be seen.", effect: "Agents that answer a payment with the finished task are refused.", links: [] },
    Spelling: { bugClass: "a2a-state-spelling", description: "Knows states in the spelling of one version of A2A alone.", effect: "Agents of the other version cannot be paid.", links: ["https://a2a-protocol.org/latest/specification"] },
    Names: { bugClass: "a2a-status-invented", description: "Uses statuses of its own.", effect: "The other side does not see what became of the payment.", links: [] },
    Pairs: { bugClass: "a2a-status-beside-wrong-state", description: "Changes the status without the task's state, or the reverse.", effect: "Clients that look at one of them wait for ever, or stop too early.", links: [] },
    Order: { bugClass: "a2a-status-order", description: "Says a status before what it rests on.", effect: "Work is taken for paid that is not.", links: [] },
    End: { bugClass: "a2a-status-after-end", description: "Goes on after the end.", effect: "A finished task is paid or failed once more.", links: [] },
    Refusal: { bugClass: "a2a-rejection-ignored", description: "Does not take a rejection for an answer.", effect: "Work is done that nobody will pay, or the task waits for ever.", links: [] },
  },
  groups: () => [
    {
      name: "courses",
      comment: "Courses of one task",
      tests: [
        plain,
        still("submitted-while-working", "The payment is noted when the task works already", "Steps", "input-required:required working:submitted working:verified completed:completed"),
        still("finished-at-once", "The payment is answered with the finished task", "Steps", "input-required:required input-required:submitted completed:completed"),
        still("only-agent-seen", "Only what the agent says is seen", "Steps", "input-required:required completed:completed"),
        still("completed-while-working", "The payment is completed while the task still works", "Steps", `${paid.replace("completed:completed", "working:completed")} completed`),
        still("settled-then-finished", "Completed is said while working and again at the end", "Steps", paid.replace("completed:completed", "working:completed completed:completed")),
        still("work-between", "Updates without a status between them", "Steps", "submitted working input-required:required input-required:submitted working working:verified working completed:completed"),
        still("verification-fails", "Verification fails", "Steps", "input-required:required input-required:submitted failed:failed"),
        still("settlement-fails", "Settlement fails after the work", "Steps", "input-required:required input-required:submitted working:verified failed:failed"),
        still("only-failure-seen", "Only what the agent says is seen, and it fails", "Steps", "input-required:required failed:failed"),
        still("rejected-and-over", "The client refuses the offer, and the task is over", "Refusal", "input-required:required failed:rejected"),
        still("rejected-and-waiting", "The client refuses the offer, and the task waits for another answer", "Refusal", "input-required:required input-required:rejected"),
        still("asked-again-after-rejection", "Refused, asked again with another offer, paid", "Refusal", `input-required:required input-required:rejected ${paid}`),
        still("asked-twice", "Payment is asked for twice in a row", "Steps", `input-required:required ${paid}`),
        still("waiting", "Payment is asked for, and nothing happens yet", "Steps", "input-required:required"),
        still("free-task", "A task that nobody has to pay for", "Steps", "submitted working completed"),
        state("required-while-working", "Payment is asked for while the task works", 0, "working"),
        state("required-and-failed", "Payment is asked for in a failed task", 0, "failed"),
        state("required-and-completed", "Payment is asked for in a completed task", 0, "completed"),
        state("required-auth", "Payment is asked for in the state for credentials", 0, "auth-required"),
        state("submitted-and-completed", "A payment is submitted in a completed task", 1, "completed"),
        state("verified-while-waiting", "A payment is verified and the task waits for input still", 2, "input-required"),
        state("verified-and-completed", "A payment is verified in a completed task", 2, "completed"),
        state("completed-and-failed", "A payment is completed in a failed task", 3, "failed"),
        state("completed-while-waiting", "A payment is completed and the task waits for input still", 3, "input-required"),
        state("state-nobody-knows", "A state that A2A does not have", 3, "paid"),
        status("pending", "A status that the table does not have", 1, "payment-pending"),
        status("settled", "Another one", 3, "payment-settled"),
        status("underscore", "A status with an underscore", 0, "payment_required"),
        status("capitals", "A status in capitals", 0, "PAYMENT-REQUIRED"),
        status("without-prefix", "A status without its first word", 3, "completed"),
        status("british-spelling", "A status in another spelling", 3, "payment-complete"),
        wrong("failure-while-working", "The payment failed and the task works still", "Pairs", "input-required:required input-required:submitted working:failed", ROW),
        wrong("failure-and-completed", "The payment failed and the task is completed", "Pairs", "input-required:required input-required:submitted completed:failed", ROW),
        wrong("failure-while-waiting", "The payment failed and the task waits for input", "Pairs", "input-required:required input-required:submitted input-required:failed", ROW),
        wrong("rejected-and-completed", "The offer was refused and the task is completed", "Refusal", "input-required:required completed:rejected", ROW),
        wrong("rejected-and-working", "The offer was refused and the task works", "Refusal", "input-required:required working:rejected", ROW),
        wrong("verified-first", "Verified before it was submitted", "Order", "input-required:required working:verified working:submitted completed:completed", ORDER),
        wrong("completed-before-verified", "Completed before it was verified", "Order", "input-required:required input-required:submitted working:completed working:verified", ORDER),
        wrong("completed-after-failure", "Completed after it failed", "End", "input-required:required input-required:submitted failed:failed completed:completed", OVER),
        wrong("failed-after-completion", "Failed after it was completed", "End", `${paid} failed:failed`, OVER),
        wrong("submitted-after-completion", "Submitted again after it was completed", "End", `${paid} working:submitted`, OVER),
        wrong("asked-after-completion", "Asked for after the task was completed", "End", `${paid} input-required:required`, OVER),
        wrong("completed-after-rejection", "Completed after the offer was refused, without another payment", "Refusal", "input-required:required input-required:rejected completed:completed", ORDER),
        wrong("verified-after-rejection", "Verified after the offer was refused, without another payment", "Refusal", "input-required:required input-required:rejected working:verified completed:completed", ORDER),
        open("new-spelling", "States as A2A 1.0 spells them", "Spelling", "TASK_STATE_INPUT_REQUIRED:required TASK_STATE_INPUT_REQUIRED:submitted TASK_STATE_WORKING:verified TASK_STATE_COMPLETED:completed", SPELLED),
        open("new-spelling-failure", "A failure as A2A 1.0 spells it", "Spelling", "TASK_STATE_INPUT_REQUIRED:required TASK_STATE_INPUT_REQUIRED:submitted TASK_STATE_FAILED:failed", SPELLED),
        open("asked-after-failure", "Asked for again in the task whose payment failed", "End", `input-required:required input-required:submitted failed:failed ${paid}`, AGAIN),
        open("asked-after-rejection-and-failure", "Asked for again in a task that failed because the offer was refused", "End", `input-required:required failed:rejected ${paid}`, AGAIN),
        open("rejected-and-canceled", "The offer was refused, and the task is canceled", "Refusal", "input-required:required canceled:rejected", "The table has failed and input-required here; A2A has a state of its own for what a client calls off."),
        open("canceled-while-waiting", "The task is canceled without a word of payment", "Refusal", "input-required:required canceled", "The transport's table says nothing of updates without a status."),
        open("asked-after-submission", "Submitted, and then asked for again", "Order", "input-required:required input-required:submitted input-required:required", "An agent that wants another payment may ask again, or fail the task; the transport's table has the second."),
        open("never-asked", "Submitted and completed, and never asked for", "Order", "working:submitted working:verified completed:completed", "A client may know the offer from before; the text does not say that it must have been made in this task."),
      ],
    },
  ],
});
