import { Button } from "@mantine/core";
import type { WaysIn } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { useWords } from "../useWords.ts";
import { ActFailure } from "./ActFailure.tsx";
import { useRecoverByMail } from "./queries.ts";

/** Whether the address for alerts also gets back in. `offered`: this server sends mail at all. */
export function MailWay({
  mail,
  offered,
}: Pick<WaysIn, "mail"> & {
  readonly offered: boolean;
}) {
  const { t } = useWords();
  const change = useRecoverByMail();
  if (!offered) return null;
  return (
    <section className="wl-card wl-way" aria-labelledby="mail-way">
      <h2 id="mail-way">{t("ways.mail.title")}</h2>
      <p className="wl-soft">{t("ways.mail.what")}</p>
      {mail === null ? (
        <p>
          {t("ways.mail.none")}{" "}
          <Link to="/settings" className="ft-link">
            {t("ways.mail.confirm")}
          </Link>
        </p>
      ) : (
        <>
          <p role="status">
            {t(mail.recovers ? "ways.mail.on" : "ways.mail.off", { address: mail.address })}
          </p>
          <Button
            variant={mail.recovers ? "default" : "filled"}
            className="wl-button"
            loading={change.isPending}
            onClick={() => change.mutate(!mail.recovers)}
          >
            {t(mail.recovers ? "ways.mail.turnOff" : "ways.mail.turnOn")}
          </Button>
          <ActFailure act={change} />
        </>
      )}
    </section>
  );
}
