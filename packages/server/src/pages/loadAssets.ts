import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { Asset, Assets } from "./assets.ts";
import { frameScript } from "./embedPage.ts";

/** The pages were not built. */
export class NotBuilt extends Error {
  override readonly name = "NotBuilt";
}

const types: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * Reads everything that the elements and web builds made. Requests never touch the disk: a path is a key of a map.
 * Throws `NotBuilt` when a build is missing.
 */
export function loadAssets(folders: { elements: string; web: string }): Assets {
  const files = new Map<string, Asset>();
  const pages = new Map<string, string>();
  for (const folder of [folders.elements, folders.web]) {
    for (const path of filesBelow(folder)) {
      const extension = extname(path);
      const key = `/${relative(folder, path).split(sep).join("/")}`;
      if (extension === ".html")
        pages.set(key.slice(1, -".html".length), readFileSync(path, "utf8"));
      else if (extension in types) files.set(key, readAsset(path, types[extension] ?? ""));
    }
  }
  for (const needed of ["/farthing.js", frameScript({ files }), "/frame.css"]) {
    if (needed === undefined || !files.has(needed)) throw notBuilt();
  }
  for (const needed of ["index", "pay", "reference", "operator", "verify"]) {
    if (!pages.has(needed)) throw notBuilt();
  }
  return { files, pages };
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    throw notBuilt();
  }
}

function readAsset(path: string, type: string): Asset {
  const body = new Uint8Array(readFileSync(path));
  const digest = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  return { body, type, etag: `"${digest}"` };
}

function notBuilt(): NotBuilt {
  return new NotBuilt("The pages are not built: run `npm run build` once, then start again.");
}
