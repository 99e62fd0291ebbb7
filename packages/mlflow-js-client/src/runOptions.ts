import { checkTag } from "./batch.js";
import { checkKey, checkLength, LIMITS } from "./limits.js";
import type { ResolvedRunOptions } from "./runEnvironment.js";

/**
 * What the server would refuse of a new run, found before it is recorded: a run begun offline could otherwise never be sent.
 * @throws RangeError on an experiment's name, a run's name, or a tag that MLflow refuses; TypeError on one that is no text
 */
export function checkRunOptions({ experiment, experimentTags, name, tags }: ResolvedRunOptions): void {
  checkLength("an experiment name", experiment, LIMITS.experimentNameChars);
  if (experiment === "") throw new RangeError('Expected an experiment name. Received: ""');
  for (const [key, value] of Object.entries(experimentTags ?? {})) {
    checkKey("a tag name", key);
    checkLength(`a value of tag ${key}`, value, LIMITS.experimentTagValueChars);
  }
  if (name !== undefined) checkLength("a run name", name, LIMITS.tagValueChars);
  for (const [key, value] of Object.entries(tags ?? {})) checkTag(key, value);
}
