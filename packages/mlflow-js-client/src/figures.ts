import { checkArtifactPath } from "./artifactPath.js";
import type { ArtifactFile, Content } from "./content.js";

/** One figure in as many forms as there are: the UI previews each of them. */
export interface FigureForms {
  png?: Uint8Array;
  /** SVG text. */
  svg?: string;
  /** A page of its own, with all it needs inside: the UI shows it in a frame that can load nothing beside it. */
  html?: string;
  /** A Plotly figure or another chart's description, kept so that the figure can be drawn again. */
  json?: object;
}

/**
 * A figure's files: figures/<name>.png and so on.
 * @param name such as "roc" or "training/curves"
 * @throws RangeError on an unusable name, no form at all, or a `png` that is none
 */
export function figureFiles(name: string, forms: FigureForms): ArtifactFile[] {
  const base = `figures/${name}`;
  checkArtifactPath(base);
  const contents: [string, Content | undefined][] = [
    ["png", forms.png && checkedPng(name, forms.png)],
    ["svg", bytesOf(forms.svg)],
    ["html", bytesOf(forms.html)],
    ["json", bytesOf(forms.json && JSON.stringify(forms.json))],
  ];
  const files = contents.flatMap(([ending, content]) => (content ? [{ path: `${base}.${ending}`, content }] : []));
  if (files.length === 0) throw new RangeError(`Expected figure ${name} as png, svg, html or json. Received: none`);
  return files;
}

/** A file that is no PNG would be shown as a broken picture, with no word why. */
function checkedPng(name: string, png: Uint8Array): Uint8Array {
  const isPng = Buffer.from(png.subarray(0, 4)).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  if (!isPng) throw new RangeError(`Expected figure ${name} as the bytes of a PNG. Received: ${png.byteLength} others`);
  return png;
}

function bytesOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}
