import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPerson, type Person } from "../browser/openPerson.ts";
import { timeClicks, timedPress } from "../browser/timeClicks.ts";
import { percentile, probeFsync } from "../probe/fsync.ts";
import { freePort, type RunningServer, startServer } from "../server/startServer.ts";

const clicksWanted = 50;
const first = "a-penny-to-anywhere";
/** Within the line of one click that a new wallet sets. */
const later = ["the-smallest-coin", "the-loaf-that-shrank", "a-metre-short"];

/**
 * What a reader feels in a real Chromium, in milliseconds: from the trusted click inside the wallet's frame to the
 * article's text in the publisher's page (`click`), and for the first payment from that click to the same text, with
 * the wallet's window, a passkey that answers at once and one press there in between (`firstPopup`).
 */
export async function benchGestures(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  const fsyncMs = probeFsync(folder);
  const env = { FARTHING_RATE_ADDRESS: "0" };
  const ports = { walletPort: await freePort(), newsstandPort: await freePort() };
  const server = await startServer({ folder, ...ports, env });
  const click: number[] = [];
  const firstPopup: number[] = [];
  try {
    while (click.length < clicksWanted) {
      const person = await openPerson({ storage: "allowed" });
      firstPopup.push(await payFirst(server, person));
      for (const slug of later) click.push(await payAgain(server, person, slug));
      await person.close();
    }
  } finally {
    await server.stop("SIGTERM");
    rmSync(folder, { recursive: true });
  }
  return {
    click: summary(click),
    firstPopup: summary(firstPopup),
    fsyncMs: Math.round(fsyncMs * 100) / 100,
  };
}

async function payFirst(server: RunningServer, person: Person): Promise<number> {
  await timeClicks(person.context);
  await person.page.goto(`${server.newsstand}/articles/${first}`);
  const opening = person.context.waitForEvent("page");
  return timedPress(person.page, async () => {
    const wallet = await opening;
    await wallet.getByRole("button", { name: "Pay with fingerprint, face or screen lock" }).click();
  });
}

async function payAgain(server: RunningServer, person: Person, slug: string): Promise<number> {
  await person.page.goto(`${server.newsstand}/articles/${slug}`);
  return timedPress(person.page);
}

function summary(times: readonly number[]) {
  const at = (part: number) => Math.round(percentile(times, part));
  return { p50Ms: at(0.5), p95Ms: at(0.95), count: times.length };
}
