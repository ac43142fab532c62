const RealDate = Date;

/**
 * Runs something while every clock of the process shows one moment.
 *
 * @param milliseconds since 1970
 */
export const at = async (milliseconds, run) => {
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length === 0 ? [milliseconds] : parts));
    }
    static now() {
      return milliseconds;
    }
  };
  try {
    return await run();
  } finally {
    globalThis.Date = RealDate;
  }
};
