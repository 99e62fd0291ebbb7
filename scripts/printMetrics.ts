import type { Evaluation } from "../lib/experiment/evaluate.js";

/** The headline metrics as an aligned table, each with its interval. */
export function printMetrics({ metrics, confusion, thresholdProb }: Evaluation): void {
  for (const [name, { value, low, high }] of Object.entries(metrics)) {
    console.log(`  ${name.padEnd(18)} ${value.toFixed(3)}  (${low.toFixed(3)} to ${high.toFixed(3)})`);
  }
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  console.log(
    `  at threshold ${thresholdProb.toFixed(3)}: ${truePositives} fractures found, ${falseNegatives} missed, ` +
      `${trueNegatives} intact called intact, ${falsePositives} false alarms`,
  );
}
