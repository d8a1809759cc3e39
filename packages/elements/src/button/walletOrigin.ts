const script = document.currentScript;

/** The wallet is where this script came from: nothing on the page can point it elsewhere. */
export const walletOrigin =
  script instanceof HTMLScriptElement ? new URL(script.src, location.href).origin : location.origin;
