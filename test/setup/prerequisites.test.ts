import { expect, test } from "vitest";
import { checkCompiler, checkNode, checkPlatform, checkPython } from "../../scripts/setup/prerequisites.mjs";

test.each(["v20.19.0", "v20.20.2", "v22.13.0", "v22.22.1"])("Node %s will do", (version) => {
  expect(() => {
    checkNode(version);
  }).not.toThrow();
});

test.each(["v18.20.0", "v20.18.3", "v21.7.0", "v22.12.0", "v23.0.0", "v24.5.0"])(
  "Node %s is refused with the remedy",
  (version) => {
    expect(() => {
      checkNode(version);
    }).toThrow(
      `Expected Node 20 (from 20.19) or Node 22 (from 22.13); newer ones break TensorFlow.js. Received: ${version}. ` +
        "Install Node 22, for instance with `nvm install 22`.",
    );
  },
);

test("only Linux on x86-64 will do", () => {
  expect(() => {
    checkPlatform("linux", "x64");
  }).not.toThrow();
  expect(() => {
    checkPlatform("darwin", "arm64");
  }).toThrow("Received: darwin on arm64.");
});

test("an absent Python or compiler is named with the package to install", () => {
  expect(() => {
    checkPython("no-such-python");
  }).toThrow(/no working "no-such-python".*apt-get install python3 python3-venv/);
  expect(() => {
    checkCompiler("no-such-compiler");
  }).toThrow(/no working "no-such-compiler".*apt-get install g\+\+/);
});
