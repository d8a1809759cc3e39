import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { bytesEqual } from "@farthing/core";
import {
  type Anchor,
  AnchorConflict,
  type Anchored,
  type AnchorHead,
  AnchorUnreached,
  parseCheckpoint,
  parseNote,
} from "@farthing/log";

/** The end of the file that holds its last whole line, in bytes: a note has a million at most, and is in base64. */
const tailBytes = 2 * 1_048_576;

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
    const { line } = await thenClose(file, () => readTail(file));
    if (line === null) return null;
    const head = parseLine(line);
    if (head !== null) return head;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw unreached(path, error);
  }
  throw new AnchorConflict(
    `The last line of ${path} is no head of a log: the file was changed by something else than Farthing.`,
  );
}

/** The last whole line (null: none), and where it ends. What a power cut left behind it was never answered for. */
async function readTail(file: FileHandle): Promise<{ line: string | null; end: number }> {
  const { size } = await file.stat();
  const from = Math.max(0, size - tailBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  const text = buffer.toString("latin1", 0, bytesRead);
  const end = text.lastIndexOf("\n");
  if (end < 0) return { line: null, end: 0 };
  return { line: text.slice(text.lastIndexOf("\n", end - 1) + 1, end), end: from + end + 1 };
}

function requireSame(place: string, there: Anchored, head: Anchored): void {
  if (there.size > head.size || bytesEqual(there.root, head.root)) return;
  throw new AnchorConflict(`${place} holds another history over the first ${head.size} leaves.`);
}

function lineOf({ size, root, note }: AnchorHead): string {
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");
  return `${size} ${base64(root)} ${base64(note)}\n`;
}

function parseLine(line: string): AnchorHead | null {
  const [, , noteText = ""] = line.split(" ");
  const note = Buffer.from(noteText, "base64").toString("utf8");
  const checkpoint = parseCheckpoint(parseNote(note)?.body ?? "");
  if (checkpoint === null) return null;
  const head = { size: checkpoint.size, root: checkpoint.root, note };
  return lineOf(head) === `${line}\n` ? head : null;
}

/** On disk, with its name, before it resolves. */
async function append(path: string, head: AnchorHead): Promise<void> {
  try {
    const file = await open(path, "a+", 0o644);
    await thenClose(file, async () => {
      // Cut off before its end, a line is no line, and the next one must not be glued to it.
      await file.truncate((await readTail(file)).end);
      await file.appendFile(lineOf(head));
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
  return new AnchorUnreached(
    `${path} cannot be written or read (${codeOf(error)}): see that its disk is there and that this account has the right to.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
