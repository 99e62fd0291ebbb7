import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { readSettings } from "../lib/settings.js";

/**
 * JupyterLab on the notebooks, with the project's kernel; more options go to it: npm run lab -- --no-browser --port 8890.
 * The token in the printed address is the password.
 */
const { root, venvDir } = readSettings();
const options = [
  "--ServerApp.ip=127.0.0.1",
  `--ServerApp.root_dir=${root}`, // lib is edited beside the notebooks,
  `--ContentsManager.preferred_dir=${join(root, "notebooks")}`, // which come first
  "--MultiKernelManager.default_kernel_name=fracture-lab",
];
// In containers one is root, and Jupyter would ask for this; the server is on loopback behind its token.
if (process.getuid?.() === 0) options.push("--allow-root");

if (process.argv.includes("--help")) {
  console.log(
    "Usage: npm run lab -- [options]\n\nOpens the notebooks in JupyterLab, with the project's kernel, on this machine alone. " +
      "Options go to JupyterLab,\nsuch as --no-browser --port 8890. Its own help:\n",
  );
}

const lab = spawn(join(venvDir, "bin", "python"), ["-m", "jupyterlab", ...options, ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: root,
  // scripts/jupyter turns off the question about news and the look for updates: nothing leaves the machine.
  env: { ...process.env, JUPYTER_CONFIG_PATH: join(root, "scripts", "jupyter") },
});
// A terminal sends Ctrl-C to JupyterLab too, which asks whether kernels shall end.
process.on("SIGINT", () => {
  process.exitCode = 130;
  if (!process.stdin.isTTY) lab.kill("SIGTERM");
});
process.on("SIGTERM", () => lab.kill("SIGTERM"));
const [code] = (await once(lab, "exit")) as [number | null];
process.exitCode ??= code ?? 1;
