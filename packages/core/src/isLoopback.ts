/** The loopback names of RFC 8252 §7.3 and RFC 6761 §6.3. */
const loopbackHosts = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether `hostname` (of a URL) can only be this machine. */
export function isLoopback(hostname: string): boolean {
  return loopbackHosts.test(hostname);
}
