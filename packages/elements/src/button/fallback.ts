/** The link that pays on the wallet's own page, when the frame did not answer (rule 23). */
export function drawFallback(wallet: string, offer: string): HTMLElement {
  const link = document.createElement("a");
  link.href = `${wallet}/pay?offer=${encodeURIComponent(offer)}`;
  link.textContent = "Pay in the wallet";
  link.style.cssText =
    "display:inline-block;padding:0 18px;border:1px solid;border-radius:10px;color:inherit;font:600 16px/44px system-ui";
  const box = document.createElement("div");
  box.append(link);
  return box;
}
