import type { Visitor } from "@farthing/lab";
import { readBooks } from "../books.ts";
import { allow } from "../reader.ts";
import type { Place } from "../stage.ts";

/** What one payment asked of a person. */
export interface Asked {
  readonly clicks: number;
  readonly popups: number;
}

/** What a browser asked of one person, from the first payment to the day after. */
export interface Story {
  readonly first: Asked;
  /** Another article, after a reload. */
  readonly second: Asked;
  /** A third one, when the browser was quit and started again. */
  readonly afterRestart: Asked;
  /** Wallets that were made: more than one where the browser forgot that it has one. */
  readonly wallets: number;
  /** Keys that were enrolled, by an approval or by the partition cookie. */
  readonly keys: number;
}

const state = "document.documentElement.dataset.state";
const settled = `["ready", "needs-wallet", "over-line"].includes(${state}) && ${state}`;
/** The heading of the part that is paid for. */
const articleText = `document.querySelector(".rest h2")?.innerText`;

/** Approves on the wallet's page that has opened, and leaves no window behind. */
export type Approve = (visitor: Visitor) => Promise<void>;

/** As a person does: one press, and a passkey that answers at once. */
export const approveThere: Approve = async (visitor) => {
  await visitor.press("wallet", allow);
  await visitor.alone();
};

/** Three articles, one each: the first payment, one after a reload, one after the browser was quit and started again. */
export async function tellStory(
  stage: Place,
  visitor: Visitor,
  approve: Approve = approveThere,
): Promise<Story> {
  const before = readBooks(stage);
  const pay = (slug: string) => payFor(visitor, `${stage.newsstand}/articles/${slug}`, approve);
  const first = await pay("the-smallest-coin");
  await visitor.reload();
  const second = await pay("the-loaf-that-shrank");
  await visitor.restart();
  const afterRestart = await pay("a-penny-to-anywhere");
  const after = readBooks(stage);
  return {
    first,
    second,
    afterRestart,
    wallets: Number(after.wallets - before.wallets),
    keys: Number(after.devices - before.devices),
  };
}

async function payFor(visitor: Visitor, url: string, approve: Approve): Promise<Asked> {
  const [clicks, popups] = [visitor.clicks(), visitor.popups()];
  await visitor.open(url);
  const at = await visitor.until<string>("frame", settled);
  await visitor.press("frame", "Read for");
  if (at !== "ready") await approve(visitor);
  await visitor.until("page", articleText);
  return { clicks: visitor.clicks() - clicks, popups: visitor.popups() - popups };
}
