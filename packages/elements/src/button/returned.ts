import type { FarthingReturnedDetail } from "../messages.ts";

/** Takes the return nonce out of an address. The rest of the address is kept as it was. */
export function takeNonce(href: string): { nonce: string; cleaned: string } | null {
  const url = new URL(href);
  const nonce = url.searchParams.get("farthing");
  if (nonce === null || !/^[A-Za-z0-9_-]{22}$/.test(nonce)) return null;
  url.searchParams.delete("farthing");
  return { nonce, cleaned: url.href };
}

/**
 * Tells the page that the reader came back from the wallet's page, once, and cleans the address so that a reload or a
 * shared link does not claim again. Waits until the page's own deferred scripts listen.
 */
export function announceReturn(): void {
  const taken = takeNonce(location.href);
  if (taken === null) return;
  history.replaceState(history.state, "", taken.cleaned);
  let isTold = false;
  const announce = () => {
    if (isTold) return;
    isTold = true;
    const detail: FarthingReturnedDetail = { nonce: taken.nonce };
    const from = document.querySelector("farthing-button,farthing-paywall") ?? document.body;
    from.dispatchEvent(
      new CustomEvent("farthing-returned", { detail, bubbles: true, composed: true }),
    );
  };
  if (document.readyState === "complete") announce();
  // Deferred scripts run between "interactive" and DOMContentLoaded, which may be over: then `load` comes.
  document.addEventListener("DOMContentLoaded", announce);
  addEventListener("load", announce);
}
