import type { Data } from "plotly.js";
import type { Figure } from "./figure.js";
import { colors, layoutOf, type Frame } from "./theme.js";

export interface TableColumn {
  header: string;
  cells: readonly string[];
  /** Share of the width, relative to the other columns. */
  width?: number;
  /** Numbers to the right, words to the left. */
  align?: "left" | "right";
}

const rowPixels = 28;

/** A table as a figure, so that it stands in a notebook, a report and a PNG alike. */
export function tableFigure(columns: readonly TableColumn[], frame: Frame): Figure {
  const rows = Math.max(0, ...columns.map(({ cells }) => cells.length));
  const align = columns.map((column) => column.align ?? "left");
  // @types/plotly.js knows the trace type "table", but not its header and cells.
  const table = {
    type: "table",
    columnwidth: columns.map(({ width = 1 }) => width),
    header: {
      values: columns.map(({ header }) => `<b>${header}</b>`),
      align,
      height: rowPixels,
      fill: { color: "#F2F2F2" },
      line: { color: colors.grid },
    },
    cells: {
      values: columns.map(({ cells }) => cells),
      align,
      height: rowPixels,
      fill: { color: "#FFFFFF" },
      line: { color: colors.grid },
    },
  } as Data;
  const top = frame.subtitle ? 76 : 52;
  return {
    data: [table],
    layout: layoutOf(
      { heightPixels: top + rowPixels * (rows + 1) + 14, ...frame },
      { showlegend: false, margin: { l: 16, r: 16, t: top, b: 4 } },
    ),
  };
}
