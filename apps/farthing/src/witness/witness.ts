import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Clock, second } from "@farthing/core";
import {
  cosign,
  type Judged,
  judgeAddCheckpoint,
  noteLimits,
  originOf,
  parseAddCheckpoint,
  type Signer,
  type TrustPolicy,
} from "@farthing/log";
import {
  keepCheckpoint,
  logVerifiers,
  type Published,
  readCheckpointFile,
  sha256,
} from "@farthing/server";
import { readBody } from "./readBody.ts";

/** What a witness is made of. */
export interface WitnessOptions {
  /** Holds what it cosigned last of each log: one file each. */
  readonly folder: string;
  /** The logs that it knows. */
  readonly policy: TrustPolicy;
  readonly signers: readonly Signer[];
  readonly clock: Clock;
}

/** Answers one request, and never rejects. */
export type Witness = (request: Request) => Promise<Response>;

/**
 * A witness (c2sp.org/tlog-witness): `POST /add-checkpoint` cosigns a head that grows from the one it cosigned last of
 * that log, which is on disk before it answers. Requests about one log wait for each other, so that none takes it back.
 */
export function newWitness(options: WitnessOptions): Witness {
  const turns = new Map<string, Promise<unknown>>();
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/add-checkpoint") return plain(404, "A witness has /add-checkpoint only.\n");
    if (request.method !== "POST") return plain(405, "Post a checkpoint.\n");
    const body = await readBody(request, noteLimits.length);
    const asked = body === null ? null : parseAddCheckpoint(body);
    const origin = asked === null ? null : originOf(asked.checkpoint);
    if (asked === null || origin === null)
      return plain(400, "This is no add-checkpoint request.\n");
    const last = turns.get(origin) ?? Promise.resolve();
    const turn = last.then(() => answerOne(options, origin, asked));
    // Only logs that it knows wait for each other: names of others would fill the memory.
    if (keysOf(options, origin).length > 0)
      turns.set(
        origin,
        turn.catch(() => undefined),
      );
    return turn.catch(() => plain(500, "The witness could not keep that checkpoint.\n"));
  };
}

async function answerOne(
  options: WitnessOptions,
  origin: string,
  asked: Parameters<typeof judgeAddCheckpoint>[1],
): Promise<Response> {
  const path = statePath(options.folder, origin);
  const last = await readCheckpointFile(path);
  const judged = await judgeAddCheckpoint(sha256, asked, {
    keys: keysOf(options, origin),
    last,
    verifiers: logVerifiers,
  });
  if (judged.status !== 200) return refusal(judged);
  // The proof is from `last`: what stands there by now is no other.
  const isLast = (kept: Published) => kept.note === last?.note;
  await keepCheckpoint(path, { ...judged.checkpoint, note: asked.checkpoint }, isLast);
  const time = Math.floor(options.clock.now() / second);
  const lines = options.signers.map((signer) => cosign(sha256, judged.body, signer, time));
  return plain(200, lines.join(""));
}

function refusal(judged: Exclude<Judged, { status: 200 }>): Response {
  if (judged.status !== 409) return plain(judged.status, `${judged.why}\n`);
  return plain(409, `${judged.size}\n`, "text/x.tlog.size");
}

function keysOf({ policy }: WitnessOptions, origin: string) {
  return policy.logs.map(({ key }) => key).filter(({ name }) => name === origin);
}

/** Named for what the log calls itself, whatever signs that may hold. */
function statePath(folder: string, origin: string): string {
  return join(folder, createHash("sha256").update(origin).digest("hex"));
}

function plain(status: number, text: string, type = "text/plain; charset=utf-8"): Response {
  return new Response(text, { status, headers: { "content-type": type } });
}
