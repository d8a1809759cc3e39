import { Button } from "@mantine/core";
import type { Me } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { FailureCard } from "./Cards.tsx";
import { useCancelHold } from "./queries.ts";
import { useWords } from "./useWords.ts";

type Notice = Me["notices"][number];

/** On every page of every browser of this wallet: what is held, and what of the last day is larger than usual. */
export function NoticeBanners({ notices }: { readonly notices: Me["notices"] }) {
  return notices.map((notice) => <NoticeBanner key={notice.payment} notice={notice} />);
}

function NoticeBanner({ notice }: { readonly notice: Notice }) {
  const { t, money, moment } = useWords();
  const { payment, merchant, heldUntil } = notice;
  const amount = money(notice.amount);
  const id = `notice-${payment}`;
  return (
    <section className="wl-frozen" aria-labelledby={id}>
      <p id={id} className="wl-alert-title" role="status">
        {heldUntil === null
          ? t("holds.noticed", { amount, merchant, moment: moment(notice.at) })
          : t("holds.held", { amount, merchant, moment: moment(heldUntil) })}
      </p>
      <p>{t(heldUntil === null ? "holds.notYouPaid" : "holds.notYou")}</p>
      <div className="wl-buttons">
        {heldUntil !== null && <CancelHold payment={payment} />}
        <Link to="/payments/$payment" params={{ payment }} className="ft-link">
          {t("holds.look")}
        </Link>
      </div>
    </section>
  );
}

/** Lets go of a held payment with one press: nothing is less risky than not paying. */
export function CancelHold({ payment }: { readonly payment: string }) {
  const { t } = useWords();
  const cancel = useCancelHold(payment);
  return (
    <>
      <Button
        variant="default"
        className="wl-button"
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {t("holds.cancel")}
      </Button>
      {cancel.isError && <FailureCard error={cancel.error} />}
    </>
  );
}
