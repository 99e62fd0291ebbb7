/** Read on a screen of any width and printed on A4: one column, tables that scroll by themselves, black on white. */
export const style = `
:root { color-scheme: light; --ink: #222; --muted: #5c5c5c; --line: #ddd; --soft: #f6f6f4; --accent: #0b5c8e; --alarm: #9a3b00; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1.25rem 4rem; background: #fff; color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
p, ul { margin: .5rem 0 .9rem; }
ul { padding-left: 1.25rem; }
li { margin: .25rem 0; }
a { color: var(--accent); }
.summary { font-size: 1.1rem; }
.headline { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
.headline div { flex: 1 1 8.5rem; background: var(--soft); border-radius: .5rem; padding: .75rem .9rem; }
.headline dt { color: var(--muted); font-size: .9rem; }
.headline dd { margin: 0; }
.headline b { font-size: 1.6rem; font-weight: 650; }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; list-style: none; padding: 0; font-size: .92rem; }
.warning { border-left: 4px solid var(--alarm); background: #fff4ec; padding: .6rem .9rem; margin: .9rem 0; }
.warning b { color: var(--alarm); }
.table { overflow-x: auto; margin: .75rem 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: .4rem; caption-side: top; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--muted); border-bottom: 1px solid var(--ink); vertical-align: bottom; }
tr > :last-child { padding-right: 0; }
.number { text-align: right; }
td.number { white-space: nowrap; }
.facts th { color: var(--muted); width: 11rem; }
.small { display: block; color: var(--muted); font-size: .82rem; }
.nowrap { white-space: nowrap; }
.picture { overflow-x: auto; }
p, li, pre, code, .facts td { overflow-wrap: anywhere; }
.bar { display: block; width: 7.5rem; max-width: 100%; height: .65rem; margin-top: .15rem; }
.number .bar { margin-left: auto; }
.bar .axis { stroke: #ccc; stroke-width: 1; fill: none; }
.bar .reach { stroke: var(--accent); stroke-width: 2; }
.bar circle { fill: var(--accent); }
figure { margin: 1rem 0; }
img { display: block; max-width: 100%; height: auto; }
code { font: .88em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--soft); padding: .1em .25em; border-radius: .2em; }
pre { background: var(--soft); padding: .75rem .9rem; border-radius: .4rem; white-space: pre-wrap; }
pre code { background: none; padding: 0; }
details { margin: .5rem 0 1.25rem; }
summary { cursor: pointer; color: var(--accent); }
@media (max-width: 34rem) {
  body { padding: 1rem .9rem 3rem; }
  table { font-size: .85rem; }
  .small { font-size: .75rem; }
  th, td { padding-right: .5rem; }
  .picture img { max-width: none; width: 32rem; }
  .wide tr { display: grid; grid-template-columns: repeat(3, 1fr); border-bottom: 1px solid var(--line); }
  .wide tr > :first-child { grid-column: 1 / -1; padding-bottom: 0; }
  .wide th, .wide td { border: 0; }
  .wide thead tr { border-color: var(--ink); }
  .facts tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .facts th, .facts td { display: block; width: auto; padding: 0; border: 0; }
}
@media print {
  @page { margin: 16mm; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  tr, figure, .warning, .headline { break-inside: avoid; }
  .table { overflow: visible; }
  a { color: inherit; }
}
`;
