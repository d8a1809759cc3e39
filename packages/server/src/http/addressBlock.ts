import { isIPv4, isIPv6 } from "node:net";

/**
 * The network that an address belongs to, about one customer's: the /24 of IPv4, the /48 of IPv6 (RFC 6177 §2). `null`
 * for what is no address.
 */
export function addressBlock(address: string): string | null {
  const [bare = ""] = address.split("%");
  const mapped = /^::ffff:([0-9.]+)$/i.exec(bare)?.[1] ?? bare;
  if (isIPv4(mapped)) return mapped.split(".").slice(0, 3).join(".");
  if (!isIPv6(bare)) return null;
  const [head = "", tail] = bare.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const filled = tail === undefined ? groups : [...groups, "0", "0", "0"];
  return filled
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
