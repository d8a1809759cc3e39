import type { HelloResponse } from "@farthing/protocol";
import { offerMerchant } from "../offerClaims.ts";
import type { Answer } from "./call.ts";
import { enrol } from "./enrol.ts";
import { cancelGrant, goToWallet, waitForWallet } from "./grant.ts";
import type { World } from "./run.ts";
import { openShare } from "./share.ts";

/** What only a frame needs whose key the wallet does not know. A reader with a kept key never loads it. */
export interface Newcomer {
  readonly enrol: (asked: Answer<HelloResponse>) => Promise<Answer<HelloResponse>>;
  readonly waitForWallet: (grant: string) => Promise<void>;
  readonly cancelGrant: (grant: string) => Promise<void>;
  readonly goToWallet: (address: string) => void;
  /** Asks the other frames for a key that is enrolled; one that comes is the event `key-shared`. */
  readonly ask: () => void;
  readonly adopt: () => void;
}

/** Joins the other frames of this merchant. */
export function join(world: World, paying: () => Promise<unknown>): Newcomer {
  const { session, dispatch } = world;
  const share = openShare(session, offerMerchant(session.offer), () =>
    dispatch({ on: "key-shared" }),
  );
  return {
    enrol: (asked) => enrol(session, share, asked),
    waitForWallet: (grant) => {
      // What follows the payment is there when it is paid: the page may be left at once.
      paying().catch(() => undefined);
      return waitForWallet(world, share, grant);
    },
    cancelGrant: (grant) => cancelGrant(world, grant),
    goToWallet: (address) => goToWallet(world, address),
    ask: share.ask,
    adopt: share.adopt,
  };
}
