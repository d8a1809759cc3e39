import type { KeyStore } from "./keyStore.ts";
import type { Session } from "./session.ts";

/** Renews a dead key. Whatever makes the server know a key begins here. */
export async function livingKey(session: Session): Promise<KeyStore> {
  if (session.keyIs === "dead") {
    session.keys = await session.keys.renew();
    session.keyIs = "fresh";
  }
  return session.keys;
}
