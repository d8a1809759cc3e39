import { Link, useNavigate } from "@tanstack/react-router";
import { useWindowTitle } from "../useWindowTitle.ts";
import { useWords } from "../useWords.ts";
import { AskMail } from "./AskMail.tsx";
import { PasswordSignIn } from "./PasswordSignIn.tsx";
import { Recovery } from "./Recovery.tsx";

/** What follows `#` in the link of a mail. It is never sent with the page's address. */
const linkPattern = /^#([A-Za-z0-9_-]{43})$/;

/** For whoever has no passkey at hand: a password, a recovery code, or mail. */
export function AnotherWayScreen() {
  const { t } = useWords();
  useWindowTitle(t("another.title"));
  const navigate = useNavigate();
  const home = () => void navigate({ to: "/" });
  const secret = linkPattern.exec(location.hash)?.[1] ?? null;
  return (
    <div className="wl-narrow">
      <p>
        <Link to="/" className="ft-link">
          {t("another.back")}
        </Link>
      </p>
      <h1 className="wl-screen-title">{t("another.title")}</h1>
      {secret === null && <PasswordSignIn done={home} />}
      <Recovery link={secret} done={home} />
      {secret === null && <AskMail />}
    </div>
  );
}
