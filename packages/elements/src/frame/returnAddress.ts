const addressLengthMax = 300;

/**
 * The page's own address as a return address: of the parent's origin, without fragment or an old nonce, short enough
 * for the wire; else the parent's front page.
 */
export function returnAddress(page: string, parent: string): string {
  const url = URL.parse(page);
  if (url?.origin !== parent) return `${parent}/`;
  url.username = url.password = url.hash = "";
  url.searchParams.delete("farthing");
  if (url.href.length > addressLengthMax) url.search = "";
  return url.href.length > addressLengthMax ? `${parent}/` : url.href;
}
