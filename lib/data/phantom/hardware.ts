import type { Random } from "../../random.js";
import { attenuationPerMm } from "./attenuation.js";
import type { Bone } from "./bone.js";
import { type Camera, pixelToFilm } from "./camera.js";
import { compose } from "./geometry.js";
import { scanRectangle } from "./scanRectangle.js";
import { stationsPerMm, viewTube } from "./tube.js";

/** Titanium left from an earlier operation. It has nothing to do with whether the bone is broken now. */
export interface Hardware {
  kind: "plate" | "nail" | "wires";
  bone: Bone;
  fromMm: number;
  toMm: number;
  azimuthRad: number;
  /** For wires: how steeply each crosses the bone, and where. */
  wires: readonly { atMm: number; slope: number }[];
}

export function createHardware(random: Random, bone: Bone, nearMm: number): Hardware {
  const thin = bone.lengthMm < 100;
  const halfMm = bone.lengthMm * random.between(0.12, 0.22);
  const middleMm = nearMm + random.between(-0.2, 0.2) * bone.lengthMm;
  return {
    kind: thin ? random.pick(["plate", "wires"] as const) : random.pick(["plate", "plate", "nail", "wires"] as const),
    bone,
    fromMm: Math.max(bone.lengthMm * 0.04, middleMm - halfMm),
    toMm: Math.min(bone.lengthMm * 0.96, middleMm + halfMm),
    azimuthRad: random.between(0, 2 * Math.PI),
    wires: Array.from({ length: 1 + random.integer(3) }, () => ({
      atMm: middleMm + random.between(-0.1, 0.1) * bone.lengthMm,
      slope: random.between(-0.7, 0.7),
    })),
  };
}

/** Adds metal to the exponents. @returns whether any of it is in the picture */
export function projectHardware(exponents: Float32Array, camera: Camera, hardware: Hardware): boolean {
  const { kind, bone, fromMm, toMm, azimuthRad } = hardware;
  const view = viewTube(bone, camera);
  const toLocal = compose(view.filmToLocal, pixelToFilm(camera));
  const middle = Math.min(view.halfWidthMm.length - 1, Math.round(((fromMm + toMm) / 2) * stationsPerMm));
  const radiusMm = bone.halfWidthMm[middle]!;
  const sizeMm = Math.min(1, Math.max(0.45, radiusMm / 12));
  const facing = Math.cos(azimuthRad) * view.cos + Math.sin(azimuthRad) * view.sin;
  const sideways = Math.sqrt(Math.max(0, 1 - facing * facing));
  let seen = false;
  const add = (index: number, mm: number): void => {
    exponents[index]! += attenuationPerMm.titanium * mm;
    seen = true;
  };
  const rod = (u: number, at: number, radius: number, index: number): void => {
    const away = (u - at) / radius;
    if (away > -1 && away < 1) add(index, 2 * radius * Math.sqrt(1 - away * away));
  };

  const plate = { wide: 11 * sizeMm, thick: 3 * sizeMm };
  const plateHalf = (plate.wide * sideways + plate.thick * Math.abs(facing)) / 2;
  const platePath = (plate.wide * plate.thick) / (2 * plateHalf);
  const plateAt = (radiusMm + plate.thick / 2) * facing;
  const pitchMm = 13 * sizeMm;
  const screwRadius = 1.6 * sizeMm;
  scanRectangle(camera, toLocal, view.maxReachMm * 1.6 + 8, fromMm - 12, toMm + 12, (index, beside, s) => {
    const i = Math.min(view.bowMm.length - 1, Math.max(0, Math.round(s * stationsPerMm)));
    const u = beside - view.bowMm[i]!;
    if (kind === "wires") {
      for (const { atMm, slope } of hardware.wires) rod(u, (s - atMm) * slope, 0.9 * Math.max(0.7, sizeMm), index);
      return;
    }
    if (s < fromMm || s > toMm) return;
    if (kind === "nail") {
      rod(u, 0, Math.max(1.5, radiusMm * 0.42), index);
      return;
    }
    const alongHole = ((((s - fromMm) % pitchMm) + pitchMm) % pitchMm) - pitchMm / 2;
    if (Math.abs(u - plateAt) < plateHalf) {
      const hole = sideways > 0.5 && Math.hypot(alongHole, u - plateAt) < 2.6 * sizeMm;
      if (!hole) add(index, Math.min(platePath, 8));
    }
    // Screws go from the plate through the bone: seen from the side as rods, end on as discs in the holes.
    const from = Math.min(plateAt, -radiusMm * 1.05 * facing);
    const to = Math.max(plateAt, -radiusMm * 1.05 * facing);
    if (u > from - screwRadius && u < to + screwRadius && Math.abs(alongHole) < screwRadius) {
      const across = 2 * Math.sqrt(screwRadius * screwRadius - alongHole * alongHole);
      add(index, Math.min(across / Math.max(0.25, Math.abs(facing)), 2.2 * radiusMm));
    }
  });
  return seen;
}
