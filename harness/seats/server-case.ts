import { recordBody } from "../trace/body.ts";
import type { Seat } from "../trace/events.ts";
import type { Recorder } from "../trace/recorder.ts";
import { pathOf } from "../trace/trace.ts";
import type { PeerAnswer, ReceivedRequest } from "../world/http-peer.ts";
import type { Script } from "../world/script.ts";
import type { PlausibleFacilitator } from "./plausible-facilitator.ts";

/** One case's half of the peers a server talks to: what its facilitator and its upstream answer, and what they saw. */

export type Endpoint = "verify" | "settle" | "supported";

export interface FacilitatorCallContext {
  /** Parsed request body, `undefined` where it is no JSON. */
  readonly body: unknown;
  /** How many calls to this endpoint the case has seen before this one. */
  readonly index: number;
  /** What the plausible facilitator would answer. */
  plausible(): Script;
}

export type FacilitatorScript = (call: FacilitatorCallContext) => Script | Promise<Script>;
export type FacilitatorScripts = Readonly<Partial<Record<Endpoint, FacilitatorScript>>>;
export type UpstreamScript = (request: ReceivedRequest) => Script | Promise<Script>;

export interface ServerCase {
  readonly tag: string;
  readonly recorder: Recorder;
  /** Content only a paid response may bring. */
  readonly marker: string;
  readonly plausible: PlausibleFacilitator;
  scripts: FacilitatorScripts;
  upstream: UpstreamScript | undefined;
  /** Answers a facilitator call of the case and records both sides. */
  facilitatorCall(request: ReceivedRequest, scripts?: FacilitatorScripts): PeerAnswer;
  upstreamCall(request: ReceivedRequest): PeerAnswer;
  /** Resolves when the facilitator has seen that many calls to the endpoint. Never rejects. */
  arrived(options: { endpoint: Endpoint; count: number }): Promise<void>;
}

export function createServerCase(options: { tag: string; recorder: Recorder; plausible: PlausibleFacilitator }): ServerCase {
  const { tag, recorder, plausible } = options;
  const marker = `paid-content-${tag}`;
  const seen: Record<Endpoint, number> = { verify: 0, settle: 0, supported: 0 };
  const waiting = new Set<() => void>();

  const play = (call: { request: ReceivedRequest; to: Seat; script: () => Script | Promise<Script> }): PeerAnswer => {
    const exchange = recorder.exchange();
    const { request, to } = call;
    recorder.record({ kind: "http.request", exchange, from: "server", to, method: request.method, target: request.target, headers: request.headers, body: recordBody({ bytes: request.body, total: request.bodyBytes }) });
    return {
      // Deferred, so that a script that throws becomes a dropped connection and not an unanswered one.
      script: Promise.resolve().then(call.script),
      onResponse(played) {
        if (played.kind === "broken") recorder.record({ kind: "http.abort", exchange, from: to, to: "server", reason: "scripted", message: played.message });
        else recorder.record({ kind: "http.response", exchange, from: to, to: "server", status: played.status, headers: played.headers, body: recordBody({ bytes: played.body }) });
      },
    };
  };

  const opened: ServerCase = {
    tag,
    recorder,
    marker,
    plausible,
    scripts: {},
    upstream: undefined,
    facilitatorCall(request, scripts) {
      const endpoint = endpointOf(request.target);
      if (endpoint === undefined) return play({ request, to: "facilitator", script: () => ({ status: 404, json: { error: "no such endpoint" } }) });
      const index = seen[endpoint];
      seen[endpoint] += 1;
      const body = parse(request.body);
      const ofPlausible = (): Script => (endpoint === "supported" ? plausible.supported() : plausible[endpoint](body));
      const script = (scripts ?? opened.scripts)[endpoint];
      const answer = play({ request, to: "facilitator", script: () => (script === undefined ? ofPlausible() : script({ body, index, plausible: ofPlausible })) });
      for (const wake of waiting) wake();
      return answer;
    },
    upstreamCall(request) {
      const { upstream } = opened;
      return play({ request, to: "upstream", script: () => (upstream === undefined ? { json: { content: marker } } : upstream(request)) });
    },
    arrived: ({ endpoint, count }) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (seen[endpoint] < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
  return opened;
}

export function endpointOf(target: string): Endpoint | undefined {
  const last = pathOf(target).split("/").at(-1);
  return last === "verify" || last === "settle" || last === "supported" ? last : undefined;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
