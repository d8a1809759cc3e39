import { Button } from "@mantine/core";
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { pageMode } from "../kit/mode.ts";
import { getSignInOptions, signIn } from "./api.ts";
import { askPasskey, isRefusal } from "./askPasskey.ts";
import { FailureCard } from "./Cards.tsx";
import { useWords } from "./useWords.ts";

const points = ["click", "limits", "undo", "proof"] as const;

/** The wallet's front door: what it is, and the way in. */
export function SignedOut() {
  const { t } = useWords();
  return (
    <div className="wl-out">
      <section className="wl-hero">
        {pageMode() === "sandbox" && <span className="ft-play-money">{t("playMoney")}</span>}
        <h1>{t("out.title")}</h1>
        <p className="wl-lead">{t("out.lead")}</p>
        <SignIn />
        <p>
          <Link to="/another-way" className="ft-link">
            {t("another.title")}
          </Link>
        </p>
        <p className="wl-soft">{t("out.noWallet")}</p>
      </section>
      <section aria-labelledby="points">
        <h2 id="points" className="ft-unseen">
          {t("out.pointsTitle")}
        </h2>
        <ul className="wl-points">
          {points.map((point) => (
            <li key={point} className="wl-card">
              <h3>{t(`out.points.${point}.title`)}</h3>
              <p>{t(`out.points.${point}.text`)}</p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function SignIn() {
  const { t } = useWords();
  const client = useQueryClient();
  const way = useMutation({
    mutationFn: async () => {
      await signIn(await askPasskey(await getSignInOptions()));
    },
    onSuccess: () => client.invalidateQueries(),
  });
  if (!browserSupportsWebAuthn()) return <p role="alert">{t("out.unsupported")}</p>;
  return (
    <div>
      <Button
        size="lg"
        className="wl-button wl-sign-in"
        loading={way.isPending}
        onClick={() => way.mutate()}
      >
        {t("out.signIn")}
      </Button>
      <p className="wl-status" role="status">
        {way.isPending && t("out.signingIn")}
        {way.isError && isRefusal(way.error) && t("out.cancelled")}
      </p>
      {way.isError && !isRefusal(way.error) && <FailureCard error={way.error} />}
    </div>
  );
}
