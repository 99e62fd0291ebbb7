import type { CardFacts } from "../../lib/card/facts.js";
import { exampleFacts } from "./exampleFacts.js";

/** What a file name, a class or a command line could hold to break out of a page or a table. */
export const nasty = `</td><script>alert(1)</script><img src=x onerror="alert(1)">|a\n# b \`\`\` [x](javascript:alert(1)) *c*`;

/** Every text of it that comes from data, names or a command line is nasty. */
export function nastyFacts(): CardFacts {
  const facts = exampleFacts({
    change: (radiograph) => ({ ...radiograph, region: `${nasty} ${radiograph.region!}`, licence: nasty }),
  });
  const { saved, evidence } = facts;
  return {
    ...facts,
    runId: nasty,
    saved: { ...saved, config: { ...saved.config, name: nasty }, code: nasty },
    evidence: {
      ...evidence,
      command: nasty,
      experiment: nasty,
      origin: { machine: nasty, environment: nasty, "version.<b>": nasty },
      data: {
        ...evidence.data,
        source: nasty,
        digest: nasty,
        classes: [nasty, `${nasty}2`],
        rejected: [{ label: nasty, reason: nasty, files: 2 }],
      },
      split: { ...evidence.split!, how: nasty, digest: nasty },
      withinRegion: { ...evidence.withinRegion!, leftOut: [nasty] },
      baselines: { ...evidence.baselines!, leftOut: [{ name: nasty, reason: nasty }] },
    },
  };
}
