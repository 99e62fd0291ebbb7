import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bareCheckout, borrowNodePackages, hasInstalled, startSetUp } from "./checkout.js";

// A port that nothing listens on stands for a network that is not there.
const nowhere = "http://127.0.0.1:9";

function executable(checkout: string, name: string, script: string): string {
  const file = join(checkout, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

test.each([
  ["no compiler", () => ({ CXX: "no-such-compiler" }), 'Received: no working "no-such-compiler"'],
  ["no Python", () => ({ PYTHON: "no-such-python" }), 'Received: no working "no-such-python"'],
  [
    "a Python without venv",
    (checkout: string) => ({
      PYTHON: executable(
        checkout,
        "python-bare",
        `exec python3 -c 'import sys; sys.modules["ensurepip"] = None; exec(sys.argv[2])' "$@"`,
      ),
    }),
    "apt-get install python3-venv",
  ],
  [
    "a Python that is too old",
    (checkout: string) => ({ PYTHON: executable(checkout, "python-old", "echo 3.9") }),
    "Received: Python 3.9",
  ],
])("%s: one sentence, exit code 1, and nothing installed", async (_, missing, sentence) => {
  const checkout = bareCheckout();
  const { code, stderr } = await startSetUp(checkout, missing(checkout)).ended;
  expect(stderr).toMatch(/^set-up: Expected .*\n$/);
  expect(stderr).toContain(sentence);
  expect(code).toBe(1);
  expect(hasInstalled(checkout)).toBe(false);
});

test("no network for npm: one sentence with the remedy", async () => {
  const checkout = bareCheckout();
  const env = {
    npm_config_registry: nowhere,
    npm_config_cache: join(checkout, "cache"),
    npm_config_fetch_retries: "0",
  };
  const { code, stderr } = await startSetUp(checkout, env).ended;
  expect(stderr).toContain("set-up: Node packages stopped: the package registry cannot be reached. Check the network");
  expect(code).toBe(1);
});

test("no network for pip: one sentence with the remedy, and the half-made .venv does not count", async () => {
  const checkout = bareCheckout();
  borrowNodePackages(checkout);
  const env = { PIP_INDEX_URL: nowhere, PIP_FIND_LINKS: "", PIP_RETRIES: "0", PIP_CACHE_DIR: join(checkout, "cache") };
  for (let attempt = 0; attempt < 2; attempt++) {
    const { code, stderr } = await startSetUp(checkout, env).ended;
    expect(stderr).toContain(
      "set-up: Python packages stopped: the package registry cannot be reached. Check the network",
    );
    expect(code).toBe(1);
  }
});
