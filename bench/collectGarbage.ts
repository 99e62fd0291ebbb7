import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Has V8 free what nothing refers to any more: what is resident afterwards is held by something. */
export function collectGarbage(): void {
  collect();
}
