import type { Evaluation } from "../lib/experiment/evaluate.js";
import type { Evidence } from "../lib/experiment/evidence.js";
import { evidenceSentences } from "../lib/experiment/evidenceSentences.js";

/** The headline metrics as an aligned table, each with its interval where it has one, and what else must be known. */
export function printMetrics({ metrics, confusion, thresholdProb }: Evaluation, evidence: Evidence | undefined): void {
  for (const [name, { value, low, high }] of Object.entries(metrics)) {
    const interval = Number.isNaN(low) ? "" : `  (${low.toFixed(3)} to ${high.toFixed(3)})`;
    console.log(`  ${name.padEnd(18)} ${value.toFixed(3)}${interval}`);
  }
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  console.log(
    `  at threshold ${thresholdProb.toFixed(3)}: ${truePositives} fractures found, ${falseNegatives} missed, ` +
      `${trueNegatives} intact called intact, ${falsePositives} false alarms`,
  );
  if (evidence) for (const sentence of evidenceSentences(evidence)) console.log(`  ${sentence}`);
}
