import type { Config, Data, Layout } from "plotly.js";

/** What every figure function returns: plain Plotly JSON, to be shown, saved as PNG or HTML, or logged. */
export interface Figure {
  data: Data[];
  layout: Partial<Layout>;
  config?: Partial<Config>;
}
