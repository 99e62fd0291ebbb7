import { runNotebook } from "../../scripts/notebooks/runNotebook.js";

/** A caller of its own process, to be killed by the test. */
const [notebook = "", output = ""] = process.argv.slice(2);
await runNotebook({ notebook, output });
