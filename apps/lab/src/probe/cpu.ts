import { readFileSync } from "node:fs";

/** CPU microseconds that process `pid` has used so far, all its threads (proc(5), 100 ticks a second); NaN off Linux. */
export function cpuMicros(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return Number.NaN;
  }
}
