import type { Data } from "plotly.js";
import type { Radiograph } from "../data/types.js";
import { counted, displayName } from "./classNames.js";
import type { Figure } from "./figure.js";
import { axis, classColor, layoutOf } from "./theme.js";

/** Width against height of every image; equal sizes are one marker, the larger the more. */
export function imageSizes(
  radiographs: readonly Pick<Radiograph, "label" | "widthPixels" | "heightPixels">[],
  classes: readonly string[],
): Figure {
  const sizesOf = (label?: string): Map<string, number> => {
    const sizes = new Map<string, number>();
    for (const { label: own, widthPixels, heightPixels } of radiographs) {
      if (label !== undefined && own !== label) continue;
      const size = `${widthPixels} ${heightPixels}`;
      sizes.set(size, (sizes.get(size) ?? 0) + 1);
    }
    return sizes;
  };
  const data = classes.map((label): Data => {
    const sizes = [...sizesOf(label)].map(
      ([size, n]) => [...size.split(" ").map(Number), n] as [number, number, number],
    );
    return {
      type: "scatter",
      mode: "markers",
      name: displayName(label),
      x: sizes.map(([width]) => width),
      y: sizes.map(([, height]) => height),
      customdata: sizes.map(([, , n]) => n),
      marker: {
        color: classColor(label, classes),
        opacity: 0.5,
        size: sizes.map(([, , n]) => Math.round(10 * Math.min(36, 4 + 2 * Math.sqrt(n))) / 10),
      },
      hovertemplate: `%{x} x %{y} px, ${displayName(label)}<br>images: %{customdata}<extra></extra>`,
    };
  });
  return {
    data,
    layout: layoutOf(
      {
        title: "Image sizes per class",
        subtitle: `${counted(radiographs.length, "image")} in ${counted(sizesOf().size, "size")}; larger marker: more images`,
      },
      {
        legend: { itemsizing: "constant" },
        xaxis: axis("width (px)"),
        yaxis: axis("height (px)"),
      },
    ),
  };
}
