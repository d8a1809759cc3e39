/** Hexadecimal digits with `0x` before them, as chains spell keys and addresses. */
export function asHex(text: string): `0x${string}` {
  return `0x${text.replace(/^0x/, "")}`;
}
