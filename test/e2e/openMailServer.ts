import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A real mail server on this machine that keeps what it is given. */
export interface MailServer {
  readonly port: number;
  /** Waits for a message with these words in it, and answers with its text as its reader sees it. */
  wait(words: string): Promise<string>;
  readonly count: () => number;
  close(): Promise<void>;
}

const waitMaxMs = 20_000;

export async function openMailServer(): Promise<MailServer> {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        received.push(textOf(Buffer.concat(parts).toString()));
        done();
      });
    },
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    async wait(words) {
      for (let waitedMs = 0; waitedMs < waitMaxMs; waitedMs += 100) {
        const found = received.find((text) => text.includes(words));
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`no mail says ${words}: ${received.join("\n---\n")}`);
    },
    count: () => received.length,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Quoted-printable, undone (RFC 2045 §6.7). */
function textOf(raw: string): string {
  const bytes = raw
    .replaceAll("=\r\n", "")
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString().replaceAll("\r\n", "\n");
}
