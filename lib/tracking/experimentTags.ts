/** How MLflow's UI shows an experiment's runs. */
export interface RunsView {
  /** What runs are judged by, the higher the better; the table is sorted by it. */
  primaryMetric?: string;
  /** Columns of the runs table, such as "metrics.test/auc", "params.seed", "attributes.Dataset". */
  columns: readonly string[];
  /** Headings of the charts in their order: what stands before the slash in a metric's name. Others come after these. */
  sections?: readonly string[];
  /** Keys of the image grid, such as "worst/missed"; a heading of theirs is among `sections`. */
  images?: readonly string[];
}

/** The view's key in an address and its name in the UI's menu "Views". */
export const viewKey = "results";
export const viewTag = `mlflow.sharedViewState.${viewKey}`;
const viewName = "Results";

/**
 * Tags of an experiment: what it is for, its primary metric, and its runs table as a saved view. What a user changes in
 * the UI stays, since a tag is only set where there is none.
 */
export function experimentTags({ primaryMetric, columns, sections, images }: RunsView): Record<string, string> {
  const state = {
    ...(primaryMetric !== undefined && { orderByKey: columnKey(`metrics.${primaryMetric}`), orderByAsc: false }),
    selectedColumns: columns.map(columnKey),
    ...(sections && { isAccordionReordered: true, compareRunSections: sections.map(section) }),
    ...(images && { compareRunCharts: images.map(imageCard) }), // the UI adds a chart for each metric
  };
  return {
    "mlflow.experimentKind": "custom_model_development",
    ...(primaryMetric !== undefined && {
      "mlflow.experiment.primaryMetric.name": primaryMetric,
      "mlflow.experiment.primaryMetric.greaterIsBetter": "true",
    }),
    [viewTag]: JSON.stringify({
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

/** What the UI keeps of a heading in its own saved views. */
function section(name: string): object {
  return { uuid: name, name, display: true, isReordered: false, deleted: false, isGenerated: true };
}

/** A card of the image grid. By itself the UI writes all params into it, and leaves no room for the picture. */
function imageCard(key: string): object {
  const [metricSectionId] = key.split("/");
  const card = { uuid: key, type: "IMAGE", metricSectionId, deleted: false, isGenerated: true };
  return { ...card, runsCountToCompare: 10, imageKeys: [key], step: 0, showRunParams: false };
}
