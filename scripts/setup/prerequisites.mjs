// @ts-check
import { spawnSync } from "node:child_process";
import { SetupError } from "./setupError.mjs";

/**
 * tfjs-node 4.22 uses functions that Node 23 removed; below these releases, CommonJS cannot require the ES modules we use.
 * @param {string} version as process.version gives it, "v20.19.0"
 * @throws {SetupError}
 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 13)) return;
  throw new SetupError(
    `Expected Node 20 (from 20.19) or Node 22 (from 22.13); newer ones break TensorFlow.js. Received: ${version}. ` +
      "Install Node 22, for instance with `nvm install 22`.",
  );
}

/**
 * @param {string} platform process.platform
 * @param {string} arch process.arch
 * @throws {SetupError}
 */
export function checkPlatform(platform, arch) {
  if (platform === "linux" && arch === "x64") return;
  throw new SetupError(
    `Expected Linux on x86-64, for which TensorFlow's library is pinned. Received: ${platform} on ${arch}. ` +
      "Use such a machine, a container or WSL 2.",
  );
}

/**
 * @param {string} python the command
 * @throws {SetupError} when it is absent, older than 3.10, or cannot make virtual environments
 */
export function checkPython(python) {
  const script = "import sys; print('%d.%d' % sys.version_info[:2]); import venv, ensurepip";
  const { error, stdout, status } = spawnSync(python, ["-c", script], { encoding: "utf8" });
  const version = stdout?.trim();
  if (error || !version) {
    throw new SetupError(
      `Expected Python 3.10 to 3.13. Received: no working "${python}". ` +
        "Install it (Debian, Ubuntu: `apt-get install python3 python3-venv`) or name it: PYTHON=/path/to/python3.",
    );
  }
  const minor = Number(version.split(".")[1]);
  if (!version.startsWith("3.") || minor < 10 || minor > 13) {
    throw new SetupError(
      `Expected Python 3.10 to 3.13. Received: Python ${version} as "${python}". Name another: PYTHON=/path/to/python3.12.`,
    );
  }
  if (status !== 0) {
    throw new SetupError(
      `Expected Python with its venv module. Received: Python ${version} without it. ` +
        "Install it (Debian, Ubuntu: `apt-get install python3-venv`).",
    );
  }
}

/** What the sources ask of a compiler: C++17, and one function for several instruction sets. */
const probe = `#include <optional>
namespace { __attribute__((target_clones("avx512f", "avx2", "default"))) int twice(int x) { return 2 * x; } }
int probe(std::optional<int> x) { return twice(*x); }`;

/**
 * @param {string} compiler the command
 * @throws {SetupError}
 */
export function checkCompiler(compiler) {
  const { error, status } = spawnSync(compiler, ["-std=c++17", "-x", "c++", "-S", "-o", "/dev/null", "-"], {
    input: probe,
    stdio: ["pipe", "ignore", "ignore"],
  });
  if (!error && status === 0) return;
  const received = error ? `no working "${compiler}"` : `"${compiler}", which does not compile three lines of C++17`;
  throw new SetupError(
    `Expected g++ 11 or later for TensorFlow's Node binding and the fused kernels. Received: ${received}. ` +
      "Install it (Debian, Ubuntu: `apt-get install g++`) or name it: CXX=/path/to/g++.",
  );
}
