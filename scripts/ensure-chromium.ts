import { existsSync } from "node:fs";
import { $ } from "zx";

// The report is looked at in a real browser by a test. `npm cit` is to do all the set-up, so the
// browser is installed where that is possible without asking anybody: as root on a Debian system.
const candidates = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
if (!candidates.some((path) => path !== undefined && existsSync(path))) {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stderr.write("Installing Debian's chromium for the report's browser test…\n");
    const apt = $({ env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, quiet: true, nothrow: true });
    await apt`apt-get update -q`;
    const { exitCode, stderr } = await apt`apt-get install -q -y --no-install-recommends chromium`;
    if (exitCode !== 0) process.stderr.write(`apt-get could not install chromium (exit code ${exitCode}): ${stderr.trim()}\n`);
  } else process.stderr.write("The report's browser test needs Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.\n");
}
