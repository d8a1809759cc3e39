import type { BrowserContext } from "playwright-core";

/** Merchants' sites of the demo are on 127.0.0.1, the wallet is on localhost. */
const merchants = /^http:\/\/127\.0\.0\.1[:/]/;
const sandbox = "sandbox allow-forms allow-same-origin allow-scripts allow-top-navigation";

/**
 * Lets the engine itself block popups, for merchants' pages and every frame in them: a sandbox without `allow-popups`
 * (CSP 3 §6.4.2; HTML §7.1.5). Chromium has no setting that blocks those which a press asked for.
 */
export async function blockPopups(context: BrowserContext): Promise<void> {
  // A page whose headers were changed on the way counts as one of the internet, which must ask before it loads from loopback.
  await context.grantPermissions(["local-network-access"]);
  await context.route(merchants, async (route) => {
    if (route.request().resourceType() !== "document") return route.continue();
    const response = await route.fetch();
    const headers = response.headers();
    const policy = `${headers["content-security-policy"] ?? ""}; ${sandbox}`;
    return route.fulfill({ response, headers: { ...headers, "content-security-policy": policy } });
  });
}
