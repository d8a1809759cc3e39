import { assert, ProblemError, toBase64url } from "@farthing/core";
import { parseTilePath, verifierKey, widthIn } from "@farthing/log";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { readFields } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { sha256 } from "../sha256.ts";
import { latestCheckpoint } from "./checkpoints.ts";
import { policyText } from "./policyText.ts";
import { readTile } from "./tileFiles.ts";

const plainText = "text/plain; charset=utf-8";
const anyOrigin = { "access-control-allow-origin": "*" } as const;
const publicText = { "content-type": plainText, ...anyOrigin } as const;

const tileHeaders = {
  "content-type": "application/octet-stream",
  "cache-control": "public, max-age=31536000, immutable",
  ...anyOrigin,
} as const;

const ProofQuery = z.strictObject({
  leaf: z.string().regex(/^(0|[1-9][0-9]{0,14})$/, "a leaf's index"),
});

const LogProof = z.strictObject({
  leaf: z.number().int(),
  size: z.number().int(),
  /** Inclusion path from leaf to root, base64url. */
  path: z.array(z.string()),
  /** The signed checkpoint of that size. */
  checkpoint: z.string(),
});

/** The public log: its signed head, the key that signs it, and proofs. Anybody may read it, from anywhere. */
export function logRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addHead(deps, routes);
  addTiles(deps, routes);
  return routes;
}

function addHead(deps: Deps, routes: Routes): void {
  const keyLines = deps.keys.log.map((key) => `${verifierKey(sha256, key)}\n`).join("");
  route(
    routes,
    {
      method: "get",
      path: "/log/checkpoint",
      summary: "Newest signed checkpoint",
      caller: "anybody",
      answer: { type: "text/plain", description: "A signed note (c2sp.org/tlog-checkpoint)." },
      problems: ["unavailable"],
    },
    async (c) => c.text(await publishedNote(deps), 200, publicText),
  );
  route(
    routes,
    {
      method: "get",
      path: "/log/key",
      summary: "The log's public keys",
      caller: "anybody",
      answer: {
        type: "text/plain",
        description: "Verifier keys (c2sp.org/signed-note), a line each.",
      },
      problems: [],
    },
    (c) => c.text(keyLines, 200, publicText),
  );
  route(
    routes,
    {
      method: "get",
      path: "/log/policy",
      summary: "Which heads of this log to believe",
      caller: "anybody",
      answer: { type: "text/plain", description: "A trust policy (c2sp.org/tlog-policy)." },
      problems: [],
    },
    (c) => c.text(policyText(deps), 200, publicText),
  );
}

function addTiles(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/log/tile/{+path}",
      summary: "One tile of the log's tree, or the entries below one",
      caller: "anybody",
      params: z.strictObject({ path: z.string() }),
      answer: { type: "application/octet-stream", description: "A tile (c2sp.org/tlog-tiles)." },
      problems: ["not-found", "unavailable"],
    },
    async (c) => c.body(await publishedTile(deps, c.req.path), 200, tileHeaders),
  );
  route(
    routes,
    {
      method: "get",
      path: "/v1/log/proof",
      summary: "Inclusion of one leaf under the newest checkpoint",
      caller: "anybody",
      query: ProofQuery,
      answer: LogProof,
      problems: ["invalid-request", "not-found", "unavailable"],
    },
    async (c) => {
      const { leaf } = readFields(c.req.query(), ProofQuery);
      return c.json(await proveLeaf(deps, Number(leaf)), 200, anyOrigin);
    },
  );
}

/** A tile that the published head has: it never changes. Throws `not-found` for any other path. */
async function publishedTile(deps: Deps, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const tile = parseTilePath(path.slice("/log/".length));
  const size = (await latestCheckpoint(deps))?.size ?? 0;
  if (tile === null || tile.width > widthIn(size, tile)) throw new ProblemError("not-found");
  return new Uint8Array(await readTile(deps, tile));
}

/** Whoever writes this down believes the log by its own keys and by the witnesses that its operator asks. */
async function publishedNote(deps: Deps): Promise<string> {
  const latest = await latestCheckpoint(deps);
  if (latest === null) throw new ProblemError("unavailable", "No checkpoint is signed yet.");
  return latest.note;
}

async function proveLeaf(deps: Deps, leaf: number): Promise<z.infer<typeof LogProof>> {
  const latest = await latestCheckpoint(deps);
  if (latest === null) throw new ProblemError("unavailable", "No checkpoint is signed yet.");
  if (leaf >= latest.size)
    throw new ProblemError("not-found", "No checkpoint holds that leaf yet.");
  const { size, note } = latest;
  const { proof } = deps.ledger.leafProof(leaf, size);
  assert(proof.length <= 64, "an inclusion path has at most 64 hashes");
  return { leaf, size, path: proof.map(toBase64url), checkpoint: note };
}
