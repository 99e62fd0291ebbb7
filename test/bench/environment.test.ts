import { expect, test } from "vitest";
import { stockEnvironment } from "../../bench/environment.js";
import { projectEnvironment } from "../../scripts/setup/environment.mjs";

test("stock programs get none of the project's own settings but oneDNN, and everything else the user has", () => {
  const own = { HOME: "/home/a", ...projectEnvironment("/checkout", { PATH: "/bin", HOME: "/home/a" }) };
  const stock = stockEnvironment("/checkout", own);
  expect(stock).toMatchObject({ HOME: "/home/a", TF_ENABLE_ONEDNN_OPTS: "1", TF_CPP_MIN_LOG_LEVEL: "2" });
  expect(stock["PATH"]).toBe(own["PATH" as keyof typeof own]);
  expect(stock).not.toHaveProperty("TF_CPU_ALLOCATOR_USE_BFC");
  expect(stock).not.toHaveProperty("TF_NUM_INTRAOP_THREADS");
});
