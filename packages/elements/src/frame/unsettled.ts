import type { Session } from "./session.ts";

/** One signed click, as it is sent and sent again: the same bytes are paid once. */
export interface Click {
  readonly path: "payments" | "step-ups/payments";
  readonly body: string;
  /** Milliseconds since 1970: later the bytes cannot pay any more, only fetch what they paid. */
  readonly notAfter: number;
}

type Clicks = ReadonlyMap<string, Click>;

/** As long as a receipt opens anything: an older answer would be of no use to the page. */
const answerMsMax = 600_000;
const clicksMax = 16;

/**
 * Keeps the click until its answer is known (`null`), so that a reload in between neither loses what was paid nor pays
 * again: offers to use something may be paid twice, and only the bytes tell a retry from a second click. By resource,
 * because the page asks for a new offer each time. Where the browser keeps nothing, nothing is kept.
 */
export async function remember(session: Session, click: Click | null): Promise<void> {
  const { keys, resource, clock } = session;
  await keys.update("clicks", (before) => {
    const others = alive(before, clock.now()).filter(([of]) => of !== resource);
    return new Map(click === null ? others : [...others.slice(1 - clicksMax), [resource, click]]);
  });
}

/** The click of an earlier page for this resource that has no answer yet. */
export async function recall({ keys, resource, clock }: Session): Promise<Click | null> {
  const clicks = await keys.update("clicks", (before) => new Map(alive(before, clock.now())));
  return clicks.get(resource) ?? null;
}

function alive(before: unknown, now: number): (readonly [string, Click])[] {
  return [...((before as Clicks | undefined) ?? [])].filter(
    ([, { notAfter }]) => notAfter + answerMsMax > now,
  );
}
