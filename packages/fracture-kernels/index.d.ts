/** Of the TensorFlow that the ops are registered with and that decodes images, such as "2.16.2". */
export const tensorflowVersion: string;

/**
 * Reads and augments a batch on one of Node's worker threads, while JavaScript goes on.
 * Each image is moved by an affine map, bilinear, black where nothing was, and multiplied by its contrast.
 * @param store memory, or the descriptor of a file open for reading
 * @param startBytes [n], where each image's `side`² bytes start
 * @param maps [n, 6]: output pixel (x, y) -> input pixel (a x + b y + c, d x + e y + f)
 * @param contrasts [n]
 * @param into [n, side, side], set to values in [0, 1]; not to be read or moved before the promise is settled
 * @throws TypeError when the arrays do not go together; the promise rejects when the file ends too soon
 */
export function prepareBatch(
  store: Uint8Array | number,
  startBytes: Float64Array,
  side: number,
  maps: Float32Array,
  contrasts: Float32Array,
  into: Float32Array,
): Promise<void>;

/**
 * The grey levels of an image in another size, made on one of Node's worker threads; the bits of lib/data's
 * `resize(luminance(image), …)`.
 * @param samples [height, width]: RGB or grey bytes, or grey levels
 * @param columnFilter over the width, rowFilter over the height: for each output the first input, how many, and their
 *   weights (lib/data/lanczosFilter.ts)
 * @param into [rows, columns]; not to be read or moved before the promise is settled
 * @throws TypeError when the arrays do not go together
 */
export function resampleImage(
  samples: Uint8Array | Float32Array,
  width: number,
  height: number,
  columnFilter: Float64Array,
  rowFilter: Float64Array,
  into: Float32Array,
): Promise<void>;

/** resampleImage for the bytes of a file. */
type ResampleFile = (
  bytes: Uint8Array,
  width: number,
  height: number,
  columnFilter: Float64Array,
  rowFilter: Float64Array,
  into: Float32Array,
) => Promise<void>;

/**
 * The same from a JPEG's bytes. Grey levels are its luma as stored (JFIF's Y is Rec. 601 luma), decoded by TensorFlow's
 * DecodeJpeg at full accuracy; EXIF orientation and colour profiles are not looked at.
 * The promise rejects when the bytes are no complete JPEG of width x height; damage in the middle may pass unseen.
 */
export const resampleJpeg: ResampleFile;

/**
 * The same from a PNG's bytes: grey or RGB, 8 bits; colour profiles and gamma are not looked at.
 * The promise rejects when the bytes are no complete PNG of width x height.
 */
export const resamplePng: ResampleFile;

/**
 * Finding copies of one radiograph (lib/data/audit), step by step, each on a worker thread. Descriptions are at most 200
 * keypoints of 148 bytes: x, y, scale, angle, sign (1 bright, -1 dark) as floats, then a descriptor of 128 bytes; a scale of 0
 * ends them.
 * All throw TypeError when the arrays do not go together; no array may be read or moved before the promise is settled.
 * @param pixels [side, side], as lib/data/standardize makes them; an even side of 32 to 1024
 * @param into 29,600 bytes, set to the description
 */
export function describeRadiograph(pixels: Uint8Array, side: number, into: Uint8Array): Promise<void>;

/**
 * @param keypoints of 148 bytes each, drawn from the whole set, at least as many as words
 * @param into [(words + 64) * 128 + 64], set to the vocabulary
 */
export function makeVocabulary(keypoints: Uint8Array, words: number, into: Float32Array): Promise<void>;

/**
 * @param keypoints of one radiograph
 * @param upright [keypoints, 16], set to a code for each
 * @param flipped the same for the radiograph mirrored left to right
 */
export function encodeDescription(
  vocabulary: Float32Array,
  words: number,
  keypoints: Uint8Array,
  side: number,
  upright: Uint8Array,
  flipped: Uint8Array,
): Promise<void>;

/**
 * Which radiographs share keypoints with others at one turn, zoom and place, bright for bright or all inverted.
 * @param upright codes of all radiographs, one after another
 * @param queries as long: `upright` again, or the flipped ones
 * @param starts [radiographs + 1], in codes
 * @param first the radiograph whose row comes first in `into`
 * @param into [some radiographs, limit, 2]: radiograph and score, best first, itself included; radiograph -1 where there are no more
 */
export function searchCopies(
  upright: Uint8Array,
  queries: Uint8Array,
  starts: Float64Array,
  words: number,
  first: number,
  limit: number,
  into: Float32Array,
): Promise<void>;

/**
 * Lays one radiograph, or its negative, upon others and says how well each pair agrees.
 * @param otherPixels [others, side, side]
 * @param otherDescriptions [others, 29,600]
 * @param mirrors [others]: 1 where the first is to be mirrored left to right
 * @param into [others, 5]: correlation and detail (-1 .. 1, -1 when no pose holds), overlap (0 .. 1), pixels, keypoints that
 *   agree on the pose
 */
export function alignCopies(
  pixels: Uint8Array,
  description: Uint8Array,
  otherPixels: Uint8Array,
  otherDescriptions: Uint8Array,
  mirrors: Uint8Array,
  side: number,
  into: Float32Array,
): Promise<void>;
