/** A run's model card: its facts, the card made of them, and its files. */
export type { CardFacts } from "./facts.js";
export { foldsCard, readFoldsFacts } from "./foldsCard.js";
export type { FoldsFacts } from "./foldsCard.js";
export { modelCard } from "./modelCard.js";
export { readFacts, readPictures } from "./readFacts.js";
export { readShortcuts, writeShortcuts } from "./shortcutsFile.js";
export { cardFileNames, writeCard } from "./writeCard.js";
