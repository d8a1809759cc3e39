import type { ApproveResponse, TermsRequest } from "@farthing/protocol";
import type { WireMoney } from "@farthing/core";
import { type BillWay, settleBill, stopBill } from "../kit/bill.ts";
import { CallError, type Failure } from "../kit/call.ts";
import { type Mark, readMark, setMark } from "./mark.ts";
import { askPasskey, hasPasskeys } from "./passkey.ts";
import {
  approve,
  type Asked,
  cancelHold,
  fixTerms,
  leave,
  open,
  type Opened,
  payLater,
  signOut,
  tellShown,
} from "./request.ts";
import { type Choice, isUndecided, type PayEvent, type PayState, type StopName } from "./state.ts";

/** One payment as it talks to the server and the passkey; every answer becomes an event. */
export class Flow {
  readonly #asked: Asked;
  readonly #arrival: string;
  readonly #dispatch: (event: PayEvent) => void;
  #opened: Opened | null = null;
  #credential: unknown = null;
  /** The press that is under way puts it on a guest's bill. */
  #isLater = false;
  /** Whether the server may be paying: until then, and after a no, leaving the page means "no". */
  #mayBePaid = false;

  constructor(of: { asked: Asked; arrival: string; dispatch: (event: PayEvent) => void }) {
    this.#asked = of.asked;
    this.#arrival = of.arrival;
    this.#dispatch = of.dispatch;
  }

  /** Opens the request, unless this page has done so before. */
  start(): void {
    const why = stopBefore(this.#asked);
    if (why === null) this.reopen();
    else this.#dispatch({ name: "stop", why });
  }

  reopen(): void {
    this.#run(() => this.#show());
  }

  /** Fixes what is agreed to, asks for the passkey, and approves. */
  pay(state: PayState, choice: Choice): void {
    this.#run(async () => {
      if (this.#opened === null) return;
      this.#isLater = false;
      this.#dispatch({ name: "asking" });
      const options = await fixTerms(this.#opened.grant, termsOf(state, choice));
      this.#credential = await askPasskey(state.way, options);
      if (this.#credential === null) this.#dispatch({ name: "passkey-cancelled" });
      else this.askAgain(state);
    }, rereads);
  }

  /** "Read now, pay later": nobody is asked for a passkey (rule 21). */
  payLater(state: PayState): void {
    this.#isLater = true;
    this.askAgain(state);
  }

  /** Pays the guest's bill, and shows what may be chosen now. */
  payBill(owed: WireMoney, way: BillWay): void {
    this.#run(async () => {
      this.#dispatch({ name: "asking" });
      try {
        const bill = await settleBill({ way, owed }, askPasskey);
        if (bill === null) this.#dispatch({ name: "passkey-cancelled" });
        else await this.#show();
      } catch (error) {
        const failure = failureOf(error);
        if (isUndecided(failure)) this.#dispatch({ name: "bill-unsure" });
        else if (error instanceof CallError && error.is("bill-changed")) await this.#show();
        else throw error;
      }
    });
  }

  /** "Stop here": the guest's bill takes nothing more, and this request is over. */
  stopBill(): void {
    this.#run(async () => {
      await stopBill();
      this.leaving();
      this.#mayBePaid = true;
      this.#dispatch({ name: "stop", why: "bill-stopped" });
    });
  }

  /** Sends the approval, or the same one again: it is never paid twice. */
  askAgain({ everyTime }: PayState): void {
    this.#run(async () => {
      if (this.#opened === null) return;
      this.#dispatch({ name: "approving" });
      this.#settle(true);
      const response = await this.#approve(this.#opened.grant);
      const { outcome } = response;
      if (outcome.kind === "declined" || outcome.kind === "step-up") this.#settle(false);
      if (isPaid(response)) await afterPaying(everyTime);
      // A window of its own has the frame behind it, which measures from the press itself.
      if (outcome.kind === "captured" && history.length > 1) tellShown(this.#opened.grant);
      this.#dispatch({ name: "answered", response });
      // The page goes on with the wallet that the passkey named.
      const isNotOwned = outcome.kind === "declined" && outcome.reason === "not-owned";
      // The bill is at its line, or was closed elsewhere: the page says which.
      if (isNotOwned || (this.#isLater && outcome.kind === "step-up")) await this.#show();
    }, rereads);
  }

  /** Lets go of what is held; again changes nothing. Rejects with what went wrong. */
  async cancelHold(payment: string): Promise<void> {
    await cancelHold(payment);
    this.#dispatch({ name: "hold-cancelled" });
  }

  cancel(): void {
    this.leaving();
    this.#mayBePaid = true;
    this.#dispatch({ name: "stop", why: "cancelled" });
    window.close();
  }

  /** Signs out, and shows the request to whoever is here. */
  notMe(): void {
    this.#run(async () => {
      await signOut();
      await this.#show();
    });
  }

  /** The page goes away: while nothing was approved, that is an answer. */
  leaving(): void {
    if (this.#opened !== null && !this.#mayBePaid) leave(this.#opened.grant);
  }

  async #show(): Promise<void> {
    this.#opened = await open(this.#opened ?? this.#asked, this.#arrival);
    setMark("opened");
    this.#dispatch({ name: "opened", view: this.#opened.view, intent: this.#asked.intent });
  }

  async #approve(grant: string): Promise<ApproveResponse> {
    try {
      return await (this.#isLater ? payLater(grant) : approve(grant, this.#credential));
    } catch (error) {
      if (!isUndecided(failureOf(error))) this.#settle(false);
      throw error;
    }
  }

  #settle(mayBePaid: boolean): void {
    this.#mayBePaid = mayBePaid;
    setMark(mayBePaid ? "sent" : "opened");
  }

  /** `rereads`: problems after which the page is shown anew, because it did not say all that it had to. */
  #run(work: () => Promise<void>, rereads: ReadonlySet<string> = nothingToReread): void {
    work().catch(async (error: unknown) => {
      const failure = failureOf(error);
      const isReread = failure.kind === "problem" && rereads.has(failure.code);
      if (isReread) await this.#show().catch(() => undefined);
      this.#dispatch({ name: "failed", failure });
    });
  }
}

const rereads: ReadonlySet<string> = new Set(["hold-not-agreed"]);
const nothingToReread: ReadonlySet<string> = new Set();

/** What this page did before it was reloaded or come back to. An offer that was only shown may be shown again. */
const stopAfter: Record<Mark, StopName> = {
  opened: "reloaded",
  sent: "reloaded-late",
  paid: "paid-before",
};

function stopBefore(asked: Asked): StopName | null {
  if (!hasPasskeys()) return "no-passkeys";
  const mark = readMark();
  if (mark === null || (mark === "opened" && "offer" in asked)) return null;
  return stopAfter[mark];
}

function isPaid({ outcome }: ApproveResponse): boolean {
  return outcome.kind === "captured" || outcome.kind === "owned" || outcome.kind === "held";
}

/** Before "Paid" is shown: on a device that others use, nobody stays signed in. */
async function afterPaying(everyTime: boolean): Promise<void> {
  setMark("paid");
  if (!everyTime) return;
  await signOut().catch(() => {
    // It is paid all the same, and the wallet's own page can sign out.
  });
}

/** What is sent for a choice. */
function termsOf({ view, way, chosen, everyTime }: PayState, choice: Choice): TermsRequest {
  if (choice === "open") return { choice, limits: null, way: "get", everyTime };
  const hold = view === null || view.holdMs === null ? {} : { holdMs: view.holdMs };
  if (choice === "once" || everyTime || view === null) {
    return { choice: "once", limits: null, way, everyTime, ...hold };
  }
  // A standing allowance keeps its limits unless the payer changed them here (rule 2).
  return { choice, limits: chosen ?? (view.standing === null ? view.preset : null), way, ...hold };
}

/** What went wrong, as the page says it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallError) return error.failure;
  // Anything else is the browser's own refusal of a passkey, in its own words.
  const title = error instanceof Error ? error.message : String(error);
  return { kind: "problem", code: "passkey-failed", title, hint: "" };
}
