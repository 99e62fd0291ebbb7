import type { Figure } from "./figure.js";
import { colors, layoutOf, type Frame } from "./theme.js";

/** A figure that says why there is nothing to draw. */
export function emptyFigure(frame: Frame, note: string): Figure {
  return {
    data: [],
    layout: layoutOf(
      { heightPixels: 160, ...frame },
      {
        showlegend: false,
        xaxis: { visible: false },
        yaxis: { visible: false },
        annotations: [
          {
            text: note,
            showarrow: false,
            xref: "paper",
            yref: "paper",
            x: 0.5,
            y: 0.5,
            font: { size: 14, color: colors.muted },
          },
        ],
      },
    ),
  };
}
