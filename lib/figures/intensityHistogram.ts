import type { Data } from "plotly.js";
import { readImages } from "../data/readImages.js";
import type { Dataset } from "../data/types.js";
import { quantile } from "../metrics/index.js";
import { displayName } from "./classNames.js";
import type { Figure } from "./figure.js";
import { rounded } from "./numbers.js";
import { axis, classColor, layoutOf, translucent } from "./theme.js";

const binCount = 32;
const greysPerBin = 256 / binCount;

/** A logarithmic axis has no 0: less is drawn as this. */
const lowestSharePercent = 0.01;

/**
 * Grey values of the network's input: for each class the median image's share of pixels a bin, and the band that holds
 * the middle 80 % of the images. Bands that lie apart mean that exposure tells the classes apart.
 */
export function intensityHistogram(dataset: Dataset, classes: readonly string[]): Figure {
  const sharesOfImages = Array.from(dataset.labels.keys(), (i) => binShares(readImages(dataset, [i])));
  const curves = classes.flatMap((label, number) => {
    const ofClass = sharesOfImages.filter((_, i) => dataset.labels[i] === number);
    return ofClass.length === 0 ? [] : [{ label, ...quantileCurves(ofClass) }];
  });
  const data = curves.flatMap(({ label, low, median, high }): Data[] => {
    const color = classColor(label, classes);
    const edge = { type: "scatter", mode: "lines", x: binCentres, line: { width: 0 }, hoverinfo: "skip" } as const;
    return [
      { ...edge, y: low, showlegend: false },
      { ...edge, y: high, fill: "tonexty", fillcolor: translucent(color, 0.2), showlegend: false },
      {
        type: "scatter",
        mode: "lines",
        name: displayName(label),
        x: binCentres,
        y: median,
        line: { color, width: 2 },
        hovertemplate: `grey %{x}: %{y} % of pixels<br>median image, ${displayName(label)}<extra></extra>`,
      },
    ];
  });
  return {
    data,
    layout: layoutOf(
      {
        title: "Grey values per class",
        subtitle: "Line: median image; band: middle 80 % of images",
      },
      {
        xaxis: axis("grey value (0 = black, 255 = white)", { range: [0, 255] }),
        yaxis: axis("share of pixels (%)", {
          type: "log", // black background would else dwarf the bone
          range: [Math.log10(lowestSharePercent), 2],
          tickvals: [0.01, 0.1, 1, 10, 100],
        }),
      },
    ),
  };
}

const binCentres = Array.from({ length: binCount }, (_, b) => (b + 0.5) * greysPerBin);

function binShares(pixels: Uint8Array): number[] {
  const counts = new Array<number>(binCount).fill(0);
  for (const grey of pixels) counts[Math.floor(grey / greysPerBin)]!++;
  return counts.map((count) => count / pixels.length);
}

/** In percent. */
function quantileCurves(images: readonly number[][]): Record<"low" | "median" | "high", number[]> {
  const sortedByBin = binCentres.map((_, b) => Float64Array.from(images, (shares) => shares[b]!).sort());
  const curve = (share: number): number[] =>
    sortedByBin.map((sorted) => rounded(Math.max(lowestSharePercent, 100 * quantile(sorted, share)), 3));
  return { low: curve(0.1), median: curve(0.5), high: curve(0.9) };
}
