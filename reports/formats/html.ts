import { page } from "../html/page.ts";
import type { ReportFormat } from "../report.ts";

/** One file that needs no network, for people: whoever never saw this tool should understand it. */
export const format: ReportFormat = {
  name: "html",
  description: "one HTML file that needs no network",
  extension: ".html",
  mediaType: "text/html; charset=utf-8",
  render: ({ results }) => page(results),
};
