import type { SearchSpace } from "../sweep/searchSpace.js";
import { valueOf, type Trial } from "../sweep/trial.js";
import { emptyFigure } from "./emptyFigure.js";
import type { Figure } from "./figure.js";
import { rounded } from "./numbers.js";
import { layoutOf } from "./theme.js";

export interface SweepFigureOptions {
  space: SearchSpace;
  /** What the trials were judged by, as an axis title. */
  objective: string;
}

/** Every trial as a line over its settings to its result; the brighter, the better. */
export function sweepFigure(trials: readonly Trial[], { space, objective }: SweepFigureOptions): Figure {
  const told = trials.filter(({ epochs }) => epochs.length > 0);
  const title = "Trials: settings and result";
  if (told.length === 0) return emptyFigure({ title }, "No trial has a result.");
  const values = told.map((trial) => rounded(valueOf(trial)));
  return {
    data: [
      {
        type: "parcoords",
        line: { color: values, colorscale: "Viridis", showscale: true },
        labelangle: -12,
        dimensions: [
          ...Object.keys(space).map((setting) => axisOf(setting, space, told)),
          { label: objective, values },
        ],
      } as Figure["data"][number], // @types/plotly.js knows no parallel coordinates
    ],
    layout: layoutOf(
      { title, subtitle: `${told.length} trials; a stopped one counts with its best epoch`, heightPixels: 420 },
      { margin: { l: 90, r: 60, t: 130, b: 40 } },
    ),
  };
}

/** A range on its own scale, a logarithmic one in powers of ten; a choice as steps with names. */
function axisOf(setting: string, space: SearchSpace, trials: readonly Trial[]): object {
  const dimension = space[setting]!;
  const taken = trials.map(({ params }) => params[setting]!);
  if (dimension.kind === "choice") {
    const names = dimension.values.map((value) => JSON.stringify(value));
    return {
      label: setting,
      values: taken.map((value) => names.indexOf(JSON.stringify(value))),
      tickvals: names.map((_, i) => i),
      ticktext: names,
      range: [0, Math.max(1, names.length - 1)],
    };
  }
  const { kind, low, high } = dimension;
  if (kind !== "logUniform") return { label: setting, values: taken, range: [low, high] };
  const ticks = Array.from({ length: 5 }, (_, i) => Math.log10(low) + (i / 4) * Math.log10(high / low));
  return {
    label: setting,
    values: (taken as number[]).map((value) => Math.log10(value)),
    tickvals: ticks,
    ticktext: ticks.map((tick) => (10 ** tick).toPrecision(2)),
    range: [Math.log10(low), Math.log10(high)],
  };
}
