import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

// Mantine wants ten shades. They are only a fallback: the page's own properties (kit/theme.css) win below.
const accent: MantineColorsTuple = [
  "#e2f0eb",
  "#c4e0d7",
  "#95c9b9",
  "#62b09a",
  "#359a80",
  "#17866b",
  "#0a6b57",
  "#075243",
  "#053d32",
  "#032a22",
];

/** Mantine in the house's look. */
export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: 6,
  colors: { accent },
  fontFamily: "var(--ft-font)",
  fontFamilyMonospace: "var(--ft-mono)",
  headings: { fontFamily: "var(--ft-font)", fontWeight: "700" },
  defaultRadius: "md",
  cursorType: "pointer",
  // The house draws its own ring, the same on every page (kit/base.css).
  focusRing: "never",
  // Named, so that the style sheet finds filled buttons by their variant.
  components: { Button: { defaultProps: { variant: "filled" } } },
});

const shared = {
  "--mantine-color-body": "var(--ft-paper)",
  "--mantine-color-text": "var(--ft-ink)",
  "--mantine-color-dimmed": "var(--ft-ink-soft)",
  "--mantine-color-anchor": "var(--ft-accent)",
  "--mantine-color-error": "var(--ft-danger)",
  "--mantine-color-default-border": "var(--ft-line)",
  "--mantine-primary-color-filled": "var(--ft-accent)",
  "--mantine-primary-color-filled-hover": "var(--ft-accent-strong)",
  "--mantine-primary-color-contrast": "var(--ft-on-accent)",
  "--mantine-primary-color-light": "var(--ft-accent-soft)",
  "--mantine-primary-color-light-hover": "var(--ft-accent-soft)",
  "--mantine-primary-color-light-color": "var(--ft-accent)",
  "--mantine-color-accent-filled": "var(--ft-accent)",
  "--mantine-color-accent-filled-hover": "var(--ft-accent-strong)",
  "--mantine-color-accent-light": "var(--ft-accent-soft)",
  "--mantine-color-accent-light-hover": "var(--ft-accent-soft)",
  "--mantine-color-accent-light-color": "var(--ft-accent)",
  "--mantine-color-accent-outline": "var(--ft-accent)",
};

/** Points Mantine's properties at the house's, so that there is one set of colours. */
export const properties: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});

/** The nonce that the response's policy allows styles with; Vite writes it into this tag. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
