import { crc32 } from "node:zlib";
import { utf8 } from "@farthing/core";

/** One file of an archive. */
export interface ZipEntry {
  /** Plain ASCII, without a folder. */
  readonly name: string;
  readonly text: string;
}

/** 1980-01-01, the first day that the format knows: the same files give the same bytes. */
const dosDate = 0x0021;
const storedVersion = 20;

/** A ZIP archive of texts, stored as they are (PKWARE APPNOTE 6.3, §4.3.7, §4.3.12, §4.3.16). */
export function zip(entries: readonly ZipEntry[]): Buffer<ArrayBuffer> {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of entries) {
    const path = Buffer.from(name, "ascii");
    const data = Buffer.from(utf8(text));
    const facts = factsOf(path, data);
    const file = Buffer.concat([signature(0x04034b50), facts, path, data]);
    directory.push(centralHeader(facts, path, offset));
    files.push(file);
    offset += file.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...files, central, endRecord(entries.length, central.length, offset)]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** What local and central headers have in common: version needed to lengths. */
function factsOf(path: Buffer, data: Buffer): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(storedVersion, 0);
  facts.writeUInt16LE(dosDate, 8);
  facts.writeUInt32LE(crc32(data), 10);
  facts.writeUInt32LE(data.length, 14);
  facts.writeUInt32LE(data.length, 18);
  facts.writeUInt16LE(path.length, 22);
  return facts;
}

function centralHeader(facts: Buffer, path: Buffer, offset: number): Buffer {
  const madeBy = Buffer.from([storedVersion, 0]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), madeBy, facts, rest, path]);
}

function endRecord(count: number, length: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(length, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
