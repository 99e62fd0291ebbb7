import type { Annotations, Data } from "plotly.js";
import type { Radiograph } from "../data/types.js";
import { wilsonInterval } from "../metrics/index.js";
import { displayName, fractureClasses } from "./classNames.js";
import { orderedCategories } from "./countBars.js";
import type { Figure } from "./figure.js";
import { percent } from "./numbers.js";
import { axis, classColor, colors, layoutOf } from "./theme.js";

/**
 * Images of each class in each body region, with the share that is fractured: where shares differ, the region alone
 * predicts the label, and a network may learn regions instead of fractures.
 */
export function regionsByLabel(
  radiographs: readonly Pick<Radiograph, "label" | "region">[],
  classes: readonly string[],
): Figure {
  const items = radiographs.map(({ label, region }) => ({ category: region ?? "unknown", label }));
  const regions = orderedCategories(items).reverse(); // a horizontal axis runs upwards: the largest comes on top
  const countOf = (region: string, label?: string): number =>
    items.filter((item) => item.category === region && (label === undefined || item.label === label)).length;
  const data = classes.map((label): Data => ({
    type: "bar",
    orientation: "h",
    name: displayName(label),
    y: regions.map(displayName),
    x: regions.map((region) => countOf(region, label)),
    marker: { color: classColor(label, classes) },
    hovertemplate: `%{y}, ${displayName(label)}: %{x} images<extra></extra>`,
  }));
  const shares = regions.map((region): Partial<Annotations> => {
    const [n, fractured] = [countOf(region), countOf(region, fractureClasses.fractured)];
    const { low, high } = wilsonInterval(fractured, n);
    return {
      text: `${percent(fractured / n, 0)} [${percent(low, 0)}, ${percent(high, 0)}]`,
      x: n,
      y: displayName(region),
      xanchor: "left",
      showarrow: false,
      font: { size: 12, color: colors.muted },
    };
  });
  const hasFractures = classes.includes(fractureClasses.fractured);
  const largest = Math.max(1, ...regions.map((region) => countOf(region)));
  return {
    data,
    layout: layoutOf(
      {
        title: "Body regions per class",
        subtitle: hasFractures
          ? "Beside each bar: share fractured, 95 % Wilson interval over images"
          : "Images per region",
        heightPixels: 150 + 34 * Math.max(3, regions.length),
      },
      {
        barmode: "stack",
        xaxis: axis("images", { range: [0, Math.ceil(1.25 * largest)] }),
        yaxis: axis("", { type: "category" }),
        annotations: hasFractures ? shares : [],
      },
    ),
  };
}
