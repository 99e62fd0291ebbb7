/** Side of the pictures that are compared, in pixels: at 128 the texture of bone, which tells copies from views of one patient, is gone. */
export const alignmentSide = 192;

/** As fracture-kernels packs them. */
export const keypointBytes = 148;
export const descriptionBytes = 200 * keypointBytes;
export const codeBytes = 16;
export const alignmentFloats = 5;
export const vocabularyFloats = (words: number): number => (words + 64) * 128 + 64;
