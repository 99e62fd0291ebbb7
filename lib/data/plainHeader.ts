/** A file whose pixels need nothing but decoding: not turned, no transparency, no colours but YCbCr or RGB. */
export interface PlainHeader {
  format: "jpeg" | "png";
  width: number;
  height: number;
}
