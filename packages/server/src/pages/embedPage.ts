import type { Assets } from "./assets.ts";

/** The path of the frame's script: the build writes its hash into its name. */
export function frameScript({ files }: Pick<Assets, "files">): string | undefined {
  return [...files.keys()].find((path) => /^\/frame-main-.*\.js$/.test(path));
}

/** The document of a merchant's frame. Everything it shows, its script draws from the server's answers. */
export function embedPage(assets: Assets): string {
  const { files } = assets;
  const version = (path: string) => files.get(path)?.etag.slice(1, -1) ?? "0";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pay with Farthing</title>
<link rel="stylesheet" href="/frame.css?v=${version("/frame.css")}">
<script src="${frameScript(assets)}" type="module"></script>
</head>
<body></body>
</html>
`;
}
