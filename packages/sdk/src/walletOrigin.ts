import { FarthingError } from "./farthingError.ts";

/** Who was told a wrong thing, and where the right one is found. */
interface Told {
  readonly where: string;
  readonly hint: string;
}

/** The origin of a wallet. Throws {@link FarthingError} `misconfigured`. */
export function walletOrigin(text: string, { where, hint }: Told): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw misconfigured(
      `${where}: \`wallet\` is not an address such as https://wallet.example`,
      hint,
    );
  }
  const isLoopback = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !isLoopback) {
    throw misconfigured(
      `${where}: \`wallet\` must be https, or what is sent crosses the network unencrypted`,
      hint,
    );
  }
  return url.origin;
}

/** What nobody but whoever wrote the program can mend. */
export function misconfigured(what: string, hint: string): FarthingError {
  return new FarthingError({
    code: "misconfigured",
    status: null,
    title: `${what}.`,
    hint,
    retry: "never",
  });
}
