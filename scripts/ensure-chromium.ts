import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

// The report is looked at in a real browser by a test. `npm cit` is to do all the set-up, so the
// browser is installed where that is possible without asking anybody: as root on a Debian system.
const candidates = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
if (!candidates.some((path) => path !== undefined && existsSync(path))) {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stderr.write("Installing Debian's chromium for the report's browser test…\n");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const arguments_ of [["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]]) {
      const { status } = spawnSync("apt-get", arguments_, { stdio: ["ignore", "ignore", "inherit"], env: environment });
      if (status !== 0) process.stderr.write(`apt-get ${arguments_[0]} failed with exit code ${status}\n`);
    }
  } else process.stderr.write("The report's browser test needs Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.\n");
}
