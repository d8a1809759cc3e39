/** The link that pays on the wallet's own page, when the frame did not answer (rule 23). */
export function drawFallback(wallet: string, offer: string, words: string): HTMLElement {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = `${wallet}/pay?offer=${encodeURIComponent(offer)}`;
  link.textContent = words;
  link.style.cssText =
    "display:inline-block;padding:0 18px;border:1px solid;border-radius:10px;color:inherit;font:600 16px/44px system-ui";
  box.append(link);
  return box;
}
