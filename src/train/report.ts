// The report of a run: one HTML file that needs neither network nor script, for people who open it years later.

import { InputError } from "../error.js";

export interface Report {
  readonly title: string;
  readonly subtitle?: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  /** Plain text; an empty line starts a paragraph. */
  readonly text?: string;
  readonly table?: {
    readonly caption: string;
    readonly columns: readonly string[];
    /** The first cell names its row. Numbers are written with 4 significant digits. */
    readonly rows: readonly (readonly (string | number)[])[];
  };
  /** An SVG of `lossCurves` or `trajectories`: put in as it is, so it must be our own. */
  readonly figure?: { readonly svg: string; readonly caption: string };
}

/**
 * A self-contained HTML page, light or dark as the reader's system is. All text is escaped.
 * @throws InputError if a row is not as long as its columns, or a figure is no SVG
 */
export const reportHtml = ({ title, subtitle, sections }: Report): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
${subtitle ? `<p>${escapeHtml(subtitle)}</p>\n` : ""}</header>
<main>
${sections.map(section).join("\n")}
</main>
</body>
</html>
`;

const section = ({ heading, text, table, figure }: Section): string =>
  [
    `<section>\n<h2>${escapeHtml(heading)}</h2>`,
    ...(text ? text.split(/\n\s*\n/).map((paragraph) => `<p>${escapeHtml(paragraph.trim())}</p>`) : []),
    ...(table ? [tableHtml(table)] : []),
    ...(figure ? [figureHtml(figure)] : []),
    "</section>",
  ].join("\n");

function tableHtml({ caption, columns, rows }: NonNullable<Section["table"]>): string {
  const isNumeric = columns.map((_, i) => rows.some((row) => typeof row[i] === "number"));
  const align = (column: number) => (isNumeric[column] ? ' class="number"' : "");
  const head = columns.map((name, i) => `<th scope="col"${align(i)}>${escapeHtml(name)}</th>`).join("");
  const body = rows.map((row, n) => {
    if (row.length !== columns.length)
      throw new InputError(`reportHtml "${caption}"`, {
        expected: `${columns.length} cells in row ${n + 1}`,
        got: `${row.length}`,
      });
    const [name = "", ...cells] = row.map((cell) => escapeHtml(typeof cell === "number" ? readable(cell) : cell));
    return `<tr><th scope="row"${align(0)}>${name}</th>${cells.map((cell, i) => `<td${align(i + 1)}>${cell}</td>`).join("")}</tr>`;
  });
  return `<div class="wide" role="region" aria-label="${escapeHtml(caption)}" tabindex="0">
<table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>
</div>`;
}

function figureHtml({ svg, caption }: NonNullable<Section["figure"]>): string {
  if (!svg.startsWith("<svg")) throw new InputError("reportHtml", { expected: "an <svg>", got: svg.slice(0, 40) });
  const labelled = svg.replace("<svg", `<svg role="img" aria-label="${escapeHtml(caption)}"`);
  return `<figure>\n<div class="wide">${labelled}</div>\n<figcaption>${escapeHtml(caption)}</figcaption>\n</figure>`;
}

/** 4 significant digits, but never less than the integer part; integers as they are. */
const readable = (value: number): string => {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return String(value);
  if (size >= 1000 && size < 1e6) return String(Math.round(value));
  return size >= 1e-3 && size < 1000 ? String(Number(value.toPrecision(4))) : value.toPrecision(4);
};

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

const style = `
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fff; --quiet: #5c5c66; --line: #d6d6dc; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececf1; --paper: #17171b; --quiet: #a3a3ae; --line: #3a3a42; }
}
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
header p, figcaption, caption { color: var(--quiet); }
header p { margin: 0.25rem 0 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
p { max-width: 42rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.5rem 0; }
caption, figcaption { font-size: 0.9rem; text-align: left; padding: 0.25rem 0; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; border-bottom: 1px solid var(--line); }
th[scope="row"] { font-weight: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; }
svg { max-width: 100%; height: auto; }
@media (max-width: 40rem) { svg { max-width: none; } }
@media print { .wide { overflow: visible; } }
`;
