/**
 * Whether an origin names one host. The URL standard also takes `https://*` and `https://a;b`, and origins are written
 * into `frame-ancestors`, where `*` is every site and `;` ends the list (CSP 3 §2.3.1).
 */
export function isOneHost(origin: string): boolean {
  return /^https?:\/\/([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]+)?$/.test(origin);
}
