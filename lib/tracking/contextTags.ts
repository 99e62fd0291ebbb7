import type { RunContext } from "./context.js";

/**
 * A context as run tags: MLflow's own names where it has them, so that its UI shows them in their places. The others stand
 * side by side on the run's page, so they are few: the machine is one, and so are the variables that change numbers.
 */
export function contextTags(context: RunContext): Record<string, string> {
  const { git, machine } = context;
  const environment = Object.entries(context.environment)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
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
    machine: `${machine.cpu}, ${machine.threads} threads, ${machine.memoryGB} GB, ${machine.platform}`,
    ...(environment !== "" && { environment }),
    ...Object.fromEntries(Object.entries(context.versions).map(([name, version]) => [`version.${name}`, version])),
  };
}
