import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { bareCheckout, startSetUp } from "./checkout.js";

const { root } = readSettings();
const tensorflow = join(".cache", "tensorflow-cpu-2.16.2");

/** Everything real but for its size: one Python package, and this checkout's TensorFlow library (half a gigabyte) by hard links. */
function smallCheckout(): string {
  const checkout = bareCheckout();
  const requirements = readFileSync(join(checkout, "requirements.txt"), "utf8");
  writeFileSync(join(checkout, "requirements.txt"), /^six==(?:.*\\\n)+.*\n/m.exec(requirements)![0]);
  mkdirSync(join(checkout, ".cache"));
  execFileSync("cp", ["-al", join(root, tensorflow), join(checkout, tensorflow)]);
  execFileSync("find", [join(checkout, tensorflow), "-name", "tfjs_binding*", "-delete"]);
  return checkout;
}

test("killed at any step and called again, by two at once, set-up finishes and is then quick", async () => {
  const checkout = smallCheckout();
  for (const step of ["Node packages …", "Python packages …", "TensorFlow's Node binding …"]) {
    const killed = startSetUp(checkout);
    await killed.says(step);
    await sleep(700);
    killed.kill();
    expect((await killed.ended).signal).toBe("SIGKILL");
  }

  const both = await Promise.all([startSetUp(checkout).ended, startSetUp(checkout).ended]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ stderr }) => stderr).join("")).toMatch(/waiting for the set-up that process \d+ is running/);

  const startMs = performance.now();
  const { code, stderr } = await startSetUp(checkout).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "set-up: everything is in place\n" });
  expect(performance.now() - startMs).toBeLessThan(3000);
  expect(existsSync(join(checkout, "packages", "mlflow-js-client", "dist", "index.js"))).toBe(true);

  // A change of what is wanted is seen, and only that is done again.
  const client = join(checkout, "packages", "mlflow-js-client", "src", "index.ts");
  writeFileSync(client, `${readFileSync(client, "utf8")}\nexport const added = 1;\n`);
  const changed = await startSetUp(checkout).ended;
  expect(changed.stderr).toMatch(
    /^set-up: mlflow-js-client …\nset-up: mlflow-js-client: ready after .* s\nset-up: everything is in place\n$/,
  );
});
