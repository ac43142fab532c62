/** What happened to one request at one moment; see `operations/flow.judge.json`. */
export type FlowEvent = {
  readonly request: string;
  readonly event: string;
  readonly payment?: string;
  readonly transaction?: string;
  readonly call?: string;
  readonly status?: number;
  readonly content?: boolean;
  readonly receipt?: string;
};

/**
 * Reads a list of events from short words: `paid`, `paid=p2`, `settle-ok=t2`, `facilitator-error=settle`,
 * `respond=402`, and `served` (an answer with the content and this request's receipt), `served=first`,
 * `served=none`. A word belongs to request r1 unless it begins with another, as `r2:paid`.
 */
export const events = (words: string): FlowEvent[] =>
  words.split(/\s+/).map((word) => {
    const [, request = "r1", event = "", detail] = /^(?:(r\d+):)?([a-z-]+)(?:=(.+))?$/.exec(word) ?? [];
    switch (event) {
      case "paid":
        return { request, event, payment: detail ?? "p1" };
      case "settle-ok":
        return { request, event, transaction: detail ?? "t1" };
      case "facilitator-error":
        return { request, event, call: detail ?? "verify" };
      case "respond":
        return { request, event, status: Number(detail), content: false };
      case "served":
        return { request, event: "respond", status: 200, content: true, ...(detail === "none" ? {} : { receipt: detail ?? "own" }) };
      default:
        return { request, event };
    }
  });
