/** The harness as a library: declare checks and scenarios, run targets, judge recordings. */
export { check } from "./checks/check.ts";
export type { Check, CheckDefinition, Judge, Judgement } from "./checks/check.ts";
export { exitCodeOf, EXIT } from "./runner/exit-code.ts";
export { judgeCheck } from "./runner/judge-check.ts";
export { run } from "./runner/run.ts";
export type { RunEvent, RunOptions } from "./runner/run.ts";
export type { Scenario, ScenarioDefinition, ScenarioNeeds } from "./scenarios/scenario.ts";
export { connections } from "./seats/connections.ts";
export type { Connections } from "./seats/session.ts";
export { loadSuite } from "./suite.ts";
export type { Suite } from "./suite.ts";
export { findTargets, loadManifest } from "./targets/manifest.ts";
export * from "./targets/protocol.ts";
export type { Manifest, Target } from "./targets/target.ts";
export { createTrace } from "./trace/trace.ts";
export type { Trace } from "./trace/trace.ts";
export type { RecordedTrace, TraceEvent } from "./trace/events.ts";
