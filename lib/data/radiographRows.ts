import type { Manifest } from "./types.js";

/** One flat row a radiograph, as a table or a danfo.js DataFrame takes it; what a source does not know is "". */
export function radiographRows({ radiographs }: Pick<Manifest, "radiographs">): Record<string, string | number>[] {
  return radiographs.map(({ path, label, group, region = "", view = "", fractureType = "", ...file }) => {
    const { widthPixels, heightPixels, format, channels, bytes } = file;
    const kilobytes = Math.round(bytes / 100) / 10;
    return { path, label, group, region, view, fractureType, widthPixels, heightPixels, format, channels, kilobytes };
  });
}
