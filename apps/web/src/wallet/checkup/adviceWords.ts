import type { Advice } from "@farthing/protocol";
import type { useWords } from "../useWords.ts";

type Words = ReturnType<typeof useWords>;

/** What advice is about, in a few words. */
export function adviceTitle(advice: Advice, t: Words["t"]): string {
  const merchant = "merchant" in advice ? advice.merchant : "";
  return t(`checkup.${advice.kind}.title`, { merchant });
}

/** Why it is there, with its figures. `address`: the one that waits for its link. */
export function adviceReason(
  advice: Advice,
  { t, money, day, moment }: Words,
  address: string,
): string {
  switch (advice.kind) {
    case "new-browser": {
      const browser = advice.browser ?? t("checkup.new-browser.unknown");
      return t("checkup.new-browser.why", { browser, moment: moment(advice.at) });
    }
    case "second-passkey":
      return t(`checkup.second-passkey.${advice.synced ? "synced" : "alone"}`);
    case "recovery-codes":
      return t(`checkup.recovery-codes.${advice.state}`);
    case "second-factor":
      return t("checkup.second-factor.why");
    case "stronger-password":
      return t(`checkup.stronger-password.${advice.score < 3 ? "weak" : "fair"}`);
    case "alerts":
      return t(`checkup.alerts.${advice.state}`, { address });
    case "price-rise":
      return t("checkup.price-rise.why", { from: money(advice.from), to: money(advice.to) });
    case "idle-site":
      return t("checkup.idle-site.why", { day: day(advice.since), left: money(advice.left) });
    case "wide-site":
      return t("checkup.wide-site.why", {
        used: money(advice.used),
        total: money(advice.total),
        newTotal: money(advice.newTotal),
      });
    case "lower-preset":
      return t("checkup.lower-preset.why", {
        paid: money(advice.paid),
        per24h: money(advice.per24h),
        name: t(`limits.names.${advice.to}`),
      });
    case "digest":
      return t("checkup.digest.why");
  }
}
