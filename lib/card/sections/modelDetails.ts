import { displayName } from "../../figures/classNames.js";
import { decimal } from "../../figures/numbers.js";
import { factTable, type Section, type Text } from "../document.js";
import type { CardFacts } from "../facts.js";

export function modelDetails({ runId, saved, evidence }: CardFacts): Section {
  const { config, thresholdProb, weightsSha256, status, endedAt } = saved;
  const { filters, kernelSize, denseUnits, dropout } = config.model;
  const { imageSize } = config.data;
  const [intact, fractured] = evidence.data.classes.map((name) => displayName(name)) as [string, string];
  const stopped = status === "killed" ? "; stopped before its end, weights of the best epoch until then" : "";
  return {
    title: "Model details",
    blocks: [
      factTable([
        ["Name", config.name],
        [
          "Kind",
          `convolutional network trained from scratch: blocks of ${filters.join(", ")} filters (${kernelSize} × ${kernelSize}), ` +
            `global average pooling, dense layers of ${denseUnits.join(", ") || "none"}, dropout ${dropout}`,
        ],
        ["Input", `one radiograph, its greys stretched and resized to ${imageSize} × ${imageSize} pixels`],
        ["Output", `a probability of “${fractured}”, in [0, 1]; calibration: ${evidence.calibration.method}`],
        ["Call", `“${fractured}” at or above ${decimal(thresholdProb)}, else “${intact}”`],
        ["Training ended", `${endedAt.slice(0, 10)}${stopped}`],
        ["Run", { code: runId }],
        ["Code", commitOf(saved.code)],
        ["Weights (SHA-256)", { code: weightsSha256 }],
        ["Authors, contact", "unknown: a run does not record them"],
        ["Licence of the weights", "unknown: none is stated"],
      ]),
    ],
  };
}

/** @param code as a saved run states it */
export function commitOf(code: string): Text {
  if (code === "unknown") return "unknown: trained outside a git checkout";
  if (!code.endsWith("+")) return ["commit ", { code }];
  return ["commit ", { code: code.slice(0, -1) }, " with changes that were not committed"];
}
