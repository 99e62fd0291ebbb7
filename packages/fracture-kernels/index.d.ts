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

/**
 * The same from a JPEG's bytes. Grey levels are its luma as stored (JFIF's Y is Rec. 601 luma), decoded by TensorFlow's
 * DecodeJpeg at full accuracy; EXIF orientation and colour profiles are not looked at.
 * The promise rejects when the bytes are no complete JPEG of width x height; damage in the middle may pass unseen.
 */
export function resampleJpeg(
  bytes: Uint8Array,
  width: number,
  height: number,
  columnFilter: Float64Array,
  rowFilter: Float64Array,
  into: Float32Array,
): Promise<void>;

/**
 * The same from a PNG's bytes: grey or RGB, 8 bits; colour profiles and gamma are not looked at.
 * The promise rejects when the bytes are no complete PNG of width x height.
 */
export function resamplePng(
  bytes: Uint8Array,
  width: number,
  height: number,
  columnFilter: Float64Array,
  rowFilter: Float64Array,
  into: Float32Array,
): Promise<void>;
