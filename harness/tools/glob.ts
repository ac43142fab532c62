/** Matches ids with `/` segments: `*` within one segment, `**` across segments. */
export function globMatcher(pattern: string): (id: string) => boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*\*|\*/g, (stars) => (stars === "**" ? ".*" : "[^/]*"));
  const expression = new RegExp(`^${source}$`);
  return (id) => expression.test(id);
}
