import { overall } from "../facts/outcome.ts";
import type { Results } from "../results.ts";
import { ambiguities } from "./ambiguities.ts";
import { readAssets } from "./assets.ts";
import { targetCards } from "./cards.ts";
import { differences } from "./differences.ts";
import { exchangeBlocks } from "./exchange.ts";
import { glossary } from "./glossary.ts";
import { html, trusted } from "./markup.ts";
import { masthead } from "./masthead.ts";
import { killMatrix } from "./matrix.ts";
import { verdictList } from "./verdict-list.ts";

/** The whole report as one file that needs no network. */
export function page(results: Results): string {
  const { style, scripts } = readAssets();
  const sections = [targetCards(results), verdictList(results), differences(results), ambiguities(results), killMatrix(results), glossary()].filter((section) => section !== undefined);
  const sources = scripts.map(({ hash }) => `'sha256-${hash}'`).join(" ");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${sources}; img-src data:; base-uri 'none'; form-action 'none'`;
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${results.header.suite.name} ${results.header.suite.version}">
<title>x402 conformance: ${overall(results).headline}</title>
<link rel="icon" href="${trusted(ICON)}">
<style>
${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#verdicts">Skip to the verdicts</a>
${masthead(results)}
<nav class="sections" aria-label="Sections"><div class="wide">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</div></nav>
<main class="wide">
${sections.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>\n`)}
</main>
${exchangeBlocks(results)}
${scripts.map(({ text }) => html`<script type="module">${trusted(text)}</script>\n`)}
</body>
</html>`.toString()}\n`;
}

// A tick in a square. Without it a browser asks the server for /favicon.ico.
const ICON = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%232457c5'/%3E%3Cpath d='M4 8.5l2.7 2.7L12 5.5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";
