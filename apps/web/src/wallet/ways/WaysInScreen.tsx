import { FailureCard, LoadingCard } from "../Cards.tsx";
import { useMe } from "../queries.ts";
import { TitledScreen } from "../TitledScreen.tsx";
import { useWords } from "../useWords.ts";
import { Codes } from "./Codes.tsx";
import { MailWay } from "./MailWay.tsx";
import { Password } from "./Password.tsx";
import { useWaysIn } from "./queries.ts";
import { Totp } from "./Totp.tsx";

/** The ways into this wallet, and back into it when the passkey is lost. */
export function WaysInScreen() {
  const { t } = useWords();
  const me = useMe();
  const ways = useWaysIn();
  return (
    <TitledScreen title={t("ways.title")}>
      <p className="wl-soft">{t("ways.lead")}</p>
      {ways.isPending && <LoadingCard lines={4} />}
      {ways.isError && ways.data === undefined && (
        <FailureCard error={ways.error} retry={() => void ways.refetch()} />
      )}
      {ways.data && me.data && (
        <>
          <p>{t("ways.passkeys", { count: ways.data.passkeys })}</p>
          <Codes codes={ways.data.codes} wallet={me.data.name} />
          <MailWay mail={ways.data.mail} offered={me.data.mail !== null} />
          <Password ways={ways.data} wallet={me.data.name} />
          <Totp ways={ways.data} />
        </>
      )}
    </TitledScreen>
  );
}
