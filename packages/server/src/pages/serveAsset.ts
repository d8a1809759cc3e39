import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Deps } from "../deps.ts";
import { everyAnswer } from "../http/securityHeaders.ts";
import type { Asset } from "./assets.ts";

const compress = promisify(gzip);
// The name of a part changes with its content: pages of the wallet, and what the frame loads later.
const hashedName = /^\/(assets\/.*|(frame|farthing)-\w+)-[\w-]{8,}\.\w+$/;
// Other people's pages load these: the first by a fixed name, so a new version must reach them within minutes.
const sharedFiles = /^\/farthing[\w-]*\.js$/;

/** Answers for the static file at a path, or `null` when there is none. */
export function newAssetServer(
  deps: Deps,
): (request: Request, url: URL) => Promise<Response | null> {
  const packed = new Map<Asset, Promise<Uint8Array<ArrayBuffer>>>();
  return async (request, url) => {
    const asset = deps.assets.files.get(url.pathname);
    if (asset === undefined) return null;
    const headers = assetHeaders(deps, url, asset);
    if (request.headers.get("if-none-match") === asset.etag) {
      return new Response(null, { status: 304, headers });
    }
    if (!wantsGzip(request, asset)) return new Response(asset.body, { headers });
    const body = packed.get(asset) ?? compress(asset.body).then((bytes) => new Uint8Array(bytes));
    packed.set(asset, body);
    headers.set("content-encoding", "gzip");
    return new Response(await body, { headers });
  };
}

function assetHeaders(deps: Deps, url: URL, asset: Asset): Headers {
  const forEver = hashedName.test(url.pathname) || url.searchParams.has("v");
  const shared = sharedFiles.test(url.pathname);
  return new Headers({
    "content-type": asset.type,
    etag: asset.etag,
    "cache-control": forEver ? "public, max-age=31536000, immutable" : "public, max-age=300",
    "cross-origin-resource-policy": shared ? "cross-origin" : "same-origin",
    vary: "accept-encoding",
    ...(shared ? { "access-control-allow-origin": "*" } : {}),
    ...everyAnswer(deps.config),
  });
}

function wantsGzip(request: Request, asset: Asset): boolean {
  const compressible = /^(text\/|application\/|image\/svg)/.test(asset.type);
  const accepted = request.headers.get("accept-encoding") ?? "";
  return compressible && asset.body.length > 1_000 && /\bgzip\b/.test(accepted);
}
