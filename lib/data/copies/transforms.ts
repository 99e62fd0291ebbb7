import sharp, { type Sharp } from "sharp";
import type { Random } from "../../random.js";

/** Grey levels as they pass from one transform to the next, row by row. */
export interface Picture {
  data: Buffer;
  width: number;
  height: number;
}

/** What people do to a radiograph before they share it once more; how much of it is drawn from `random`. */
export type Transform = (picture: Picture, random: Random) => Promise<Picture>;

export const openPicture = ({ data, width, height }: Picture): Sharp =>
  sharp(data, { raw: { width, height, channels: 1 } }).toColourspace("b-w");

export async function toPicture(image: Sharp): Promise<Picture> {
  const { data, info } = await image.toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const mapLevels =
  (curve: (random: Random) => (level: number) => number): Transform =>
  ({ data, ...size }, random) => {
    const levelOf = curve(random);
    return Promise.resolve({
      data: Buffer.from(data.map((v) => Math.min(255, Math.max(0, Math.round(levelOf(v)))))),
      ...size,
    });
  };

/** @param low shares of the width, as is `high` */
export const resize =
  (low: number, high: number): Transform =>
  (picture, random) =>
    toPicture(openPicture(picture).resize(Math.max(48, Math.round(picture.width * random.between(low, high)))));

export const squash: Transform = (picture) => toPicture(openPicture(picture).resize(224, 224, { fit: "fill" }));

export const mirror: Transform = (picture) => toPicture(openPicture(picture).flop());

export const quarterTurn: Transform = (picture, random) =>
  toPicture(openPicture(picture).rotate(random.pick([90, 180, 270])));

export const rotateEnlarged: Transform = (picture, random) =>
  toPicture(openPicture(picture).rotate(random.between(-180, 180), { background: "#000" }));

/** The canvas stays: corners turn black, and what is turned outside is lost. */
export const rotateInside: Transform = async (picture, random) => {
  const turned = await rotateEnlarged(picture, random);
  const [width, height] = [Math.min(picture.width, turned.width), Math.min(picture.height, turned.height)];
  const [left, top] = [(turned.width - width) >> 1, (turned.height - height) >> 1];
  return toPicture(openPicture(turned).extract({ left, top, width, height }));
};

/** @param mostShare of width and of height that may be lost; 5 % is the least */
export const crop =
  (mostShare: number): Transform =>
  (picture, random) => {
    const width = Math.round(picture.width * (1 - random.between(0.05, mostShare)));
    const height = Math.round(picture.height * (1 - random.between(0.05, mostShare)));
    const [left, top] = [random.integer(picture.width - width + 1), random.integer(picture.height - height + 1)];
    return toPicture(openPicture(picture).extract({ left, top, width, height }));
  };

export const border: Transform = (picture, random) => {
  const side = (): number => random.integer(Math.ceil(picture.width * 0.12));
  const background = random.pick(["#000", "#000", "#fff"]);
  const sides = { top: side(), bottom: side(), left: side(), right: side() };
  return toPicture(openPicture(picture).extend({ ...sides, background }));
};

export const soften: Transform = (picture, random) => toPicture(openPicture(picture).blur(random.between(0.5, 1.5)));

export const equalize: Transform = (picture) =>
  toPicture(openPicture(picture).clahe({ width: 64, height: 64, maxSlope: 3 }));

export const gamma = mapLevels((random) => {
  const power = random.between(0.55, 1.8);
  return (v) => 255 * (v / 255) ** power;
});

export const gain = mapLevels((random) => {
  const [slope, shift] = [random.between(0.6, 1.4), random.between(-30, 30)];
  return (v) => 128 + slope * (v - 128) + shift;
});

export const noise = mapLevels((random) => {
  const deviation = random.between(2, 10);
  return (v) => v + deviation * random.normal();
});

export const invert = mapLevels(() => (v) => 255 - v);
