/** What progress is written to: standard error, so that standard output holds the result alone. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Says how far long work is: a bar that moves on a terminal, a line every few seconds elsewhere. */
export interface Progress {
  /** `done` of `all` of `step`. Cheap: most calls write nothing. */
  readonly tell: (step: string, done: number, all: number) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

const barEveryMs = 100;
const lineEveryMs = 3_000;
const barWidth = 24;

/** `inWords` spells an amount: `1,200 entries`, `3.0 MiB`. `nowMs` is a clock that never steps back. */
export function newProgress(
  stream: ProgressStream,
  inWords: (amount: number) => string,
  nowMs: () => number = () => performance.now(),
): Progress {
  const isBar = stream.isTTY === true;
  let step = "";
  let startedAt = 0;
  let writtenAt = 0;
  let drawn = false;
  return {
    tell(named, done, all) {
      const now = nowMs();
      if (named !== step) [step, startedAt, writtenAt] = [named, now, Number.NEGATIVE_INFINITY];
      if (now - writtenAt < (isBar ? barEveryMs : lineEveryMs)) return;
      writtenAt = now;
      const line = lineOf({ step, done, all, ms: now - startedAt }, inWords);
      drawn = isBar;
      stream.write(isBar ? `\r\u001b[K${bar(done, all)} ${line}` : `${line}\n`);
    },
    end() {
      if (drawn) stream.write("\r\u001b[K");
      drawn = false;
    },
  };
}

function bar(done: number, all: number): string {
  const full = all === 0 ? barWidth : Math.min(barWidth, Math.round((barWidth * done) / all));
  return `[${"#".repeat(full)}${"-".repeat(barWidth - full)}]`;
}

function lineOf(
  { step, done, all, ms }: { step: string; done: number; all: number; ms: number },
  inWords: (amount: number) => string,
): string {
  const part = all === 0 ? 100 : Math.min(100, Math.floor((100 * done) / all));
  const line = `${step}: ${part} % of ${inWords(all)}`;
  if (ms < 500 || done === 0 || done >= all) return line;
  const perMs = done / ms;
  const leftS = Math.ceil((all - done) / perMs / 1_000);
  return `${line}, ${inWords(Math.round(perMs * 1_000))} a second, ${durationInWords(leftS)} left`;
}

function durationInWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
