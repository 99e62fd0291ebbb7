import type { Figure } from "../../lib/figures/index.js";

/** What a reader sees of a figure: words and numbers, without fonts, colours and margins; pictures by their kind alone. */
export function gist({ data, layout }: Figure): unknown {
  const titles = Object.entries(layout)
    .filter(([key]) => /^[xy]axis\d*$/.test(key))
    .map(([key, axis]) => [key, (axis as { title?: { text?: string } }).title?.text]);
  return {
    title: layout.title?.text,
    subtitle: (layout.title?.subtitle as { text?: string } | undefined)?.text,
    axes: Object.fromEntries(titles.filter(([, title]) => title !== undefined)) as unknown,
    traces: data.map((trace) =>
      Object.fromEntries(
        Object.entries(trace)
          .filter(([key]) => words.has(key))
          .map(([key, value]) => [key, onOneLine(value)]),
      ),
    ),
    notes: (layout.annotations ?? []).map(({ text }) => text),
    pictures: (layout.images ?? []).map(({ source, x, y }) => `${source!.slice(0, 15)} at ${String(x)}, ${String(y)}`),
    boxes: (layout.shapes ?? []).map(({ type, x0, x1, y0, y1 }) => [type, x0, x1, y0, y1].join(" ")),
  };
}

/** [1, 2, 3] -> "1 | 2 | 3", at any depth: a snapshot of one number a line is not read by anyone. */
function onOneLine(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === "object" && item !== null) ? value.map(onOneLine) : value.join(" | ");
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, onOneLine(item)]));
}

const words = new Set(["type", "name", "x", "y", "z", "text", "hovertext", "error_x", "header", "cells"]);
