import sharp from "sharp";
import { openPicture, toPicture, type Picture, type Transform } from "../../../lib/data/copies/transforms.js";
import type { Random } from "../../../lib/random.js";

/**
 * What the audit is judged by, a kind at a time: written anew beside lib/data/copies, whose chains its threshold was set on.
 */
export interface CopyKind {
  steps: readonly Transform[];
  /** JPEG of quality 60 to 95 when left out. */
  encode?: (picture: Picture, random: Random) => Promise<Buffer>;
}

type Fill = "black" | "white" | "reflected";

/** By any angle, the canvas kept: corners are cut off, and what comes in is filled. */
const turn =
  (fill: Fill): Transform =>
  async (picture, random) => {
    const { width, height } = picture;
    const x = Math.ceil((Math.hypot(width, height) - width) / 2) + 2;
    const y = Math.ceil((Math.hypot(width, height) - height) / 2) + 2;
    const background = fill === "white" ? "#fff" : "#000";
    const extendWith = fill === "reflected" ? "mirror" : "background";
    // Mirroring reaches as far as the picture does; no FracAtlas image is that slim.
    const wide = await toPicture(
      openPicture(picture).extend({ top: y, bottom: y, left: x, right: x, background, extendWith }),
    );
    const turned = await toPicture(openPicture(wide).rotate(random.between(-180, 180), { background }));
    const [left, top] = [(turned.width - width) >> 1, (turned.height - height) >> 1];
    return toPicture(openPicture(turned).extract({ left, top, width, height }));
  };

/** @param low least share of each side that stays */
const cutTo =
  (low: number, high: number): Transform =>
  (picture, random) => {
    const width = Math.round(picture.width * random.between(low, high));
    const height = Math.round(picture.height * random.between(low, high));
    const [left, top] = [random.integer(picture.width - width + 1), random.integer(picture.height - height + 1)];
    return toPicture(openPicture(picture).extract({ left, top, width, height }));
  };

const zoom =
  (low: number, high: number): Transform =>
  (picture, random) => {
    const width = Math.max(64, Math.round(picture.width * Math.exp(random.between(Math.log(low), Math.log(high)))));
    return toPicture(openPicture(picture).resize(width, undefined, { kernel: random.pick(["cubic", "lanczos3"]) }));
  };

const levels =
  (curve: (random: Random) => (level: number) => number): Transform =>
  ({ data, ...size }, random) => {
    const levelOf = curve(random);
    return Promise.resolve({ data: Buffer.from(Uint8ClampedArray.from(data, levelOf)), ...size });
  };

const power = (low: number, high: number): Transform =>
  levels((random) => {
    const exponent = random.between(low, high);
    return (v) => 255 * (v / 255) ** exponent;
  });

const grain: Transform = levels((random) => {
  const deviation = random.between(5, 18);
  return (v) => v + deviation * random.normal();
});

const clahe: Transform = (picture, random) => {
  const side = Math.max(3, Math.round(picture.width / random.pick([4, 8])));
  return toPicture(openPicture(picture).clahe({ width: side, height: side, maxSlope: random.pick([2, 3, 4]) }));
};

const frame: Transform = (picture, random) => {
  const margin = (side: number): number => Math.round(side * random.between(0.02, 0.2));
  const { width, height } = picture;
  const sides = { top: margin(height), bottom: margin(height), left: margin(width), right: margin(width) };
  return toPicture(
    openPicture(picture).extend({ ...sides, background: random.pick(["#000", "#fff", "#808080", "#222"]) }),
  );
};

const letterbox: Transform = (picture, random) => {
  const side = Math.max(picture.width, picture.height);
  return toPicture(
    openPicture(picture).resize(side, side, { fit: "contain", background: random.pick(["#000", "#000", "#fff"]) }),
  );
};

/** Takes off what is of one grey all round, as far as it is. */
const unframe: Transform = async (picture) => {
  const trimmed = await toPicture(openPicture(picture).trim({ threshold: 25 }));
  return Math.min(trimmed.width, trimmed.height) < 64 ? picture : trimmed;
};

/** A side letter, a patient's line, and a box or an arrow's shaft. */
const writing: Transform = (picture, random) => {
  const { width, height } = picture;
  const at = (): string =>
    `x="${Math.round(random.between(0, 0.7) * width)}" y="${Math.round(random.between(0.08, 0.95) * height)}"`;
  const ink = random.pick(["#fff", "#fff", "#ddd"]);
  const size = Math.round(random.between(0.04, 0.1) * height);
  const box = `width="${Math.round(random.between(0.05, 0.25) * width)}" height="${Math.round(random.between(0.01, 0.1) * height)}"`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="${ink}">` +
    `<text ${at()} font-size="${2 * size}">${random.pick(["L", "R"])}</text>` +
    `<text ${at()} font-size="${size}">${random.pick(["AP 12.03.19", "ID 0423 M 45Y", "WARD 7"])}</text>` +
    `<rect ${at()} ${box}/></svg>`;
  return toPicture(
    openPicture(picture)
      .toColourspace("srgb")
      .composite([{ input: Buffer.from(svg) }]),
  );
};

const invert: Transform = levels(() => (v) => 255 - v);
const flop: Transform = (picture) => toPicture(openPicture(picture).flop());
const flip: Transform = (picture) => toPicture(openPicture(picture).flip());
const blur: Transform = (picture, random) => toPicture(openPicture(picture).blur(random.between(0.8, 2)));
const squash: Transform = (picture) => toPicture(openPicture(picture).resize(224, 224, { fit: "fill" }));

const jpeg = (low: number, high: number) => (picture: Picture, random: Random) =>
  openPicture(picture)
    .jpeg({ quality: low + random.integer(high - low + 1) })
    .toBuffer();

/** 16 bits a pixel, over part of their range only, as devices write them. */
const deepPng = ({ data, width, height }: Picture, random: Random): Promise<Buffer> => {
  const [gain, offset] = [random.between(40, 200), random.between(0, 8000)];
  const deep = Uint16Array.from(data, (v) => offset + gain * v);
  return sharp(deep, { raw: { width, height, channels: 1 } })
    .toColourspace("grey16")
    .png()
    .toBuffer();
};

const parts: readonly Transform[] = [
  turn("black"),
  turn("white"),
  turn("reflected"),
  cutTo(0.7, 0.95),
  flop,
  flip,
  zoom(0.4, 1.5),
  power(0.5, 2),
  clahe,
  invert,
  blur,
  grain,
  frame,
  letterbox,
  writing,
  squash,
];

/** Some of all the above, one after another; no two of one sort but turns. */
const anyOf =
  (least: number, most: number): Transform =>
  async (picture, random) => {
    const chosen = random.shuffle(parts).slice(0, least + random.integer(most - least + 1));
    let out = picture;
    for (const step of chosen) out = await step(out, random);
    return out;
  };

export const copyKinds: Readonly<Record<string, CopyKind>> = {
  "turned, black corners": { steps: [turn("black")] },
  "turned, white corners": { steps: [turn("white")] },
  "turned, reflected corners": { steps: [turn("reflected")] },
  "cut to 70-90 % of each side": { steps: [cutTo(0.7, 0.9)] },
  "cut to 50-70 % of each side": { steps: [cutTo(0.5, 0.7)] },
  "cut to 60-90 %, then 224 x 224": { steps: [cutTo(0.6, 0.9), squash] },
  "flipped either way": { steps: [(picture, random) => random.pick([flop, flip])(picture, random)] },
  "0.25 to 0.5 of the size": { steps: [zoom(0.25, 0.5)] },
  "1.2 to 2 times the size": { steps: [zoom(1.2, 2)] },
  "JPEG quality 20-40": { steps: [], encode: jpeg(20, 40) },
  WebP: {
    steps: [],
    encode: (picture, random) =>
      openPicture(picture)
        .webp({ quality: 30 + random.integer(61) })
        .toBuffer(),
  },
  "16-bit PNG": { steps: [], encode: deepPng },
  "gamma 0.4-0.7": { steps: [power(0.4, 0.7)] },
  "gamma 1.5-2.5": { steps: [power(1.5, 2.5)] },
  "locally equalised": { steps: [clahe] },
  inverted: { steps: [invert] },
  blurred: { steps: [blur] },
  noisy: { steps: [grain] },
  "framed in black, white or grey": { steps: [frame] },
  "letterboxed to a square": { steps: [letterbox] },
  "frame taken off": { steps: [unframe] },
  "written upon": { steps: [writing] },
  "three of these": { steps: [anyOf(3, 3)] },
  "four or five of these": { steps: [anyOf(4, 5)] },
};

/** @param original a file that sharp opens, EXIF orientation and all */
export async function makeCopyOfKind(original: Buffer, { steps, encode }: CopyKind, random: Random): Promise<Buffer> {
  let picture = await toPicture(sharp(original).autoOrient());
  for (const step of steps) picture = await step(picture, random);
  return (encode ?? jpeg(60, 95))(picture, random);
}
