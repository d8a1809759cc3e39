import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { openLetter } from "./letter.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";
import { cookie, ownHeaders, type Person, post } from "../payments/person.testing.ts";

/** A real mail server on this machine that keeps what it is given. */
export interface MailServer {
  readonly port: number;
  /** As they came over the wire, whole. */
  readonly received: { readonly to: readonly string[]; readonly raw: string }[];
  close(): Promise<void>;
}

export async function openMailServer(
  options: SMTPServerOptions = {},
  port = 0,
): Promise<MailServer> {
  const received: MailServer["received"] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, raw: Buffer.concat(parts).toString() });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The text of a message, as its reader sees it (RFC 2045 §6.7). */
export function textOf(raw: string): string {
  const body = raw.slice(raw.indexOf("\r\n\r\n") + 4);
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString().replaceAll("\r\n", "\n");
}

/** What waits in the outbox, oldest first. */
export async function outboxOf(stage: TestServer) {
  const rows = await stage.deps.store
    .selectFrom("mails")
    .selectAll()
    .where("sent_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ kind: row.kind, ...openLetter(stage.deps, row) }));
}

/** The path of the link in a text. */
export function linkIn(text: string, of: "confirm" | "freeze" | "cancel"): string {
  const link = text.split("\n").find((line) => line.startsWith(`${testOrigin}/mail/${of}/`)) ?? "";
  return new URL(link).pathname;
}

/** A link opened from a mail program: another site brings the browser here. */
export async function openLink(stage: TestServer, path: string, language = "en") {
  const headers = { "sec-fetch-site": "cross-site", "accept-language": language };
  return pageOf(await stage.fetch(path, { headers }));
}

/** The page's form, sent as a browser sends it. */
export async function pressLink(
  stage: TestServer,
  path: string,
  headers: Record<string, string> = {},
) {
  const form = { ...ownHeaders, "content-type": "application/x-www-form-urlencoded", ...headers };
  return pageOf(await stage.fetch(path, { method: "POST", headers: form, body: "" }));
}

async function pageOf(response: Response) {
  return {
    status: response.status,
    headers: response.headers,
    title: /<h1>([^<]*)<\/h1>/.exec(await response.clone().text())?.[1] ?? "",
    text: await response.text(),
  };
}

export function askAddress(stage: TestServer, person: Person, address: unknown) {
  return post(stage, "/v1/wallet/mail-address", { address }, cookie(person.session));
}

/** Gives an address and uses the link that comes to it. */
export async function confirmAddress(
  stage: TestServer,
  person: Person,
  address: string,
): Promise<void> {
  await askAddress(stage, person, address);
  const mail = (await outboxOf(stage)).findLast(({ to }) => to === address);
  const { status } = await pressLink(stage, linkIn(mail?.text ?? "", "confirm"));
  if (status !== 200) throw new Error(`the address was not confirmed: ${status}`);
}
