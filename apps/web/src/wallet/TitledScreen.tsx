import type { ReactNode } from "react";
import { BackLink } from "./BackLink.tsx";
import { useWindowTitle } from "./useWindowTitle.ts";

/** A page of the wallet beside its first one, with its name above it and in the window's title. */
export function TitledScreen({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  useWindowTitle(title);
  return (
    <div className="wl-narrow">
      <BackLink />
      <h1 className="wl-screen-title">{title}</h1>
      {children}
    </div>
  );
}
