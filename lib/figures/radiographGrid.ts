import type { Annotations, Image, Shape } from "plotly.js";
import { emptyFigure } from "./emptyFigure.js";
import { escapeHtml } from "./escapeHtml.js";
import type { Figure } from "./figure.js";
import { thumbnail, type GridImage } from "./greyImage.js";
import { rounded } from "./numbers.js";
import { colors, layoutOf } from "./theme.js";

export interface RadiographGridOptions {
  title: string;
  subtitle?: string;
  columns?: number;
  /** Side of a picture's cell. */
  cellPixels?: number;
  /** Said when there is no picture at all. */
  emptyNote?: string;
}

const captionLinePixels = 14;
const gapPixels = 8;

/**
 * A contact sheet: pictures row by row with captions under them and fracture boxes on them. `undefined` leaves a cell free.
 * Sized for notebooks: 1 to 4 KB a picture of 116 pixels.
 * @throws RangeError when a picture's pixels do not fit its size
 */
export async function radiographGrid(
  images: readonly (GridImage | undefined)[],
  options: RadiographGridOptions,
): Promise<Figure> {
  const { title, subtitle, columns = 6, cellPixels = 116, emptyNote = "No images." } = options;
  const frame = { title, ...(subtitle === undefined ? {} : { subtitle }) };
  if (images.every((image) => image === undefined)) return emptyFigure(frame, emptyNote);
  const rows = Math.ceil(images.length / columns);
  const captionLines = Math.max(...images.map((image) => image?.caption.split("\n").length ?? 0));
  const [stepX, stepY] = [cellPixels + gapPixels, cellPixels + captionLines * captionLinePixels + gapPixels];
  const drawn = await Promise.all(
    images.flatMap((image, i) =>
      image === undefined ? [] : [drawCell(image, (i % columns) * stepX, Math.floor(i / columns) * stepY, cellPixels)],
    ),
  );
  const [width, height] = [columns * stepX - gapPixels, rows * stepY];
  const top = subtitle === undefined ? 50 : 70;
  return {
    // One invisible point a picture: that is what shows the hover text.
    data: [
      {
        type: "scatter",
        mode: "markers",
        x: drawn.map(({ centre }) => centre.x),
        y: drawn.map(({ centre }) => centre.y),
        marker: { opacity: 0, size: cellPixels / 2 },
        hovertext: drawn.map(({ hover }) => hover),
        hoverinfo: "text",
      },
    ],
    layout: layoutOf(
      { ...frame, widthPixels: Math.max(420, width + 32), heightPixels: height + top + 4 },
      {
        margin: { l: 16, r: Math.max(16, 420 - width - 16), t: top, b: 4 },
        showlegend: false,
        xaxis: { visible: false, range: [0, width], fixedrange: true },
        yaxis: { visible: false, range: [height, 0], fixedrange: true },
        images: drawn.map(({ picture }) => picture),
        annotations: drawn.map(({ caption }) => caption),
        shapes: drawn.flatMap(({ boxes }) => boxes),
      },
    ),
  };
}

interface Cell {
  picture: Partial<Image>;
  caption: Partial<Annotations>;
  boxes: Partial<Shape>[];
  centre: { x: number; y: number };
  hover: string;
}

/** Axis units are pixels of the figure, y downwards. */
async function drawCell(image: GridImage, left: number, top: number, cellPixels: number): Promise<Cell> {
  const scale = cellPixels / Math.max(image.widthPixels, image.heightPixels);
  const [width, height] = [image.widthPixels * scale, image.heightPixels * scale];
  const [x, y] = [left + (cellPixels - width) / 2, top + (cellPixels - height) / 2];
  const html = escapeHtml(image.caption).replaceAll("\n", "<br>");
  return {
    picture: {
      source: await thumbnail(image, cellPixels),
      xref: "x",
      yref: "y",
      x: rounded(x, 1),
      y: rounded(y, 1),
      sizex: rounded(width, 1),
      sizey: rounded(height, 1),
      sizing: "stretch",
      xanchor: "left",
      yanchor: "top",
      layer: "below",
    },
    caption: {
      text: html,
      x: left + cellPixels / 2,
      y: top + cellPixels,
      xanchor: "center",
      yanchor: "top",
      showarrow: false,
      font: { size: 11 },
    },
    boxes: (image.boxes ?? []).map(({ xMin, xMax, yMin, yMax }) => ({
      type: "rect",
      x0: rounded(x + xMin * width, 1),
      x1: rounded(x + xMax * width, 1),
      y0: rounded(y + yMin * height, 1),
      y1: rounded(y + yMax * height, 1),
      line: { color: colors.box, width: 1.5 },
    })),
    centre: { x: left + cellPixels / 2, y: top + cellPixels / 2 },
    hover: html,
  };
}
