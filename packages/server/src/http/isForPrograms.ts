const prefixes = /^\/(v1|log|\.well-known)(\/|$)/;

/** Whether a path belongs to programs: they get problems where people get a page or are sent on. */
export function isForPrograms(path: string): boolean {
  return prefixes.test(path);
}
