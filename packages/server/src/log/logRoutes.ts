import { assert, ProblemError, toBase64url } from "@farthing/core";
import { verifierKey } from "@farthing/log";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { readFields } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { sha256 } from "../sha256.ts";
import { latestCheckpoint } from "./checkpoints.ts";

const plainText = "text/plain; charset=utf-8";
const anyOrigin = { "access-control-allow-origin": "*" } as const;
const publicText = { "content-type": plainText, ...anyOrigin } as const;

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
  return routes;
}

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
