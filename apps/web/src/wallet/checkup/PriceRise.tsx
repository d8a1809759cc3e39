import { useWords } from "../useWords.ts";
import { OneButton } from "./OneButton.tsx";
import { usePriceRise, useReview } from "./queries.ts";
import { useDone } from "./useDone.ts";
import { siteAnchor } from "./siteAnchor.ts";

/** On a site's card, while its price is news: keep it here; lower its lines, pause it or take it back below. */
export function PriceRise({ allowance }: { readonly allowance: string }) {
  const { t, money } = useWords();
  const advice = usePriceRise(allowance);
  const review = useReview();
  const { said, done } = useDone(`#${siteAnchor(allowance)}`);
  const run = async (id: string) => {
    await review.mutateAsync(id);
    done(t("checkup.price-rise.kept"));
  };
  return (
    <>
      {advice !== undefined && (
        <div className="wl-told">
          <p>{t("checkup.price-rise.why", { from: money(advice.from), to: money(advice.to) })}</p>
          <OneButton
            label={t("checkup.price-rise.keep")}
            run={() => run(advice.id)}
            change={review}
          />
        </div>
      )}
      {said !== "" && <p role="status">{said}</p>}
    </>
  );
}
