import { MailAddressRequest } from "@farthing/protocol";

/** A mail server and who signs in there, and nothing else: a path or a query would be overlooked. */
export function isSmtpAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === "") return false;
  return /^\/?$/.test(url.pathname) && url.search === "" && url.hash === "" && isEncoded(url);
}

function isEncoded({ username, password }: URL): boolean {
  return !/%(?![\da-f]{2})/i.test(`${username}${password}`);
}

/** An address, with or without a name before it; no line end, so that no other header can follow. */
export function isSender(text: string): boolean {
  const [, name = "", address = text] = /^([^<>"@,;:\\\p{Cc}]{1,60}) <([^<>]+)>$/u.exec(text) ?? [];
  return name.trim() === name && MailAddressRequest.shape.address.safeParse(address).success;
}
