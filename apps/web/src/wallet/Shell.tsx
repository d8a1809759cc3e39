import { Button } from "@mantine/core";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useSyncExternalStore } from "react";
import mark from "../kit/mark.svg";
import { pageMode } from "../kit/mode.ts";
import { AlertBanners } from "./Alerts.tsx";
import { FailureCard, LoadingCard } from "./Cards.tsx";
import { FrozenBanner } from "./Freeze.tsx";
import { NoticeBanners } from "./Holds.tsx";
import { ErasureBanner } from "./leave/ErasureBanner.tsx";
import { RaiseBanner } from "./Presets.tsx";
import { useMe, useSignOut } from "./queries.ts";
import { SignedOut } from "./SignedOut.tsx";
import { RecoveryBanner } from "./ways/RecoveryBanner.tsx";
import { useWords } from "./useWords.ts";

/** What every wallet page stands in: who is signed in, whether we are offline, and the page itself. */
export function Shell() {
  const { t } = useWords();
  const me = useMe();
  const isOnline = useOnline();
  const { pathname } = useLocation();
  const isForStrangers = me.data === null && pathname === "/another-way";
  return (
    <>
      <a className="wl-skip" href="#content">
        {t("skip")}
      </a>
      <Head />
      {!isOnline && (
        <p className="wl-offline" role="status">
          {t("offline")}
        </p>
      )}
      <Content>
        {me.data?.frozen === true && <FrozenBanner />}
        {me.data?.limits.raise && <RaiseBanner raise={me.data.limits.raise} />}
        {me.data?.recovery && <RecoveryBanner recovery={me.data.recovery} />}
        {me.data?.erasure && <ErasureBanner until={me.data.erasure.until} />}
        {me.data && <AlertBanners alerts={me.data.alerts} />}
        {me.data && <NoticeBanners notices={me.data.notices} />}
        {me.data === undefined && <h1 className="ft-unseen">{t("wallet")}</h1>}
        {me.isPending && <LoadingCard />}
        {me.isError && me.data === undefined && (
          <FailureCard error={me.error} retry={() => void me.refetch()} />
        )}
        {me.data === null && !isForStrangers && <SignedOut />}
        {(me.data || isForStrangers) && <Outlet />}
      </Content>
      <footer className="wl-foot">
        <span>{(me.data?.mode ?? pageMode()) === "sandbox" && t("sandboxNote")}</span>
        <a href="/reference">{t("reference")}</a>
      </footer>
    </>
  );
}

/** The page's content. Takes the focus when the address changes, as a loaded page would. */
function Content({ children }: { readonly children: React.ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const first = useRef(pathname);
  useEffect(() => {
    if (first.current === pathname) return;
    first.current = "";
    main.current?.focus();
  }, [pathname]);
  return (
    <main id="content" className="wl-main" tabIndex={-1} ref={main}>
      {children}
    </main>
  );
}

function Head() {
  const { t } = useWords();
  const me = useMe();
  const out = useSignOut();
  return (
    <header className="wl-head">
      <Link to="/" className="ft-brand">
        <img src={mark} alt="" width="28" height="28" />
        Farthing
      </Link>
      {me.data && (
        <div className="wl-who">
          <span className="wl-name">
            <span className="ft-unseen">{t("signedInAs", { name: "" })}</span>
            {me.data.name}
          </span>
          <Link to="/settings" className="ft-link">
            {t("settings.title")}
          </Link>
          <Button
            variant="default"
            className="wl-button"
            loading={out.isPending}
            onClick={() => out.mutate()}
          >
            {t("signOut")}
          </Button>
        </div>
      )}
    </header>
  );
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener("online", changed);
      window.addEventListener("offline", changed);
      return () => {
        window.removeEventListener("online", changed);
        window.removeEventListener("offline", changed);
      };
    },
    () => navigator.onLine,
  );
}
