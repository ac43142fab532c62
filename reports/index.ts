/** Reports: results in, bytes out. */
export { loadFormats, FormatError } from "./formats.ts";
export { readResults, ResultsError } from "./read-results.ts";
export type { ResultsErrorCode } from "./read-results.ts";
export { renderReport, UnknownFormatError } from "./render-report.ts";
export type { RenderOptions, ReportFormat } from "./report.ts";
export { RESULTS_VERSION } from "./results.ts";
export type {
  CaseRecord,
  CaseVerdict,
  CheckInfo,
  KillMatrix,
  MethodInfo,
  ProfileInfo,
  RecordedEvent,
  RequirementInfo,
  Results,
  ResultsHeader,
  Standing,
  TargetInfo,
  TargetSummary,
  Verdict,
  VerdictKind,
  Weight,
} from "./results.ts";
