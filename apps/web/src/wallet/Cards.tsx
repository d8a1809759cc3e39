import { Alert, Button, Skeleton } from "@mantine/core";
import { useWords } from "./useWords.ts";

/** A place that is being filled: as tall as what comes, so that nothing jumps. */
export function LoadingCard({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useWords();
  return (
    <div className="wl-card" role="status">
      <span className="ft-unseen">{t("loading")}</span>
      {Array.from({ length: lines }, (_, at) => (
        <Skeleton key={at} height={22} mt={at === 0 ? 0 : "md"} width={`${90 - at * 18}%`} />
      ))}
    </div>
  );
}

/** What went wrong, and the one next step. */
export function FailureCard({
  error,
  retry,
}: {
  readonly error: unknown;
  readonly retry?: () => void;
}) {
  const { t, failure } = useWords();
  const { title, hint } = failure(error);
  return (
    <Alert className="wl-alert" role="alert" variant="outline" color="red">
      <p className="wl-alert-title">{title}</p>
      <p>{hint}</p>
      {retry !== undefined && (
        <Button variant="default" className="wl-button" mt="sm" onClick={retry}>
          {t("retry")}
        </Button>
      )}
    </Alert>
  );
}

/** Nothing yet: what will be here, and how it comes. */
export function EmptyCard({ title, hint }: { readonly title: string; readonly hint: string }) {
  return (
    <div className="wl-empty wl-card">
      <p className="wl-empty-title">{title}</p>
      <p>{hint}</p>
    </div>
  );
}
