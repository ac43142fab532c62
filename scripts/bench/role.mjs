import { serve } from "../../harness/targets/adapter-kit/ndjson.mjs";

// A reference role as a target in a process of its own. Argument: the role.
const { createInprocRole } = await import(`../../simulators/${process.argv[2]}/inproc.ts`);
const role = createInprocRole({ faults: [] });
serve({
  hello: () => role.hello(),
  start: (request) => role.start(request),
  fetch: (request) => role.fetch(request),
  reset: (request) => role.reset(request),
  stop: (request) => role.stop(request),
});
