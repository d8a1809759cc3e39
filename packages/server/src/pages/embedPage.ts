import type { Assets } from "./assets.ts";

/** The document of a merchant's frame. Everything it shows, `frame.js` draws from the server's answers. */
export function embedPage({ files }: Assets): string {
  const version = (path: string) => files.get(path)?.etag.slice(1, -1) ?? "0";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pay with Farthing</title>
<link rel="stylesheet" href="/frame.css?v=${version("/frame.css")}">
<script src="/frame.js?v=${version("/frame.js")}" type="module"></script>
</head>
<body></body>
</html>
`;
}
