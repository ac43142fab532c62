/**
 * Runs something while `fetch` answers each URL with what `respond` returns for it: JSON, or undefined for a 404.
 */
export const withHttp = async (respond, run) => {
  const real = globalThis.fetch;
  globalThis.fetch = async (url) => {
    const body = respond(String(url));
    return body === undefined ? new Response("", { status: 404 }) : Response.json(body);
  };
  try {
    return await run();
  } finally {
    globalThis.fetch = real;
  }
};
