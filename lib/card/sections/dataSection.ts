import { displayName } from "../../figures/classNames.js";
import { percent } from "../../figures/numbers.js";
import { factTable, heading, paragraph, type Block, type Section, type Table } from "../document.js";
import { unknown, type CardFacts } from "../facts.js";
import { isSimulated } from "../isSimulated.js";

const sources: Record<string, string> = {
  phantom: "phantom: radiographs simulated by this project; no patient is in them",
  fracatlas:
    "FracAtlas: radiographs of hand, leg, hip and shoulder, Abedeen et al. 2023, doi:10.1038/s41597-023-02432-4",
  folder: "a folder of images of the user's own; where they come from is not recorded",
};

type DataFacts = Pick<CardFacts, "evidence"> & { saved: Pick<CardFacts["saved"], "config"> };

/** Mitchell's “Training data” and “Evaluation data” in one: they are parts of one set. */
export function dataSection(facts: DataFacts): Section {
  const { evidence } = facts;
  return {
    title: "Training and evaluation data",
    blocks: [origin(facts), ...split(evidence), ...leftOut(evidence), ...standardising(facts)],
  };
}

function origin({ evidence }: DataFacts): Block {
  const { data, slices } = evidence;
  const { licences } = data;
  const hospitals = slices
    .find(({ by }) => by === "source")
    ?.slices.map(({ slice, n }) => `${slice} (${count(n)} judged)`)
    .join(", ");
  return factTable([
    ["Source", sources[data.source] ?? data.source],
    ...(hospitals ? [["Sources within it", hospitals] as const] : []),
    ["Digest (SHA-256)", { code: data.digest }],
    ["Licences", licences.length === 0 ? unknown : licences.map((name) => name || unknown).join(", ")],
    ["Images, groups", `${count(data.images)} images that can be read, in ${count(data.groups)} groups`],
    ["Classes", data.classes.map((name) => displayName(name)).join(", ")],
    ["Collected when, where, from whom", isSimulated(evidence) ? "does not apply: simulated" : unknown],
  ]);
}

function split({ split: record, judged, folds }: CardFacts["evidence"]): Block[] {
  const title = heading("Split");
  if (folds) {
    return [
      title,
      paragraph(
        `${folds.how}: every image is held out once in each repeat, and no group is in two parts of a fold. Digest of the folds: `,
        { code: folds.digest },
        ".",
      ),
    ];
  }
  if (record === null) {
    return [title, paragraph(`Unknown: the run was judged again, on ${judged.part} of this set.`)];
  }
  const parts: Table = {
    kind: "table",
    columns: [
      { header: "part" },
      { header: "images", align: "right" },
      { header: "groups", align: "right" },
      { header: "fractured", align: "right" },
    ],
    rows: Object.entries(record.parts).map(([name, { images, groups, fractured }]) => [
      name,
      count(images),
      count(groups),
      `${count(fractured)} (${percent(fractured / images)})`,
    ]),
  };
  return [
    title,
    parts,
    paragraph(
      `Divided ${record.how}. ${record.leaky ? "Groups cross it." : "No group is in two parts."} Digest of the split: `,
      { code: record.digest },
      ".",
    ),
  ];
}

function leftOut({ data: { rejected } }: CardFacts["evidence"]): Block[] {
  const title = heading("Files left out");
  if (rejected.length === 0) return [title, paragraph("None: every file could be read.")];
  return [
    title,
    {
      kind: "table",
      columns: [{ header: "class" }, { header: "reason" }, { header: "files", align: "right" }],
      rows: rejected.map(({ label, reason, files }) => [displayName(label), reason, count(files)]),
    },
  ];
}

function standardising({ saved: { config } }: DataFacts): Block[] {
  const { intensityPercentiles, imageSize } = config.data;
  const { flipProb, rotationDegrees, shiftShare, zoomShare, contrastShare } = config.augment;
  return [
    heading("What is done to an image"),
    paragraph(
      `Turned as its EXIF note says, reduced to one grey channel and resized to fit ${imageSize} pixels; greys at percentiles ` +
        `${intensityPercentiles.join(" and ")} made black and white; inverted where it looks like a negative (dark bones on a bright ` +
        `ground), which is guessed from the picture and can be wrong; padded with black to a square. `,
      `In training also at random: mirrored (probability ${flipProb}), ` +
        `turned by up to ${rotationDegrees}°, moved by up to ${percent(shiftShare, 0)}, resized by up to ${percent(zoomShare, 0)}, ` +
        `contrast changed by up to ${percent(contrastShare, 0)}.`,
    ),
  ];
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
