// What TypeScript must know of the wallet's element. React 19 passes `onfarthing-…` to addEventListener.
import type { DetailedHTMLProps, HTMLAttributes } from "react";

interface FarthingAttributes extends DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> {
  /** The signed offer of your server. */
  offer: string;
  theme?: "light" | "dark" | "auto";
  /** Id of what gets the focus once it is paid. */
  "focus-to"?: string;
  "onfarthing-paid"?: (event: CustomEvent<{ receipt: string; payment: string }>) => void;
  "onfarthing-owned"?: (event: CustomEvent<{ receipt: string; payment: string }>) => void;
  "onfarthing-undone"?: (event: CustomEvent<{ payment: string }>) => void;
  "onfarthing-returned"?: (event: CustomEvent<{ nonce: string }>) => void;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "farthing-button": FarthingAttributes;
    }
  }
}
