/** Where a site's card stands on the wallet's first page, for links to it. */
export function siteAnchor(allowance: string): string {
  return `site-${allowance}`;
}
