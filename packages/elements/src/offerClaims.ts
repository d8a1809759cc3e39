/**
 * The payload of an offer, read without belief: it only names the frame's address, its title and its storage. The
 * server checks the offer and says what to draw. ASCII fields only: text beyond is not decoded as UTF-8.
 */
export function offerClaims(offer: string): Record<string, unknown> {
  try {
    const payload = (offer.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    return Object(JSON.parse(atob(payload))) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The merchant's id in an offer; empty if it names none. */
export function offerMerchant(offer: string): string {
  const { aud } = offerClaims(offer);
  return typeof aud === "string" && /^mer_[0-9a-z]{26}$/.test(aud) ? aud : "";
}
