import { isLoopback, second } from "@farthing/core";
import { createTransport } from "nodemailer";
import type { ServerConfig } from "../config.ts";
import type { Message } from "./letter.ts";

/** The mail server that takes our mails. */
export interface Smtp {
  /**
   * Hands one message over; `id` names it, so that a second copy of it can be told. Rejects with nodemailer's error; with
   * `EABORT` when `signal` ended it, and then the server may have taken it all the same.
   */
  send(message: Message & { readonly id: string }, signal: AbortSignal): Promise<void>;
}

const timeoutMs = 15 * second;
const ports = { "smtp:": 587, "smtps:": 465 } as const;

/**
 * The server behind an `smtp://` or `smtps://` address, which may carry a name and a password. Nothing goes in the clear:
 * `smtp://` asks for STARTTLS (RFC 3207) and fails without, except on this machine.
 */
export function openSmtp({ smtp, from }: NonNullable<ServerConfig["mail"]>, origin: string): Smtp {
  const url = new URL(smtp);
  const secure = url.protocol === "smtps:";
  const name = new URL(origin).hostname;
  const transport = createTransport({
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? ports[secure ? "smtps:" : "smtp:"] : Number(url.port),
    secure,
    requireTLS: !secure && !isLoopback(url.hostname),
    auth: loginOf(url),
    name,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, to, subject, text }, signal) {
      await transport.sendMail({
        from,
        // An object is taken as it is: nobody reads a list or a name out of it.
        to: { name: "", address: to },
        subject,
        text,
        messageId: `<${id}@${name}>`,
        // RFC 3834 §5: no holiday notes back.
        headers: { "auto-submitted": "auto-generated" },
        signal,
      });
    },
  };
}

function loginOf({ username, password }: URL): { user: string; pass: string } | undefined {
  if (username === "") return undefined;
  return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
}
