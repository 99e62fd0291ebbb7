import type { RunContext } from "./context.js";

/**
 * A context as run tags: MLflow's own names where it has them, so that its UI shows them in their places. The others stand
 * side by side on the run's page, so they are few: the machine is one, and so are the variables that change numbers.
 */
export function contextTags(context: RunContext): Record<string, string> {
  const { git } = context;
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
    ...computeTags(context),
  };
}

/** Those of them that tell what it was computed with and on. */
export function computeTags({ machine, environment, versions }: RunContext): Record<string, string> {
  const variables = Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
  return {
    machine: `${machine.cpu}, ${machine.threads} threads, ${machine.memoryGB} GB, ${machine.platform}`,
    ...(variables !== "" && { environment: variables }),
    ...Object.fromEntries(Object.entries(versions).map(([name, version]) => [`version.${name}`, version])),
  };
}
