import { createSoftPasskey } from "@farthing/identity/testing";
import type { Visitor } from "@farthing/lab";
import type { ApproveResponse, OpenGrantResponse } from "@farthing/protocol";
import type { Approve } from "./story.ts";

/**
 * Approves where the engine has no passkeys: the wallet's page was really opened by the frame's own window, every request
 * is sent by that page with its cookies and its arrival, and only the passkey is the test program's. A person would
 * read there that this browser cannot use passkeys.
 */
export function approvesByProgram(): Approve {
  const passkey = createSoftPasskey();
  return async (visitor) => {
    const grant = await visitor.until("wallet", `new URL(location.href).searchParams.get("grant")`);
    const ask = askOn(visitor, `/v1/wallet/grants/${String(grant)}`);
    const arrival = await visitor.until(
      "wallet",
      `document.querySelector("[name=farthing-arrival]").content`,
    );
    const opened = await ask<OpenGrantResponse>("open", { arrival });
    const way = opened.wallet === null ? "create" : "get";
    const terms = { choice: "allow", limits: opened.standing === null ? opened.preset : null, way };
    const { options } = await ask<{ options: never }>("terms", terms);
    const origin = await visitor.until<string>("wallet", "location.origin");
    const { outcome } = await ask<ApproveResponse>("approve", {
      credential: passkey[way](options, origin),
    });
    if (outcome.kind !== "captured") throw new Error(`not captured: ${JSON.stringify(outcome)}`);
    await visitor.until("wallet", "window.close() ?? true");
    await visitor.alone();
  };
}

/** Sends a request as the page does. It is sent once: asking for its answer again and again does not send it again. */
function askOn(visitor: Visitor, base: string) {
  return async <Body>(path: string, body: object): Promise<Body> => {
    const sent = JSON.stringify({
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await visitor.until<string>(
      "wallet",
      `(window.asked ??= {})["${path}"] ??= fetch("${base}/${path}", ${sent}).then((response) => response.text())`,
    );
    const answer = JSON.parse(text) as Body & { code?: string };
    if (answer.code !== undefined) throw new Error(`${path} answered ${text}`);
    return answer;
  };
}
