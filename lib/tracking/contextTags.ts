import type { RunContext } from "./context.js";

/** A context as run tags: MLflow's own names where it has them, so that its UI shows them in their places. */
export function contextTags(context: RunContext): Record<string, string> {
  const { git, machine } = context;
  const gitTags = git && {
    "mlflow.source.git.commit": git.commit,
    "mlflow.source.git.branch": git.branch,
    "git.dirty": String(git.isDirty),
  };
  return {
    "mlflow.source.name": context.sourceName,
    "mlflow.source.type": context.isNotebook ? "NOTEBOOK" : "LOCAL",
    "mlflow.user": context.user,
    ...gitTags,
    command: context.command.slice(0, 8000),
    "machine.cpu": machine.cpu,
    "machine.threads": String(machine.threads),
    "machine.memoryGB": String(machine.memoryGB),
    "machine.platform": machine.platform,
    ...prefixed("version.", context.versions),
    ...prefixed("env.", context.environment),
  };
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));
}
