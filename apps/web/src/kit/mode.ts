/** How this server runs. The page carries it for those who are not signed in; what is not filled in is no live money. */
export function pageMode(): "sandbox" | "live" {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="farthing-mode"]');
  return meta?.content === "live" ? "live" : "sandbox";
}
