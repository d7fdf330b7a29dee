import { expect, test } from "vitest";
import { InputError } from "../error.js";
import { reportHtml } from "./report.js";

const table = {
  caption: "Errors & <bars>",
  columns: ["model", "value"],
  rows: [
    ["a<b", 0.00709123],
    ["c", 12345.678],
  ],
};

test("a page of semantic, escaped, self-contained HTML", () => {
  const page = reportHtml({
    title: `"egnn" <run>`,
    subtitle: "seed 1",
    sections: [
      { heading: "Claims", text: "First.\n\n<script>alert(1)</script>", table },
      { heading: "Loss", figure: { svg: "<svg><g/></svg>", caption: "It's the loss" } },
    ],
  });
  expect(page).toContain('<html lang="en">');
  expect(page).toContain("<h1>&quot;egnn&quot; &lt;run&gt;</h1>");
  expect(page).toContain("<p>First.</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
  expect(page).toContain("<caption>Errors &amp; &lt;bars&gt;</caption>");
  expect(page).toContain('<th scope="col" class="number">value</th>');
  expect(page).toContain('<tr><th scope="row">a&lt;b</th><td class="number">0.007091</td></tr>');
  expect(page).toContain('<td class="number">12346</td>');
  expect(page).toContain('<svg role="img" aria-label="It&#39;s the loss"><g/></svg>');
  expect(page).toContain("<figcaption>It&#39;s the loss</figcaption>");
  expect(page).toContain("prefers-color-scheme: dark");
  expect(page).toContain('name="viewport"');
  expect(page).not.toMatch(/<script|https?:|src=|@import/);
});

test("a row of another length, and a figure that is no SVG, are refused", () => {
  const section = { heading: "x", table: { ...table, rows: [["a"]] } };
  expect(() => reportHtml({ title: "t", sections: [section] })).toThrow("expected 2 cells in row 1, got 1.");
  const figure = { svg: "<img>", caption: "" };
  expect(() => reportHtml({ title: "t", sections: [{ heading: "x", figure }] })).toThrow(InputError);
});
