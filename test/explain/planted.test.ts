import { beforeAll, expect, test } from "vitest";
import { subset } from "../../lib/data/subset.js";
import type { Dataset } from "../../lib/data/types.js";
import {
  boxRegions,
  gradCam,
  gradCamPlusPlus,
  localize,
  occlusion,
  randomizedCascade,
  shortcutProbes,
  type Explainer,
  type Localization,
  type ShortcutProbes,
} from "../../lib/explain/index.js";
import type { LocalizationSummary } from "../../lib/metrics/index.js";
import type { Network } from "../../lib/model/network.js";
import { readWeights, weightsSha256 } from "../../lib/model/weights.js";
import { newNetwork, plantedBars, trainedOn } from "./plantedBars.js";

const bootstrap = { seed: 1, resamples: 200 };
const occlude: Explainer = (network, dataset, options) =>
  occlusion(network, dataset, { ...options, patchPixels: 6, stridePixels: 3 });

let network: Network;
let fresh: Dataset; // never trained on
let withBar: Dataset;
beforeAll(async () => {
  network = await trainedOn();
  fresh = plantedBars(80, 3);
  withBar = subset(
    fresh,
    fresh.radiographs.filter(({ label }) => label === "fractured"),
  );
});

const of = ({ methods }: Localization, name: string): LocalizationSummary =>
  methods.find(({ method }) => method === name)!;

test.each(Object.entries({ gradCam, gradCamPlusPlus, occlude }))(
  "%s points at the planted bar, well above the centre baseline",
  async (_, explain) => {
    const found = localize(withBar, { map: await explain(network, withBar) }, boxRegions(withBar), bootstrap);
    const { means, aboveReference } = of(found, "map");
    expect(means.pointing.value).toBeGreaterThan(0.8);
    expect(aboveReference!.pointing.low).toBeGreaterThan(0.3);
    expect(aboveReference!.energy.low).toBeGreaterThan(0);
    expect(of(found, "random").means.pointing.value).toBeCloseTo(found.regionArea, 6);
  },
);

test("an untrained network points no better than chance would have it", async () => {
  const found = localize(withBar, { map: await gradCam(newNetwork(8), withBar) }, boxRegions(withBar), bootstrap);
  expect(of(found, "map").means.pointing.value).toBeLessThan(0.5);
});

test("maps of a network that forgets its layers lose their likeness to the trained network's, and weights come back", async () => {
  const untrained = [9, 10, 11].map(newNetwork);
  const networks = [network, ...untrained];
  const before = networks.map((each) => weightsSha256(readWeights(each)));
  const { stages, otherImages } = await randomizedCascade(network, untrained, withBar, gradCam, bootstrap);
  expect(stages.map(({ layer }) => layer)).toEqual(["logit", "dense1", "conv2", "conv1"]);
  expect(stages.map(({ correlations }) => correlations.length)).toEqual([3, 3, 3, 3]);
  const { mean, correlations, aboveOtherImages } = stages.at(-1)!;
  expect(Math.abs(mean.value)).toBeLessThan(0.35);
  expect(Math.min(...correlations)).toBeLessThanOrEqual(mean.value);
  expect(Math.max(...correlations)).toBeGreaterThanOrEqual(mean.value);
  expect(Math.abs(otherImages.value)).toBeLessThan(0.35);
  expect(aboveOtherImages.value).toBeCloseTo(mean.value - otherImages.value, 2); // but for flat maps, on the same images
  for (const { low, value, high } of [mean, otherImages]) expect(low < value && value < high).toBe(true);
  expect(networks.map((each) => weightsSha256(readWeights(each)))).toEqual(before);
});

test("against itself, nothing is forgotten: every correlation is 1; fewer stages still begin and end the network", async () => {
  const { stages } = await randomizedCascade(network, [network], withBar, gradCam, { ...bootstrap, stages: 2 });
  expect(stages.map(({ layer }) => layer)).toEqual(["logit", "conv1"]);
  for (const { mean } of stages) for (const value of Object.values(mean)) expect(value).toBeCloseTo(1, 10);
});

test("maps are compared with those of another group, not with the neighbour that may be the same patient's", async () => {
  const pairs = Array.from({ length: 16 }, (_, i) => withBar.radiographs[i >> 1]!);
  const twins = subset(withBar, pairs); // each image twice in a row
  const cascade = (groupOf: (i: number) => string): ReturnType<typeof randomizedCascade> => {
    const radiographs = twins.radiographs.map((radiograph, i) => ({ ...radiograph, group: groupOf(i) }));
    return randomizedCascade(network, [network], { ...twins, radiographs }, gradCam, { ...bootstrap, stages: 2 });
  };
  const [grouped, alone, one] = [await cascade((i) => `${i >> 1}`), await cascade(String), await cascade(() => "a")];
  expect(alone.otherImages.value).toBeGreaterThan(0.5); // every second one is compared with itself
  expect(grouped.otherImages.value).toBeLessThan(0.35);
  expect(one.otherImages).toEqual({ value: NaN, low: NaN, high: NaN });
});

const aucOf = ({ probes }: ShortcutProbes, name: string): number =>
  probes.find((probe) => probe.name === name)!.auc.value;

test("covering the bar takes the network's knowledge, covering as much elsewhere does not", async () => {
  const probes = await shortcutProbes(network, fresh, bootstrap);
  expect(probes).toMatchObject({ n: 80, positives: 40, groups: 40 });
  expect(aucOf(probes, "whole")).toBeGreaterThan(0.97);
  expect(aucOf(probes, "fractures covered")).toBeLessThan(0.7);
  expect(aucOf(probes, "elsewhere covered")).toBeGreaterThan(0.95);
  const covered = probes.probes.find(({ name }) => name === "fractures covered")!;
  expect(covered.change!.high).toBeLessThan(-0.2);
  expect(covered.change!.value).toBeCloseTo(covered.auc.value - aucOf(probes, "whole"), 10);
});

test("a network that leans on a marker is found out: it tells the classes from the border, and without any bar", async () => {
  const leaning = await trainedOn({ marker: true });
  const probes = await shortcutProbes(leaning, plantedBars(80, 4, { marker: true }), bootstrap);
  expect(aucOf(probes, "border alone")).toBeGreaterThan(0.9);
  expect(aucOf(probes, "fractures covered")).toBeGreaterThan(0.9);
});

test("a set without boxes is probed at its border alone", async () => {
  const radiographs = fresh.radiographs.map((radiograph) => ({ ...radiograph, boxes: [] }));
  const { n, probes } = await shortcutProbes(network, { ...fresh, radiographs }, bootstrap);
  expect(n).toBe(80);
  expect(probes.map(({ name }) => name)).toEqual([
    "whole",
    "border alone",
    "border covered",
    "bone hidden",
    "bone alone",
  ]);
});

test("shortcutProbes gives the same numbers for the same seed", async () => {
  expect(await shortcutProbes(network, fresh, bootstrap)).toEqual(await shortcutProbes(network, fresh, bootstrap));
});
