import { createHash } from "node:crypto";
import { type Article } from "../articles/article.ts";
import { zip } from "./zip.ts";

/** The file that is sold, whole in memory. */
export interface PrintsFile {
  readonly name: string;
  readonly bytes: Buffer<ArrayBuffer>;
  /** SHA-256, lower-case hex: what a browser must find to confirm the delivery. */
  readonly sha256: string;
}

/** Makes the archive: one A4 sheet for each drawing, and a page that shows them all. The same bytes each time. */
export function makePrints(articles: readonly Article[]): PrintsFile {
  const sheets = articles.map((article) => ({
    name: `${article.slug}.svg`,
    text: sheet(article),
  }));
  const bytes = zip([{ name: "index.html", text: contact(articles) }, ...sheets]);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name: "newsstand-prints.zip", bytes, sha256 };
}

const type = `font-family="Palatino, Georgia, serif" fill="#1d1b18"`;

/** A4 in millimetres; the drawing's 64 units become 160 mm. */
function sheet({ title, kicker, drawing }: Article): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">
  <rect width="210" height="297" fill="#fbf9f4"/>
  <rect x="12" y="12" width="186" height="273" fill="none" stroke="#1d1b18" stroke-width="0.4"/>
  <text x="105" y="34" text-anchor="middle" font-size="7" fill="#8c1d18" font-family="Helvetica, sans-serif" letter-spacing="1">${escape(kicker.toUpperCase())}</text>
  <path transform="translate(25 58) scale(2.5)" d="${drawing}" fill="none" stroke="#1d1b18" stroke-width="0.9" stroke-linejoin="round"/>
  <text x="105" y="246" text-anchor="middle" font-size="9" textLength="${Math.min(160, title.length * 4)}" lengthAdjust="spacingAndGlyphs" ${type}>${escape(title)}</text>
  <text x="105" y="272" text-anchor="middle" font-size="5" font-style="italic" ${type}>The Newsstand</text>
</svg>
`;
}

function contact(articles: readonly Article[]): string {
  const figures = articles.map(
    ({ slug, title }) =>
      `<figure><a href="${slug}.svg"><img src="${slug}.svg" alt="" width="210" height="297"></a><figcaption>${escape(title)}</figcaption></figure>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Six prints – The Newsstand</title>
<style>body{font:18px/1.5 Palatino,Georgia,serif;max-width:60em;margin:2em auto;padding:0 1em}main{display:grid;gap:2em;grid-template-columns:repeat(auto-fill,minmax(210px,1fr))}figure{margin:0}img{border:1px solid}</style>
<h1>Six prints</h1>
<p>The drawings of this issue, each an A4 sheet. Open one and print it; lines have no resolution.</p>
<main>
${figures.join("\n")}
</main>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escape(text: string): string {
  return text.replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign);
}
