import { boxesInSquare } from "../data/boxesInSquare.js";
import type { Box, Dataset, Radiograph } from "../data/types.js";
import type { Random } from "../random.js";

/**
 * For each image, the boxes of another patient's fracture, of the same region where there is one: as large, and as likely
 * placed, as a fracture's own, but with nothing inside. Those that touch the image's own fractures are not taken.
 * @returns [n], in shares of the square; none where every candidate touches
 * @throws RangeError when no image has boxes
 */
export function decoyBoxes({ radiographs }: Dataset, random: Random): Box[][] {
  const donors = radiographs.filter(({ boxes = [] }) => boxes.length > 0);
  if (donors.length === 0) throw new RangeError("Expected images with fracture boxes. Received: none");
  return radiographs.map((radiograph) => {
    const own = boxesInSquare(radiograph);
    const strangers = random.shuffle(donors.filter(({ group }) => group !== radiograph.group));
    const alike = (donor: Radiograph): number => Number(donor.region === radiograph.region);
    const candidates = strangers.sort((a, b) => alike(b) - alike(a)).map(boxesInSquare); // stable: still random within
    return candidates.find((boxes) => !boxes.some((box) => own.some((other) => overlap(box, other)))) ?? [];
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.xMin < b.xMax && b.xMin < a.xMax && a.yMin < b.yMax && b.yMin < a.yMax;
}
