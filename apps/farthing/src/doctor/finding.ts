/** What the doctor says of one thing: one line, and what to do when it is not well. */
export interface Finding {
  readonly check: string;
  readonly status: "ok" | "warning" | "wrong";
  readonly found: string;
  /** The next step; only where there is one to take. */
  readonly next?: string;
}

export function ok(check: string, found: string): Finding {
  return { check, status: "ok", found };
}

export function warning(check: string, found: string, next: string): Finding {
  return { check, status: "warning", found, next };
}

export function wrong(check: string, found: string, next: string): Finding {
  return { check, status: "wrong", found, next };
}

export const restoreNext =
  "leave the folder as it is and restore a backup (docs/how-to/back-up-and-restore.md)";

/** The findings of `look`; what it cannot even look at is a finding, too, so that one fault hides no other. */
export async function attempt(
  check: string,
  look: () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>,
  next: string = restoreNext,
): Promise<readonly Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
    return [wrong(check, why, next)];
  }
}
