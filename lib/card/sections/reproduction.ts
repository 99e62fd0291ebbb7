import { factTable, heading, paragraph, type Block, type Cell, type Section } from "../document.js";
import { unknown, type CardFacts } from "../facts.js";
import { commitOf } from "./modelDetails.js";

type ReproducedFacts = Pick<CardFacts, "evidence"> & {
  saved: Pick<CardFacts["saved"], "config" | "code" | "dataDigest">;
};

/** @param use how to use what was trained, as commands */
export function reproduction(facts: ReproducedFacts, use: string): Section {
  const { saved, evidence } = facts;
  return {
    title: "How to reproduce and use it",
    blocks: [
      paragraph("Trained by this command, in a checkout of the commit below:"),
      { kind: "code", text: evidence.command },
      ...(evidence.resumedBy === undefined
        ? []
        : [
            paragraph("It was stopped on the way, and resumed by:"),
            { kind: "code", text: evidence.resumedBy } as const,
          ]),
      paragraph("Single images, and other sets at the model's own threshold:"),
      {
        kind: "code",
        text: use,
      },
      heading("Where it ran"),
      factTable([
        ["Code", commitOf(saved.code)],
        ["Data (SHA-256)", { code: saved.dataDigest }],
        ["Machine", told(facts, "machine")],
        ["Variables", told(facts, "environment")],
        ...versions(facts),
      ]),
      paragraph(
        "On the same machine and versions the same seed gives the same weights to the byte; elsewhere nearly the same.",
      ),
      { kind: "code", text: JSON.stringify(saved.config, null, 2), folded: "The whole config" } satisfies Block,
    ],
  };
}

function versions({ evidence: { origin = {} } }: Pick<CardFacts, "evidence">): [string, Cell][] {
  const known = Object.entries(origin).filter(([name]) => name.startsWith("version."));
  if (known.length === 0) return [["Versions", unknown]];
  return known.sort().map(([name, version]) => [name.slice("version.".length), version]);
}

function told({ evidence: { origin } }: Pick<CardFacts, "evidence">, name: string): string {
  return origin?.[name] ?? unknown;
}
