import sharp from "sharp";
import type { Figure } from "./figure.js";
import { startKaleido, type Kaleido, type KaleidoRequest } from "./kaleido.js";

export interface PngSize {
  /** In figure pixels; by default the figure's own size. */
  width?: number;
  height?: number;
  /** Image pixels a figure pixel. */
  scale?: number;
}

export interface PngRenderer {
  /** The same figure gives the same bytes. @throws UserError when kaleido is missing, refuses or does not answer */
  render(figure: Figure, size?: PngSize): Promise<Uint8Array>;
  /** The figure as an SVG file, in its own size. @throws UserError as `render` */
  renderSvg(figure: Figure): Promise<string>;
  /** Ends the browser behind it; a later render would start another one. */
  close(): Promise<void>;
}

export interface PngRendererOptions {
  /** The Python environment that holds the kaleido wheel. */
  venvDir: string;
  plotlyJsFile: string;
  /** For the start, and for each figure. */
  timeoutSeconds?: number;
}

/**
 * Figures as PNG or SVG files, drawn by the very plotly.js that draws them in the browser. One headless browser starts at the
 * first figure (about 1 s) and serves all others; it neither keeps this process alive nor outlives it.
 */
export function createPngRenderer({ venvDir, plotlyJsFile, timeoutSeconds = 60 }: PngRendererOptions): PngRenderer {
  let running: Promise<Kaleido> | undefined;
  const close = async (): Promise<void> => {
    const kaleido = running;
    running = undefined;
    await kaleido?.then(
      (started) => started.close(),
      () => undefined, // what did not start needs no end
    );
  };
  const draw = async (request: KaleidoRequest): Promise<Uint8Array> => {
    running ??= startKaleido(venvDir, plotlyJsFile, timeoutSeconds);
    try {
      return await (await running).draw(request);
    } catch (error) {
      await close(); // a browser that failed once is not asked again
      throw error;
    }
  };
  return {
    async render({ data, layout }, { width = layout.width ?? 700, height = layout.height ?? 500, scale = 1 } = {}) {
      const png = await draw({ data: { data, layout }, format: "png", width, height, scale });
      // Figures have few colours: as small a palette as the eye allows takes a fifth of the bytes.
      return sharp(png).png({ palette: true, colours: 128, quality: 60, dither: 0, effort: 10 }).toBuffer();
    },
    async renderSvg({ data, layout }) {
      const { width = 700, height = 500 } = layout;
      return Buffer.from(await draw({ data: { data, layout }, format: "svg", width, height, scale: 1 })).toString();
    },
    close,
  };
}
