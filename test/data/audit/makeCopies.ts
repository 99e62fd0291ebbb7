import sharp, { type Sharp } from "sharp";
import type { Random } from "../../../lib/random.js";

/** Grey levels as they pass from one transform to the next. */
interface Picture {
  data: Buffer;
  width: number;
  height: number;
}

type Transform = (picture: Picture, random: Random) => Promise<Picture>;

const open = ({ data, width, height }: Picture): Sharp =>
  sharp(data, { raw: { width, height, channels: 1 } }).toColourspace("b-w");

async function done(image: Sharp): Promise<Picture> {
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

const resize =
  (low: number, high: number): Transform =>
  (picture, random) =>
    done(open(picture).resize(Math.max(48, Math.round(picture.width * random.between(low, high)))));

const flip: Transform = (picture) => done(open(picture).flop());
const quarterTurn: Transform = (picture, random) => done(open(picture).rotate(random.pick([90, 180, 270])));
const rotateEnlarged: Transform = (picture, random) =>
  done(open(picture).rotate(random.between(-180, 180), { background: "#000" }));
/** The canvas stays: corners turn black, and what is turned outside is lost. */
const rotateInside: Transform = async (picture, random) => {
  const turned = await rotateEnlarged(picture, random);
  const [width, height] = [Math.min(picture.width, turned.width), Math.min(picture.height, turned.height)];
  const [left, top] = [(turned.width - width) >> 1, (turned.height - height) >> 1];
  return done(open(turned).extract({ left, top, width, height }));
};
const crop =
  (mostShare: number): Transform =>
  (picture, random) => {
    const width = Math.round(picture.width * (1 - random.between(0.05, mostShare)));
    const height = Math.round(picture.height * (1 - random.between(0.05, mostShare)));
    const [left, top] = [random.integer(picture.width - width + 1), random.integer(picture.height - height + 1)];
    return done(open(picture).extract({ left, top, width, height }));
  };
const border: Transform = (picture, random) => {
  const side = (): number => random.integer(Math.ceil(picture.width * 0.12));
  const background = random.pick(["#000", "#000", "#fff"]);
  return done(open(picture).extend({ top: side(), bottom: side(), left: side(), right: side(), background }));
};
const squash: Transform = (picture) => done(open(picture).resize(224, 224, { fit: "fill" }));
const soften: Transform = (picture, random) => done(open(picture).blur(random.between(0.5, 1.5)));
const equalize: Transform = (picture) => done(open(picture).clahe({ width: 64, height: 64, maxSlope: 3 }));
const gamma = mapLevels((random) => {
  const power = random.between(0.55, 1.8);
  return (v) => 255 * (v / 255) ** power;
});
const gain = mapLevels((random) => {
  const [slope, shift] = [random.between(0.6, 1.4), random.between(-30, 30)];
  return (v) => 128 + slope * (v - 128) + shift;
});
const noise = mapLevels((random) => {
  const deviation = random.between(2, 10);
  return (v) => v + deviation * random.normal();
});
const invert = mapLevels(() => (v) => 255 - v);

/** One after another, by name. */
export const chains = {
  "re-encoded": [],
  resized: [resize(0.3, 2)],
  mirrored: [flip],
  "quarter turn": [quarterTurn],
  "rotated, corners cut": [rotateInside],
  "rotated, canvas enlarged": [rotateEnlarged],
  "cropped to 80-95 %": [crop(0.2)],
  "cropped to 70-95 %": [crop(0.3)],
  "gamma and gain": [gamma, gain],
  inverted: [invert],
  bordered: [border],
  noisy: [noise],
  "squashed to 224 x 224": [squash],
  "locally equalised": [equalize],
  "mirror, rotation, size": [flip, rotateInside, resize(0.4, 1.5)],
  "three rotations": [rotateInside, rotateInside, rotateInside],
  "rotation, squashed to 224 x 224": [rotateInside, squash],
  "crop, rotation, gamma": [crop(0.2), rotateInside, gamma],
  "crop to 70 %, mirror, enlarged rotation, size": [crop(0.3), flip, rotateEnlarged, resize(0.4, 1.2)],
  "border, gain, softened, size": [border, gain, soften, resize(0.3, 0.8)],
} satisfies Record<string, readonly Transform[]>;

export type ChainName = keyof typeof chains;
export const chainNames = Object.keys(chains) as ChainName[];

/** A copy of a radiograph as a JPEG of quality 40 to 95, its chain of transforms drawn from `random`. */
export async function makeCopy(original: Buffer, name: ChainName, random: Random): Promise<Buffer> {
  let picture = await done(sharp(original).autoOrient());
  for (const transform of chains[name]) picture = await transform(picture, random);
  return open(picture)
    .jpeg({ quality: 40 + random.integer(56) })
    .toBuffer();
}
