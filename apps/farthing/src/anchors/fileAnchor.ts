import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { bytesEqual } from "@farthing/core";
import {
  type Anchor,
  AnchorConflict,
  type Anchored,
  type AnchorHead,
  anchorLine,
  anchorTailBytes,
  AnchorUnreached,
  lastWholeLine,
  parseAnchorLine,
} from "@farthing/log";

/**
 * A file of heads, one a line: size and root in base64, and the note, in base64, too, so that each line is a head that the
 * log signed. It is only ever appended to. Best on another disk, or on one that others keep.
 */
export function fileAnchor(path: string): Anchor {
  const place = `file:${path}`;
  const newest = () => readNewest(path);
  return {
    place,
    newest,
    async advance(head, from) {
      const there = await newest();
      if (there !== null && there.size >= head.size) {
        requireSame(place, there, head);
        return { state: there.size === head.size ? "final" : "overtaken", detail: from.detail };
      }
      await append(path, head);
      return { state: "final", detail: from.detail };
    },
  };
}

/** The head in the last whole line; `null`: none. Rejects with `AnchorUnreached`, `AnchorConflict`. */
export async function readNewest(path: string): Promise<AnchorHead | null> {
  try {
    const file = await open(path, "r");
    const { line } = await thenClose(file, () => readTail(path, file));
    if (line === null) return null;
    const head = parseAnchorLine(line);
    if (head !== null) return head;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw unreached(path, error);
  }
  throw new AnchorConflict(
    `The last line of ${path} is no head of a log: the file was changed by something else than Farthing.`,
  );
}

/** A line as far as a power cut let it come, and the zeros that some disks leave behind it. */
const unfinished = /^(\d+( [A-Za-z0-9+/=]*){0,2})?\0*$/;

/**
 * The last whole line (null: none), and where it ends. What a power cut left behind it was never answered for. Rejects with
 * `AnchorConflict` where something else is there: it is not ours to cut off.
 */
async function readTail(
  path: string,
  file: FileHandle,
): Promise<{ line: string | null; end: number }> {
  const { size } = await file.stat();
  const from = Math.max(0, size - anchorTailBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  const text = buffer.toString("latin1", 0, bytesRead);
  const { line, end } = lastWholeLine(text);
  if (!unfinished.test(text.slice(end)) || (line === null && from > 0)) {
    throw new AnchorConflict(
      `${path} does not end as a file of heads does: it is another file, or something else than Farthing changed it. Name another one.`,
    );
  }
  return { line, end: line === null ? 0 : from + end };
}

function requireSame(place: string, there: Anchored, head: Anchored): void {
  if (there.size > head.size || bytesEqual(there.root, head.root)) return;
  throw new AnchorConflict(`${place} holds another history over the first ${head.size} leaves.`);
}

/** On disk, with its name, before it resolves. */
async function append(path: string, head: AnchorHead): Promise<void> {
  try {
    const file = await open(path, "a+", 0o644);
    await thenClose(file, async () => {
      // Cut off before its end, a line is no line, and the next one must not be glued to it.
      await file.truncate((await readTail(path, file)).end);
      await file.appendFile(anchorLine(head));
      await file.sync();
    });
    const folder = await open(dirname(path), "r");
    await thenClose(folder, () => folder.sync());
  } catch (error) {
    throw unreached(path, error);
  }
}

async function thenClose<T>(file: FileHandle, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await file.close();
  }
}

function unreached(path: string, error: unknown): Error {
  if (error instanceof AnchorConflict) return error;
  return new AnchorUnreached(
    `${path} cannot be written or read (${codeOf(error)}): see that its disk is there and that this account has the right to.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
