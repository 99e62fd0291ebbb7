import { markdownTable } from "./markdownTable.js";
import type { Throughput } from "./interleave.js";
import type { Latency } from "./parts/latency.js";
import type { BenchResults } from "./results.js";
import type { Spread } from "./statistics.js";

const none = "–";

/** Everything measured side by side, as Markdown; the machine and the workload are said above it. */
export function resultsMarkdown(results: BenchResults): string {
  const networks = networkRows(results);
  const files = fileRows(results);
  const settings = settingsRows(results);
  return [
    aboutMarkdown(results),
    ...(networks.length > 0 ? [markdownTable(networkHead, networks)] : []),
    ...(files.length > 0
      ? [
          markdownTable(
            ["standardising files", "images/s", "CPU-ms an image", "ours / its", "grey levels from ours"],
            files,
          ),
        ]
      : []),
    ...(settings.length > 0
      ? [
          markdownTable(
            ["training in another environment", "images/s", "CPU-ms an image", "ours / its", "MB"],
            settings,
          ),
        ]
      : []),
  ].join("\n\n");
}

function aboutMarkdown({ date, machine, config, training, inference }: BenchResults): string {
  const { cpu, cores, memoryGB, system, node } = machine;
  const tensorflow = training?.tensorflow ?? inference?.tensorflow;
  const keras = Object.entries({ training, prediction: inference }).flatMap(([part, result]) =>
    result?.kerasEnvironment ? [`${result.kerasEnvironment} in ${part}`] : [],
  );
  return [
    `${date}, ${cpu}, ${cores} cores, ${memoryGB} GB, ${system}, Node ${node}${tensorflow ? `, TensorFlow ${tensorflow}` : ""}.`,
    `Filters ${config.filters.join("-")}, ${config.size} x ${config.size} pixels, batch ${config.batch}, ` +
      `${config.rounds} rounds of ${config.stepsPerRound} steps, ${config.data} images.` +
      (keras.length > 0 ? ` The better environment for Keras: ${keras.join(", ")}.` : ""),
  ].join("\n");
}

const networkHead = ["", "this project", "stock tfjs", "Keras", "ours / tfjs", "ours / Keras"];

function networkRows({ training, inference, latency, memory, cache }: BenchResults): string[][] {
  const rows: string[][] = [];
  if (training) {
    rows.push(...throughputRows("training", training));
    rows.push(...throughputRows("training, this project augmenting from a file", training.augmented));
    const { ours, tfjs, keras } = training.peakRssMB;
    const times = (other: number | undefined): string => (other === undefined ? none : (ours! / other).toFixed(2));
    rows.push(["peak memory in training, MB", whole(ours), whole(tfjs), whole(keras), times(tfjs), times(keras)]);
    const share = training.inputWaitShare;
    if (share !== undefined)
      rows.push(["waiting for input when augmenting, share of a step", percent(share), none, none, none, none]);
  }
  if (memory) {
    const steady = [memory.epoch5MB, memory.epoch20MB, memory.epoch50MB].map(whole).join(", ");
    rows.push(["memory after 5, 20 and 50 epochs, garbage collected, MB", steady, none, none, none, none]);
  }
  if (inference) rows.push(...throughputRows("prediction, 64 at a time", inference));
  if (latency) {
    const { ours, kerasFunction, oursPredict, tfjsPredict, kerasPredict } = latency;
    rows.push(latencyRow("one image, network kept ready, ms: median (95 %)", ours, undefined, kerasFunction));
    rows.push(latencyRow("one image, `predict`, ms: median (95 %)", oursPredict, tfjsPredict, kerasPredict));
  }
  if (cache) rows.push(["from the cache of standardised images, images/s", spread(cache, 0), none, none, none, none]);
  return rows;
}

function latencyRow(what: string, ours?: Latency, tfjs?: Latency, keras?: Latency): string[] {
  const ms = (own?: Latency): string => (own ? `${own.medianMs.toFixed(1)} (${own.p95Ms.toFixed(1)})` : none);
  const times = (own?: Latency): string => (own && ours ? (ours.medianMs / own.medianMs).toFixed(2) : none);
  return [what, ms(ours), ms(tfjs), ms(keras), times(tfjs), times(keras)];
}

function throughputRows(what: string, { imagesPerSecond, cpuMsPerImage, ratio }: Throughput): string[][] {
  const { ours, tfjs, keras } = imagesPerSecond;
  const cpu = (name: string): string => cpuMsPerImage[name]?.toFixed(1) ?? none;
  return [
    [
      `${what}, images/s`,
      ...[ours, tfjs, keras].map((own) => spread(own, 1)),
      spread(ratio["tfjs"], 2),
      spread(ratio["keras"], 2),
    ],
    [`${what}, CPU-ms an image`, cpu("ours"), cpu("tfjs"), cpu("keras"), none, none],
  ];
}

const fileNames: Record<string, string> = {
  ours: "this project, all cores",
  pil: "Pillow, one process, every pixel decoded",
  pilThumbnail: "Pillow, one process, JPEG pixels skipped on load",
  tfdata: "tf.data, all cores, decode and resize only",
  tfdataStretched: "tf.data, all cores, contrast stretched too",
};

function fileRows({ standardize }: BenchResults): string[][] {
  if (!standardize) return [];
  const { imagesPerSecond, cpuMsPerImage, ratio, greyLevelsApart } = standardize;
  return Object.keys(imagesPerSecond).map((name) => [
    fileNames[name] ?? name,
    spread(imagesPerSecond[name], 1),
    cpuMsPerImage[name]!.toFixed(1),
    spread(ratio[name], 2),
    greyLevelsApart[name]?.toFixed(1) ?? none,
  ]);
}

const settingNames: Record<string, string> = {
  ours: "as this project sets it",
  malloc: "malloc, not TensorFlow's allocator",
  mallocKeeping: "malloc that gives nothing back to the system",
  oneThread: "one thread",
  twiceTheThreads: "twice as many threads as cores",
  withoutOneDnn: "without oneDNN",
};

function settingsRows({ settings }: BenchResults): string[][] {
  if (!settings) return [];
  const { imagesPerSecond, cpuMsPerImage, ratio, peakRssMB } = settings;
  return Object.keys(imagesPerSecond).map((name) => [
    settingNames[name] ?? name,
    spread(imagesPerSecond[name], 1),
    cpuMsPerImage[name]!.toFixed(1),
    spread(ratio[name], 2),
    whole(peakRssMB[name]),
  ]);
}

/** "146.1 (140.2 to 150.0)": median, least and most of the rounds. */
function spread(value: Spread | undefined, digits: number): string {
  if (!value) return none;
  const [median, min, max] = [value.median, value.min, value.max].map((number) => number.toFixed(digits));
  return `${median} (${min} to ${max})`;
}

function whole(megabytes: number | undefined): string {
  return megabytes?.toFixed(0) ?? none;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
