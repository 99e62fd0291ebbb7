import type { Random } from "../../random.js";
import type { Camera } from "./camera.js";
import { blur, scatterField } from "./blur.js";
import { normalTable } from "./texture.js";

/** How the picture was taken and developed; drawn without regard to what it shows. Ranges chosen to look right beside FracAtlas. */
export interface Exposure {
  /** Quanta a detector pixel counts behind the thick parts of the limb. */
  quanta: number;
  /** Scattered share of what reaches the detector there. */
  scatterShare: number;
  /** Standard deviation of focal spot and detector blur, pixels. */
  blurPixels: number;
  /** Stronger beam on one side (heel effect), as a share, and its direction. */
  heel: number;
  heelRad: number;
  /** Grey curve: below 1 lifts soft tissue. */
  gamma: number;
  /** How much of the brightest exponents is shown as full white, and what air is shown as, 0 .. 255. */
  whitePercentile: number;
  airGrey: number;
  /** The unexposed border, as shares of the image: left, top, right, bottom. */
  border: readonly [number, number, number, number];
  borderGrey: number;
}

export function drawExposure(random: Random): Exposure {
  const collimated = random.uniform() < 0.4;
  const edge = (): number => (collimated && random.uniform() < 0.7 ? random.between(0.01, 0.09) : 0);
  return {
    quanta: Math.exp(random.between(Math.log(800), Math.log(8000))),
    scatterShare: random.between(0.1, 0.4),
    blurPixels: random.between(0.5, 1.1),
    heel: random.between(0, 0.25),
    heelRad: random.between(0, 2 * Math.PI),
    gamma: Math.exp(random.between(0.05, 0.5)),
    whitePercentile: random.between(0.985, 0.9995),
    airGrey: random.between(2, 40),
    border: [edge(), edge(), edge(), edge()],
    borderGrey: random.between(0, 25),
  };
}

/**
 * From exponents to grey values: beam and heel effect, Beer-Lambert, blur, scatter (smooth, from wherever tissue
 * is lit), Poisson noise (as normal noise of the same variance: there are
 * hundreds of quanta but behind metal), logarithm, grey curve.
 */
export function expose(exponents: Float32Array, camera: Camera, exposure: Exposure, random: Random): Uint8Array {
  const { widthPixels, heightPixels } = camera;
  const primary = beamBehind(exponents, camera, exposure);
  blur(primary, widthPixels, heightPixels, exposure.blurPixels);
  const scatter = scatterField(primary, widthPixels, heightPixels);
  const typical = Math.exp(-percentile(exponents, 0.8));
  const strongest = Math.max(1e-6, percentile(scatter, 1));
  const scatterGain = ((exposure.scatterShare / (1 - exposure.scatterShare)) * typical) / strongest;
  const quantaPerUnit = exposure.quanta / typical;
  const normals = normalTable();
  const noisy = primary;
  for (let i = 0; i < noisy.length; i++) {
    const signal = primary[i]! + scatterGain * scatter[i]!;
    const normal = normals[random.seed31() & 16383]!;
    const counted = signal + normal * Math.sqrt(signal / quantaPerUnit);
    noisy[i] = -Math.log(Math.max(counted, 1e-4));
  }
  return develop(noisy, camera, exposure);
}

function beamBehind(exponents: Float32Array, camera: Camera, { heel, heelRad }: Exposure): Float32Array {
  const { widthPixels, heightPixels } = camera;
  const primary = new Float32Array(exponents.length);
  const stepX = (heel * Math.cos(heelRad)) / widthPixels;
  const stepY = (heel * Math.sin(heelRad)) / heightPixels;
  for (let row = 0, i = 0; row < heightPixels; row++) {
    const start = 1 + stepY * (row - heightPixels / 2) - (stepX * widthPixels) / 2;
    for (let column = 0; column < widthPixels; column++, i++) {
      primary[i] = (start + stepX * column) * Math.exp(-exponents[i]!);
    }
  }
  return primary;
}

function develop(darkness: Float32Array, camera: Camera, exposure: Exposure): Uint8Array {
  const { widthPixels, heightPixels } = camera;
  const low = percentile(darkness, 0.02);
  const high = Math.max(low + 0.5, percentile(darkness, exposure.whitePercentile));
  const span = 255 - exposure.airGrey;
  const curve = Uint8Array.from({ length: 1025 }, (_, i) => exposure.airGrey + span * (i / 1024) ** exposure.gamma);
  const [left, top, right, bottom] = exposure.border;
  const fromColumn = Math.round(left * widthPixels);
  const toColumn = widthPixels - Math.round(right * widthPixels);
  const fromRow = Math.round(top * heightPixels);
  const toRow = heightPixels - Math.round(bottom * heightPixels);
  const grey = new Uint8Array(darkness.length).fill(exposure.borderGrey);
  for (let row = fromRow; row < toRow; row++) {
    for (let i = row * widthPixels + fromColumn; i < row * widthPixels + toColumn; i++) {
      const share = Math.min(1, Math.max(0, (darkness[i]! - low) / (high - low)));
      grey[i] = curve[Math.round(share * 1024)]!;
    }
  }
  return grey;
}

/** From about 5,000 of the values, evenly spread: near enough for a window. */
function percentile(values: Float32Array, share: number): number {
  const step = Math.max(1, Math.floor(values.length / 5000)) | 1; // odd, so that even rows and columns get their turn
  const some = new Float32Array(Math.ceil(values.length / step));
  for (let i = 0; i < some.length; i++) some[i] = values[i * step]!;
  some.sort();
  return some[Math.min(some.length - 1, Math.floor(share * some.length))]!;
}
