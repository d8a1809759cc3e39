import init, { type Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import type { DiskFault, SimulatedDisk } from "./simulatedDisk.ts";
import { Random } from "./random.ts";
import { SimulatedFile } from "./simulatedFile.ts";

/** SQLite itself, built as wasm: the same version as the one that serves, over a disk in memory. */
export interface SimulatedSqlite {
  readonly sqlite: Sqlite3Static;
  /** The name of the file system to open databases with. */
  readonly vfs: string;
  /** From now on files are `disk`'s, and SQLite draws its random numbers from `seed`. */
  mount(disk: SimulatedDisk, seed: number): void;
}

const vfs = "simulated";
/** As the file system of Unix says: a torn write leaves the bytes beside it alone. */
const powersafeOverwrite = 0x1000;
const sectorBytes = 4_096;

/** What all files of this SQLite share. */
interface Mounted {
  disk: SimulatedDisk | null;
  random: Random;
}

type Codes = Record<DiskFault, number>;

function diskOf({ disk }: Mounted): SimulatedDisk {
  if (disk === null) throw new Error("mount a disk first");
  return disk;
}

/** What SQLite asks of an open file. */
function fileMethods(sqlite: Sqlite3Static, mounted: Mounted, files: Map<number, SimulatedFile>) {
  const { capi, wasm } = sqlite;
  const codes = (sync: boolean): Codes => ({
    off: capi.SQLITE_IOERR,
    full: capi.SQLITE_FULL,
    failed: sync ? capi.SQLITE_IOERR_FSYNC : capi.SQLITE_IOERR_WRITE,
    readonly: capi.SQLITE_READONLY,
  });
  const [writing, syncing] = [codes(false), codes(true)];
  const fileOf = (pointer: number): SimulatedFile => {
    const file = files.get(pointer);
    if (file === undefined) throw new Error("SQLite names an open file");
    return file;
  };
  return {
    xClose(pointer: number) {
      files.delete(pointer);
      return 0;
    },
    xRead(pointer: number, to: number, length: number, offset: number | bigint) {
      if (diskOf(mounted).isOff) return capi.SQLITE_IOERR_READ;
      const bytes = fileOf(pointer).read(Number(offset), length);
      const heap = wasm.heap8u();
      heap.set(bytes, to);
      if (bytes.length === length) return 0;
      heap.fill(0, to + bytes.length, to + length);
      return capi.SQLITE_IOERR_SHORT_READ;
    },
    xWrite(pointer: number, from: number, length: number, offset: number | bigint) {
      const bytes = wasm.heap8u().slice(from, from + length);
      const fault = diskOf(mounted).write(fileOf(pointer), Number(offset), bytes);
      return fault === null ? 0 : writing[fault];
    },
    xTruncate(pointer: number, size: number | bigint) {
      const fault = diskOf(mounted).resize(fileOf(pointer), Number(size));
      return fault === null ? 0 : writing[fault];
    },
    xSync(pointer: number) {
      const fault = diskOf(mounted).sync(fileOf(pointer));
      return fault === null ? 0 : syncing[fault];
    },
    xFileSize(pointer: number, to: number) {
      wasm.poke64(to, BigInt(fileOf(pointer).size));
      return 0;
    },
    xLock: () => 0,
    xUnlock: () => 0,
    xCheckReservedLock(_: number, to: number) {
      wasm.poke(to, 0, "i32");
      return 0;
    },
    xFileControl: () => capi.SQLITE_NOTFOUND,
    xSectorSize: () => sectorBytes,
    xDeviceCharacteristics: () => powersafeOverwrite,
  };
}

/** What SQLite asks of the file system. */
function systemMethods(
  { capi, wasm }: Sqlite3Static,
  mounted: Mounted,
  open: (pointer: number, file: SimulatedFile) => void,
) {
  let unnamed = 0;
  return {
    xOpen(_: number, zName: number, pointer: number, flags: number, flagsOut: number) {
      const name = zName === 0 ? `temporary ${(unnamed += 1)}` : (wasm.cstrToJs(zName) ?? "");
      const disk = diskOf(mounted);
      const creates = (flags & capi.SQLITE_OPEN_CREATE) !== 0;
      const isMain = (flags & capi.SQLITE_OPEN_MAIN_DB) !== 0;
      const file = creates ? disk.create(name, !isMain) : disk.find(name);
      if (!(file instanceof SimulatedFile) || disk.isOff) return capi.SQLITE_CANTOPEN;
      open(pointer, file);
      if (flagsOut !== 0) wasm.poke(flagsOut, flags, "i32");
      return 0;
    },
    xDelete(_: number, zName: number, syncsFolder: number) {
      const fault = diskOf(mounted).remove(wasm.cstrToJs(zName) ?? "", syncsFolder !== 0);
      return fault === null ? 0 : capi.SQLITE_IOERR_DELETE;
    },
    xAccess(_: number, zName: number, __: number, to: number) {
      const exists = diskOf(mounted).find(wasm.cstrToJs(zName) ?? "") !== null;
      wasm.poke(to, exists ? 1 : 0, "i32");
      return 0;
    },
    xFullPathname(_: number, zName: number, max: number, to: number) {
      const name = new TextEncoder().encode(`${wasm.cstrToJs(zName) ?? ""}\0`);
      if (name.length > max) return capi.SQLITE_CANTOPEN;
      wasm.heap8u().set(name, to);
      return 0;
    },
    xRandomness(_: number, length: number, to: number) {
      mounted.random.fill(wasm.heap8u().subarray(to, to + length));
      return length;
    },
    xSleep: (_: number, micros: number) => micros,
    xCurrentTimeInt64(_: number, to: number) {
      wasm.poke64(to, 0n);
      return 0;
    },
    xGetLastError: () => undefined,
  };
}

/** Loads SQLite's wasm and gives it a file system of simulated disks. */
export async function loadSimulatedSqlite(): Promise<SimulatedSqlite> {
  const sqlite = await init();
  const { capi, wasm } = sqlite;
  const mounted: Mounted = { disk: null, random: new Random(0) };
  const files = new Map<number, SimulatedFile>();
  const io = new capi.sqlite3_io_methods();
  const system = new capi.sqlite3_vfs();
  const fileStruct = new capi.sqlite3_file();
  Object.assign(io, { $iVersion: 1 });
  Object.assign(system, {
    $iVersion: 2,
    $szOsFile: fileStruct.structInfo.sizeof,
    $mxPathname: 512,
    $zName: wasm.allocCString(vfs, false),
  });
  fileStruct.dispose();
  io.installMethods(fileMethods(sqlite, mounted, files));
  system.installMethods(
    systemMethods(sqlite, mounted, (pointer, file) => {
      files.set(pointer, file);
      wasm.poke(pointer, io.pointer, "*");
    }),
  );
  capi.sqlite3_vfs_register(system.pointer, 1);
  return {
    sqlite,
    vfs,
    mount(disk, seed) {
      mounted.disk = disk;
      mounted.random = new Random(seed);
      // Forgets what SQLite drew before: the next one asks `xRandomness`.
      capi.sqlite3_randomness(0, 0);
    },
  };
}
