import type { Me } from "@farthing/protocol";

type Device = Me["allowances"][number]["devices"][number];

/** What a person calls one browser: a kept key, or all keys that one cookie enrolled (rung C). */
export interface DeviceGroup {
  /** Taking this one back takes its family back. */
  readonly id: string;
  /** When the first key of it came. */
  readonly since: number;
  /** `kept`: until taken back. `asked-again`: a fresh key for each page. `page`: one page, and nothing follows it. */
  readonly kind: "kept" | "asked-again" | "page";
}

/** One line a browser instead of one a page, the newest browser first. */
export function groupDevices(devices: readonly Device[]): DeviceGroup[] {
  const groups = new Map<string, Device[]>();
  for (const device of devices) {
    const key = device.family ?? device.id;
    groups.set(key, [...(groups.get(key) ?? []), device]);
  }
  return [...groups.values()]
    .flatMap((keys) => {
      const sorted = keys.toSorted((a, b) => b.addedAt - a.addedAt);
      const [newest, oldest] = [sorted[0], sorted.at(-1)];
      if (newest === undefined || oldest === undefined) return [];
      return [{ id: newest.id, since: oldest.addedAt, kind: kindOf(keys) }];
    })
    .sort((a, b) => b.since - a.since);
}

function kindOf(keys: readonly Device[]): DeviceGroup["kind"] {
  if (keys.some(({ kept }) => kept)) return "kept";
  return keys.some(({ family }) => family !== null) ? "asked-again" : "page";
}
