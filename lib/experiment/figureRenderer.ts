import { join } from "node:path";
import type { Figure } from "../figures/figure.js";
import { createPngRenderer } from "../figures/renderPng.js";
import type { Settings } from "../settings.js";

/** A PNG of a figure, or undefined where none can be drawn. */
export interface FigureRenderer {
  render: (figure: Figure) => Promise<Uint8Array | undefined>;
  close: () => Promise<void>;
}

/** Pictures beside a run are worth a warning, never a lost run: after the first failure there are no more of them. */
export function createFigureRenderer(
  { root, venvDir }: Pick<Settings, "root" | "venvDir">,
  onWarning: (message: string) => void,
): FigureRenderer {
  const plotlyJsFile = join(root, "node_modules", "plotly.js-dist", "plotly.js");
  const renderer = createPngRenderer({ venvDir, plotlyJsFile });
  let hasFailed = false;
  return {
    render: async (figure) => {
      if (hasFailed) return undefined;
      try {
        return await renderer.render(figure);
      } catch (error) {
        hasFailed = true;
        onWarning(`No PNGs of figures in this run: ${(error as Error).message}`);
        return undefined;
      }
    },
    close: () => renderer.close(),
  };
}
