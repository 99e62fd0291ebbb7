/** How MLflow's UI shows an experiment's runs. */
export interface RunsView {
  /** What runs are judged by, the higher the better; the table is sorted by it. */
  primaryMetric?: string;
  /** Columns of the runs table, such as "metrics.test/auc", "params.seed", "attributes.Dataset". */
  columns: readonly string[];
}

/** The view's key in an address and its name in the UI's menu "Views". */
const viewKey = "results";
const viewName = "Results";

/**
 * Tags of a new experiment: what it is for, its primary metric, and its runs table as a saved view. What a user changes
 * in the UI stays, since tags are set when the experiment is made and not again.
 */
export function experimentTags({ primaryMetric, columns }: RunsView): Record<string, string> {
  const order =
    primaryMetric === undefined ? {} : { orderByKey: columnKey(`metrics.${primaryMetric}`), orderByAsc: false };
  const state = { ...order, selectedColumns: columns.map(columnKey) };
  return {
    "mlflow.experimentKind": "custom_model_development",
    ...(primaryMetric !== undefined && {
      "mlflow.experiment.primaryMetric.name": primaryMetric,
      "mlflow.experiment.primaryMetric.greaterIsBetter": "true",
    }),
    [`mlflow.sharedViewState.${viewKey}`]: JSON.stringify({
      name: viewName,
      createdAt: Date.now(),
      state: JSON.stringify(state),
    }),
  };
}

/** "metrics.test/auc" -> "metrics.`test/auc`", as the UI writes it. */
function columnKey(column: string): string {
  const dot = column.indexOf(".");
  return `${column.slice(0, dot)}.\`${column.slice(dot + 1)}\``;
}

/** Pages of the UI. */
export interface RunPages {
  run: string;
  /** All runs of the experiment, in the view that `experimentTags` saved. */
  runs: string;
}

/**
 * MLflow 3 shows its pages for language models unless the address, or an earlier click on "Model training", says otherwise;
 * the experiment's kind does not count.
 */
export function runPages(trackingUri: string, experimentId: string, runId: string): RunPages {
  const runs = `${trackingUri}/#/experiments/${experimentId}/runs`;
  const mode = "workflowType=machine_learning";
  return { run: `${runs}/${runId}?${mode}`, runs: `${runs}?viewStateShareKey=${viewKey}&${mode}` };
}
