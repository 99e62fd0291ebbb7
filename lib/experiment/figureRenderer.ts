import { join } from "node:path";
import type { Figure } from "../figures/figure.js";
import { createPngRenderer } from "../figures/renderPng.js";
import type { Settings } from "../settings.js";

/** A figure as a file, or undefined where none can be drawn. */
export interface FigureRenderer {
  /** PNG. */
  render: (figure: Figure) => Promise<Uint8Array | undefined>;
  renderSvg: (figure: Figure) => Promise<string | undefined>;
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
  const attempt = async <T>(draw: () => Promise<T>): Promise<T | undefined> => {
    if (hasFailed) return undefined;
    try {
      return await draw();
    } catch (error) {
      hasFailed = true;
      onWarning(`No pictures of figures: ${(error as Error).message}`);
      return undefined;
    }
  };
  return {
    render: (figure) => attempt(() => renderer.render(figure)),
    renderSvg: (figure) => attempt(() => renderer.renderSvg(figure)),
    close: () => renderer.close(),
  };
}
