import type { Random } from "../../random.js";
import { attenuationPerMm } from "./attenuation.js";
import type { Bone } from "./bone.js";
import { type Camera, pixelToFilm } from "./camera.js";
import { compose } from "./geometry.js";
import { scanRectangle } from "./scanRectangle.js";
import { type TubeView, stationsPerMm, viewTube } from "./tube.js";

/** Titanium left from an earlier operation. It has nothing to do with whether the bone is broken now. */
export interface Hardware {
  kind: "plate" | "wires";
  bone: Bone;
  fromMm: number;
  toMm: number;
  azimuthRad: number;
  /** For wires: how steeply each crosses the bone, and where. */
  wires: readonly { atMm: number; slope: number }[];
}

/**
 * A plate or wires on the trunk's side of a place. They end short of it, since no bone breaks under a plate that holds.
 * @returns undefined where there is no room
 */
export function createHardware(random: Random, bone: Bone, shortOfMm: number): Hardware | undefined {
  const toMm = shortOfMm - bone.lengthMm * random.between(0.06, 0.12);
  const fromMm = Math.max(bone.lengthMm * 0.04, toMm - bone.lengthMm * random.between(0.2, 0.4));
  if (toMm - fromMm < bone.lengthMm * 0.12) return undefined;
  return {
    kind: random.pick(["plate", "wires"] as const),
    bone,
    fromMm,
    toMm,
    azimuthRad: random.between(0, 2 * Math.PI),
    wires: Array.from({ length: 1 + random.integer(3) }, () => ({
      atMm: random.between(fromMm, toMm),
      slope: random.between(-0.7, 0.7),
    })),
  };
}

/** Metal on a ray at (u, s), in mm; u from the middle of the bone. */
type MetalMm = (u: number, s: number) => number;

/** Adds metal to the exponents. @returns whether any of it is in the picture */
export function projectHardware(exponents: Float32Array, camera: Camera, hardware: Hardware): boolean {
  const { kind, bone, fromMm, toMm } = hardware;
  const view = viewTube(bone, camera);
  const toLocal = compose(view.filmToLocal, pixelToFilm(camera));
  const radiusMm = bone.halfWidthMm[Math.round(((fromMm + toMm) / 2) * stationsPerMm)]!;
  const metal = kind === "wires" ? wires(hardware, radiusMm) : plate(hardware, radiusMm, view);
  let seen = false;
  scanRectangle(camera, toLocal, view.maxReachMm * 1.6 + 8, fromMm - 12, toMm + 12, (index, beside, s) => {
    const i = Math.min(view.bowMm.length - 1, Math.max(0, Math.round(s * stationsPerMm)));
    const mm = metal(beside - view.bowMm[i]!, s);
    if (mm <= 0) return;
    exponents[index]! += attenuationPerMm.titanium * mm;
    seen = true;
  });
  return seen;
}

function wires({ wires }: Hardware, radiusMm: number): MetalMm {
  const thickMm = 1.8 * sizeOf(radiusMm);
  return (u, s) => wires.reduce((mm, { atMm, slope }) => mm + chord(u - (s - atMm) * slope, thickMm / 2), 0);
}

function plate({ fromMm, toMm, azimuthRad }: Hardware, radiusMm: number, view: TubeView): MetalMm {
  const size = sizeOf(radiusMm);
  const [wideMm, thickMm, pitchMm, screwMm] = [11 * size, 3 * size, 13 * size, 1.6 * size];
  // How far the plate's side of the bone is turned to the film's side: 1 is edge-on, 0 is face-on.
  const edgeOn = Math.cos(azimuthRad) * view.cos + Math.sin(azimuthRad) * view.sin;
  const faceOn = Math.sqrt(Math.max(0, 1 - edgeOn * edgeOn));
  const halfMm = (wideMm * faceOn + thickMm * Math.abs(edgeOn)) / 2;
  const pathMm = Math.min(8, (wideMm * thickMm) / (2 * halfMm));
  const middle = (radiusMm + thickMm / 2) * edgeOn;
  const tip = -radiusMm * 1.05 * edgeOn;
  return (u, s) => {
    if (s < fromMm || s > toMm) return 0;
    const fromHole = ((s - fromMm) % pitchMm) - pitchMm / 2;
    const isHole = faceOn > 0.5 && Math.hypot(fromHole, u - middle) < 2.6 * size;
    const plateMm = Math.abs(u - middle) < halfMm && !isHole ? pathMm : 0;
    // Screws go from the plate through the bone: from the side they are rods, end-on discs in the holes.
    const onScrew = u > Math.min(middle, tip) - screwMm && u < Math.max(middle, tip) + screwMm;
    const screwPath = onScrew ? chord(fromHole, screwMm) / Math.max(0.25, Math.abs(edgeOn)) : 0;
    return plateMm + Math.min(screwPath, 2.2 * radiusMm);
  };
}

/** Path through a rod of a radius, `away` from its middle. */
function chord(away: number, radiusMm: number): number {
  return 2 * Math.sqrt(Math.max(0, radiusMm * radiusMm - away * away));
}

/** Implants for thin bones are smaller. */
const sizeOf = (radiusMm: number): number => Math.min(1, Math.max(0.45, radiusMm / 12));
