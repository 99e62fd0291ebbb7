import type { Data } from "plotly.js";
import { displayName } from "./classNames.js";
import type { Figure } from "./figure.js";
import { percent } from "./numbers.js";
import { axis, classColor, layoutOf, type Frame } from "./theme.js";

/** One thing to count: the bar's place and its class. */
export interface Countable {
  category: string;
  label: string;
}

export interface CountBarsOptions extends Frame {
  classes: readonly string[];
  /** Title of the axis of categories. */
  categoryTitle: string;
  /** What is counted: "images", "files". */
  things: string;
  /** Left to right; categories that are not named here come last, the largest first. */
  categoryOrder?: readonly string[];
}

/** Grouped bars, one a class in each category, with their counts on them. */
export function countBars(items: readonly Countable[], options: CountBarsOptions): Figure {
  const { classes, categoryTitle, things } = options;
  const categories = orderedCategories(items, options.categoryOrder);
  const countOf = (category: string, label?: string): number =>
    items.filter((item) => item.category === category && (label === undefined || item.label === label)).length;
  const data = classes.map((label): Data => {
    const counts = categories.map((category) => countOf(category, label));
    return {
      type: "bar",
      name: displayName(label),
      x: categories.map(displayName),
      y: counts,
      text: counts.map(String),
      textposition: "outside",
      cliponaxis: false,
      marker: { color: classColor(label, classes) },
      hovertext: categories.map(
        (category, k) =>
          `${displayName(category)}, ${displayName(label)}: ${counts[k]!} of ${countOf(category)} ${things} of ${displayName(category)}<br>` +
          percent(counts[k]! / countOf(category)),
      ),
      hoverinfo: "text",
    };
  });
  return {
    data,
    layout: layoutOf(options, {
      barmode: "group",
      bargap: categories.length < 3 ? 0.6 : 0.3,
      xaxis: axis(categoryTitle, { type: "category" }),
      yaxis: axis(things, { rangemode: "tozero" }),
    }),
  };
}

/** Known ones in the given order, then the others by how often they occur, then by name. */
export function orderedCategories(items: readonly Countable[], known: readonly string[] = []): string[] {
  const counts = new Map<string, number>();
  for (const { category } of items) counts.set(category, (counts.get(category) ?? 0) + 1);
  const rank = (category: string): number => (known.includes(category) ? known.indexOf(category) : known.length);
  return [...counts.keys()].sort((a, b) => rank(a) - rank(b) || counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
}
