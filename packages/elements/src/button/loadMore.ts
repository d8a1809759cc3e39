import type * as more from "../paywall/main.ts";
import { walletOrigin } from "./walletOrigin.ts";

/** Name of the file that has the rest of the elements; the build writes it here (vite.config.ts). */
declare const FARTHING_MORE_FILE: string;

/** The rest of the elements. A page whose policy lets only this script in does without: nothing about money is in it. */
export async function loadMore(): Promise<Partial<typeof more>> {
  try {
    return (await import(
      /* @vite-ignore */ `${walletOrigin}/${FARTHING_MORE_FILE}`
    )) as typeof more;
  } catch {
    return {};
  }
}
