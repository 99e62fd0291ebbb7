import sharp from "sharp";
import type { Figure } from "./figure.js";
import { startKaleido, type Kaleido } from "./kaleido.js";

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
 * Figures as PNG files, drawn by the very plotly.js that draws them in the browser. One headless browser starts at the
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
  return {
    async render({ data, layout }, { width = layout.width ?? 700, height = layout.height ?? 500, scale = 1 } = {}) {
      running ??= startKaleido(venvDir, plotlyJsFile, timeoutSeconds);
      try {
        const kaleido = await running;
        const png = await kaleido.draw({ data: { data, layout }, format: "png", width, height, scale });
        // Figures have few colours: a palette takes a third of the bytes, and the eye sees no difference.
        return await sharp(png).png({ palette: true, colours: 128, dither: 0, effort: 10 }).toBuffer();
      } catch (error) {
        await close(); // a browser that failed once is not asked again
        throw error;
      }
    },
    close,
  };
}
