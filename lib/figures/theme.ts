import type { Layout, LayoutAxis, Legend } from "plotly.js";
import { fractureClasses } from "./classNames.js";

/** Colours that stay apart for colour-blind readers and in grey print (Okabe & Ito 2008); a class has one everywhere. */
export const colors = {
  fractured: "#D55E00",
  notFractured: "#0072B2",
  train: "#56B4E9",
  validation: "#009E73",
  test: "#CC79A7",
  ink: "#222222",
  muted: "#666666",
  grid: "#E6E6E6",
  box: "#F0E442",
  heat: "#D55E00",
} as const;

/** For sets of more than two classes, in class-number order. */
const morePalette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442"];

export function classColor(label: string, classes: readonly string[]): string {
  if (label === fractureClasses.fractured) return colors.fractured;
  if (label === fractureClasses.notFractured) return colors.notFractured;
  return morePalette[Math.max(0, classes.indexOf(label)) % morePalette.length]!;
}

/** Of a run among at most eight. */
export function runColor(i: number): string {
  return morePalette[i % morePalette.length]!;
}

/** "#D55E00" at 0.2 -> "rgba(213,94,0,0.2)". */
export function translucent(hex: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${red!},${green!},${blue!},${opacity})`;
}

/** In line with the title. */
const legendOnTop: Partial<Legend> = {
  orientation: "h",
  xref: "container",
  yref: "container",
  x: 0.97,
  xanchor: "right",
  y: 0.99,
  yanchor: "top",
  bgcolor: "rgba(255,255,255,0.8)",
  traceorder: "normal",
};

/** Where a square plot keeps its legend: inside, where its curve is not. */
export function legendInside(corner: "top left" | "bottom left" | "bottom right"): Partial<Legend> {
  const isTop = corner === "top left";
  const isLeft = corner !== "bottom right";
  return {
    orientation: "v",
    xref: "paper",
    yref: "paper",
    x: isLeft ? 0.02 : 0.96,
    xanchor: isLeft ? "left" : "right",
    y: isTop ? 0.98 : 0.03,
    yanchor: isTop ? "top" : "bottom",
  };
}

export interface Frame {
  title: string;
  /** One line under the title: how many, of what, how sure. */
  subtitle?: string;
  widthPixels?: number;
  heightPixels?: number;
}

/** Shared look: white, left-aligned title with a grey line of numbers under it, fixed size so that page and PNG agree. */
export function layoutOf(frame: Frame, rest: Partial<Layout> = {}): Partial<Layout> {
  const { title, subtitle, widthPixels = 760, heightPixels = 400 } = frame;
  return {
    width: widthPixels,
    height: heightPixels,
    paper_bgcolor: "#FFFFFF",
    plot_bgcolor: "#FFFFFF",
    font: { family: "Lato, Verdana, Arial, sans-serif", size: 13, color: colors.ink }, // Lato comes with kaleido
    margin: { l: 70, r: 30, t: subtitle ? 76 : 56, b: 60 },
    hovermode: "closest",
    ...rest,
    ...(rest.showlegend === false ? {} : { legend: { ...legendOnTop, ...rest.legend } }),
    title: {
      text: title,
      font: { size: 17 },
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { l: 16, t: 14 },
      ...(subtitle === undefined ? {} : { subtitle: { text: subtitle, font: { size: 13, color: colors.muted } } }),
    },
  };
}

/** An axis with its title, light grid and a visible line. */
export function axis(title: string, rest: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  return {
    title: { text: title, standoff: 8, font: { size: 13 } },
    gridcolor: colors.grid,
    linecolor: colors.muted,
    zeroline: false,
    ticks: "outside",
    tickcolor: colors.muted,
    automargin: true,
    ...rest,
  };
}
