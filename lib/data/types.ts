/** What every part of the data pipeline speaks: a source yields a manifest, a manifest is split, standardised, batched. */

export type SplitName = "train" | "validation" | "test";

/** A rectangle round a fracture, as shares of the upright image: 0 is left or top, 1 is right or bottom. */
export interface Box {
  xMin: number;
  yMin: number;
  xMax: number;
  yMax: number;
}

/** One image file that can be read, and all that its source knows of it. */
export interface Radiograph {
  /** Relative to the manifest's root, with "/" between folders. A name for tables; identity is `sha256`. */
  path: string;
  /** One of the manifest's classes. */
  label: string;
  /** Images that may show the same patient share a group; no group crosses a split. */
  group: string;
  /** Where the source itself put it, when it comes split. */
  split?: SplitName;
  region?: string;
  view?: string;
  /** The hospital, machine or collection that it comes from. */
  source?: string;
  /** Plates, screws, pins: a shortcut to the label in real sets. */
  hardware?: boolean;
  fractureType?: string;
  boxes?: Box[];
  sha256: string;
  /** Upright size, that is after EXIF orientation. */
  widthPixels: number;
  heightPixels: number;
  /** By content, not by name: "jpeg", "png", "webp", "tiff", "gif", "bmp". */
  format: string;
  channels: number;
  bytes: number;
  licence: string;
}

export type RejectReason =
  | "empty"
  | "truncated"
  | "not an image"
  | "too many pixels"
  | "unreadable"
  | "unsupported format"
  | "contradictory label";

/** A file that was left out, and why; nothing is dropped without one of these. */
export interface Rejected {
  path: string;
  label: string;
  reason: RejectReason;
  detail: string;
  /** Where the source put it, when it comes split. */
  split?: SplitName;
}

export interface Manifest {
  source: string;
  /** Absolute folder that the paths are relative to. */
  root: string;
  /** Class names; the index is the class number, so that for a binary set 1 is "fractured". */
  classes: readonly string[];
  radiographs: readonly Radiograph[];
  rejected: readonly Rejected[];
  /** Files that are no images by their name (.csv, .txt, hidden ones …): counted, not read. */
  ignoredFiles?: number;
  /**
   * SHA-256 (hex) over contents, labels, groups and splits as the source has them; order and location do not matter.
   * Groups joined later belong to the split, and so to its digest.
   */
  digest: string;
}

export type OnProgress = (done: number, total: number) => void;

export interface DataSource {
  readonly name: string;
  /** @throws UserError when the folder is missing, empty, of one class only, or mostly unreadable; the signal's reason when it aborts */
  manifest(onProgress?: OnProgress, signal?: AbortSignal): Promise<Manifest>;
}

/**
 * Standardised images one after another, `imageSize`² bytes each: in memory, or in an open file from `startByte` on,
 * whose pages the system keeps or drops as memory allows.
 */
export type PixelStore = { readonly bytes: Uint8Array } | { readonly fd: number; readonly startByte: number };

/** Images ready for the network. Subsets share one store; `readImages` fetches pixels. */
export interface Dataset {
  readonly imageSize: number;
  readonly store: PixelStore;
  /** [n]: where each image lies in the store, counted in images; two copies of one content share a place. */
  readonly rows: Uint32Array;
  /** [n], class numbers */
  readonly labels: Uint8Array;
  readonly radiographs: readonly Radiograph[];
}
