/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A heading that takes the focus when its screen appears, so that a screen reader reads on from there. */
export function ScreenTitle({ children }: { readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} class="pay-title" tabIndex={-1}>
      {children}
    </h1>
  );
}
