"""Turns an executed notebook into one HTML file that needs no network; report.ts is its caller.

usage: report.py NOTEBOOK HTML PLOTLY_JS
"""

import pathlib
import sys

import nbformat
from nbconvert import HTMLExporter

PLOTLY = "application/vnd.plotly.v1+json"


def has_figures(notebook) -> bool:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return any(PLOTLY in output.get("data", {}) for output in outputs)


def main(source: pathlib.Path, target: pathlib.Path, plotly: pathlib.Path) -> None:
    notebook = nbformat.read(source, as_version=4)
    templates = pathlib.Path(__file__).parent / "template"
    exporter = HTMLExporter(template_name="report", extra_template_basedirs=[str(templates)])
    # "</script" inside the library would end the element that holds it.
    library = plotly.read_text("utf8").replace("</script", "<\\/script") if has_figures(notebook) else ""
    resources = {"metadata": {"name": source.stem}, "plotly_js": library}
    html, _ = exporter.from_notebook_node(notebook, resources)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.write_text(html, "utf8")
    partial.replace(target)


main(*map(pathlib.Path, sys.argv[1:]))
