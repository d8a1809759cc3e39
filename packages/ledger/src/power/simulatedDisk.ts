import type { Random } from "./random.ts";
import { SimulatedFile } from "./simulatedFile.ts";

/** Something a program does to the disk. */
export interface DiskOperation {
  readonly kind: "create" | "write" | "resize" | "sync" | "remove";
  readonly name: string;
}

/** Why the disk does not do it: `off`, the power is cut. */
export type DiskFault = "off" | "full" | "failed" | "readonly";

/**
 * A disk in memory. Content is safe once synced; until then a power cut drops or tears it in 512-byte
 * sectors, in any combination the seed draws. Names of files are safe
 * once the folder is synced.
 */
export class SimulatedDisk {
  /** Asked before every operation; answers why it fails. */
  fault: (operation: DiskOperation) => DiskFault | null = () => null;
  /** An honest disk has written when a sync returns. */
  honest = true;
  /** Whether `failSyncAfter` failed one since the program started. */
  syncFailed = false;
  /** Operations so far. */
  operations = 0;
  readonly #random: Random;
  readonly #files = new Map<string, SimulatedFile>();
  #removed: SimulatedFile[] = [];
  #offAfter = Number.POSITIVE_INFINITY;
  #offInSyncAfter = Number.POSITIVE_INFINITY;
  #failSyncAfter = Number.POSITIVE_INFINITY;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Cuts the power when so many more operations were begun. */
  cutPowerAfter(operations: number): void {
    this.#offAfter = this.operations + operations;
  }

  /** Cuts it inside the first sync after so many operations: all was written, nothing is safe. */
  cutPowerInSyncAfter(operations: number): void {
    this.#offInSyncAfter = this.operations + operations;
  }

  /** Fails the first sync after so many operations: none of what it was to write is on the disk, or ever will be. */
  failSyncAfter(operations: number): void {
    this.#failSyncAfter = this.operations + operations;
  }

  get isOff(): boolean {
    return this.operations > this.#offAfter;
  }

  find(name: string): SimulatedFile | null {
    return this.#files.get(name) ?? null;
  }

  /** The file of that name, made if there is none; or why it cannot be made. */
  create(name: string, syncsFolder: boolean): SimulatedFile | DiskFault {
    const there = this.#files.get(name);
    if (there !== undefined) return there;
    const fault = this.#begin({ kind: "create", name });
    if (fault !== null) return fault;
    const file = new SimulatedFile(name, syncsFolder);
    this.#files.set(name, file);
    return file;
  }

  write(file: SimulatedFile, offset: number, bytes: Uint8Array): DiskFault | null {
    const fault = this.#begin({ kind: "write", name: file.name });
    // Power that goes during a write may leave some of it.
    const during = this.operations === this.#offAfter + 1;
    if (fault === null || during) file.write(offset, bytes);
    return fault;
  }

  resize(file: SimulatedFile, size: number): DiskFault | null {
    const fault = this.#begin({ kind: "resize", name: file.name });
    if (fault === null) file.resize(size);
    return fault;
  }

  sync(file: SimulatedFile): DiskFault | null {
    const fault = this.#begin({ kind: "sync", name: file.name });
    if (fault !== null) return fault;
    if (this.operations > this.#failSyncAfter) {
      this.syncFailed = true;
      this.#failSyncAfter = Number.POSITIVE_INFINITY;
      file.dropUnsynced();
      return "failed";
    }
    if (!this.honest) return null;
    file.sync();
    if (file.syncsFolder && !file.linked) this.#syncFolder();
    return null;
  }

  /** `safely`: with the folder synced, so that the file does not come back. */
  remove(name: string, safely: boolean): DiskFault | null {
    const fault = this.#begin({ kind: "remove", name });
    const file = this.#files.get(name);
    if (fault !== null || file === undefined) return fault;
    this.#files.delete(name);
    this.#removed.push(file);
    if (safely && this.honest) this.#syncFolder();
    return null;
  }

  /** The power is back: programs see what the disk kept. */
  restorePower(): void {
    for (const file of this.#removed) {
      if (!this.#files.has(file.name) && this.#random.chance(0.5)) this.#files.set(file.name, file);
    }
    this.#removed = [];
    for (const [name, file] of this.#files) {
      if (!file.linked && this.#random.chance(0.5)) this.#files.delete(name);
      else file.lose(this.#random);
    }
    this.restartProgram();
  }

  /** The program died and starts again, the power stayed on: it sees all that was written, synced or not. */
  restartProgram(): void {
    this.#offAfter = Number.POSITIVE_INFINITY;
    this.#offInSyncAfter = Number.POSITIVE_INFINITY;
    this.#failSyncAfter = Number.POSITIVE_INFINITY;
    this.syncFailed = false;
  }

  #syncFolder(): void {
    this.#removed = [];
    for (const file of this.#files.values()) file.linked = true;
  }

  #begin(operation: DiskOperation): DiskFault | null {
    if (operation.kind === "sync" && this.operations >= this.#offInSyncAfter) {
      this.#offAfter = Math.min(this.#offAfter, this.operations);
    }
    this.operations += 1;
    return this.isOff ? "off" : this.fault(operation);
  }
}
