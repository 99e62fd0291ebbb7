import { expect, test } from "vitest";
import { projectEnvironment } from "../../scripts/setup/environment.mjs";

test("projectEnvironment finds the kernel and states what results depend on", () => {
  const env = projectEnvironment("/checkout", { PATH: "/bin" });
  expect(env).toMatchObject({ JUPYTER_PATH: "/checkout/notebooks/kernel", TF_ENABLE_ONEDNN_OPTS: "1" });
  expect(Number(env["TF_NUM_INTRAOP_THREADS"])).toBeGreaterThan(0);
});

test("projectEnvironment leaves what the user has set", () => {
  expect(projectEnvironment("/checkout", { TF_NUM_INTRAOP_THREADS: "1" })).not.toHaveProperty("TF_NUM_INTRAOP_THREADS");
});

test("projectEnvironment applied twice is as applied once", () => {
  const once = {
    JUPYTER_PATH: "/mine",
    PATH: "/bin",
    ...projectEnvironment("/checkout", { JUPYTER_PATH: "/mine", PATH: "/bin" }),
  };
  expect(once.JUPYTER_PATH).toBe("/checkout/notebooks/kernel:/mine");
  expect({ ...once, ...projectEnvironment("/checkout", once) }).toEqual(once);
});
