import type { MethodInfo, Results, Standing, Verdict } from "../results.ts";

/** What a payment method is whose own text is a proposal. */
const BINDING: Readonly<Record<Standing, string>> = {
  draft: "a draft binding",
  experimental: "an experimental binding of this suite",
};

function methodsOf(options: { results: Results; target: string }): readonly MethodInfo[] {
  return options.results.header.targets.find(({ name }) => name === options.target)?.methods ?? [];
}

/** "ach:us (an experimental binding of this suite)". Methods the header does not know are told by their ids. */
export function methodsNamed(options: { results: Results; target: string; ids: readonly string[] }): string {
  const known = methodsOf(options);
  const names = [...new Set(options.ids)].map((wanted) => {
    const method = known.find(({ id }) => id === wanted);
    return method === undefined ? wanted : `${method.network}${method.standing === undefined ? "" : ` (${BINDING[method.standing]})`}`;
  });
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" and ");
}

/**
 * What verdicts rest on when each of them rests on proposed methods alone; `undefined` otherwise. Short, for a headline.
 *
 * @returns e.g. "over ach:us only, which is experimental"
 */
export function onlyOver(options: { results: Results; target: string; verdicts: readonly Verdict[] }): string | undefined {
  const { verdicts } = options;
  if (verdicts.length === 0 || verdicts.some(({ standing }) => standing === undefined)) return undefined;
  const ids = new Set(verdicts.flatMap(({ restsOn }) => restsOn ?? []));
  const methods = methodsOf(options).filter(({ id }) => ids.has(id));
  const standings = [...new Set(verdicts.flatMap(({ standing }) => standing ?? []))].toSorted();
  const networks = methods.length === 0 ? [...ids] : methods.map(({ network }) => network);
  return `over ${networks.join(" and ")} only, ${networks.length === 1 ? "which is" : "which are"} ${standings.join(" or ")}`;
}

/** Which methods that are proposals carried a target's cases, in a sentence; none where none did. */
export function carrierNotes(options: { results: Results; target: string }): readonly string[] {
  const methods = methodsOf(options);
  const proposals = methods.filter(({ standing, cases }) => standing !== undefined && cases > 0);
  if (proposals.length === 0) return [];
  const named = methodsNamed({ ...options, ids: proposals.map(({ id }) => id) });
  if (methods.every(({ standing, cases }) => standing !== undefined || cases === 0)) return [`Judged over ${named}: this says nothing for other networks.`];
  const sum = (list: readonly MethodInfo[]): number => list.reduce((total, { cases }) => total + cases, 0);
  const resting = options.results.verdicts.filter(({ target, standing, verdict }) => target === options.target && standing !== undefined && (verdict === "pass" || verdict === "fail")).length;
  return [`${sum(proposals)} of its ${sum(methods)} cases were carried by ${named}; ${resting === 0 ? "no verdict rests" : resting === 1 ? "1 verdict rests" : `${resting} verdicts rest`} on that alone.`];
}

/** The standing of the methods by which money moved on a network, where none of a namespace's methods is more than a proposal. */
export function standingOfNetwork(options: { results: Results; network: string }): Standing | undefined {
  const namespace = (network: string): string => network.split(":")[0] ?? network;
  const standings = options.results.header.targets.flatMap(({ methods = [] }) => methods.filter(({ network }) => namespace(network) === namespace(options.network)).map(({ standing }) => standing));
  return standings.includes(undefined) ? undefined : standings.toSorted().at(-1);
}
