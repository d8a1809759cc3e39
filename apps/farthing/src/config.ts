import { readFileSync } from "node:fs";
import { isLoopback } from "@farthing/core";
import { confirmationsDefault } from "@farthing/log";
import { isSender, isSmtpAddress } from "@farthing/server";
import { z } from "zod";

/** A setting is missing, unknown or wrong; the message is one sentence that says which. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const whole = (max: number, min = 0) => {
  const error = `a whole number from ${min} to ${max}`;
  return z.coerce.number(error).int(error).min(min, error).max(max, error);
};
const port = whole(65_535);
const perMinute = whole(1_000_000);
/** The most that one click pays. */
const clickAmount = whole(5_000_000);
const yesNo = z.union([
  z.boolean(),
  z.enum(["true", "false"]).transform((word) => word === "true"),
]);
const seed = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "32 bytes as base64url");

/** Every setting there is. Safe when nothing is set: this machine only, data in ./data. */
export const Settings = z.strictObject({
  /** Folder of everything that lasts. */
  data: z.string().min(1).default("./data"),
  /** Address to listen on. */
  host: z.string().min(1).default("127.0.0.1"),
  port: port.default(4020),
  newsstandPort: port.default(4021),
  /** Where payers reach this server. Default: http://localhost and the port. */
  origin: z
    .string()
    .refine((text) => URL.parse(text)?.origin === text, "an origin such as https://pay.example")
    .optional(),
  /** A proxy of ours ends TLS in front and writes `X-Forwarded-For`. */
  trustProxy: yesNo.default(false),
  /** Level of the log on standard output. Default: `warn` for the demo, `info` for `serve`. */
  log: z.enum(["silent", "fatal", "error", "warn", "info", "debug"]).optional(),
  /** Requests a minute for each address, payer and merchant; 0: no limit. */
  rateAddress: perMinute.default(1_200),
  ratePayer: perMinute.default(120),
  rateMerchant: perMinute.default(12_000),
  /** Above this price, in the smallest unit, a click needs a second yes; 0: always. */
  confirmAbove: clickAmount.default(500_000),
  /** Days from asking that a wallet be erased to erasing it; 0: at once. */
  eraseWaitDays: whole(90).default(7),
  /** The Newsstand sends `Cross-Origin-Opener-Policy: same-origin`, as careful publishers do. */
  newsstandCoop: yesNo.default(false),
  /** Seconds from one signed head of the log to the next; receipts promise to be in the log a second later. */
  checkpointEvery: whole(60, 1).default(1),
  /** A second file for the newest published checkpoint, best on another disk. */
  checkpointCopy: z.string().min(1).optional(),
  /** The operator's policy file; its signature stands beside it in `.sig` (`farthing policy sign`). */
  policy: z.string().min(1).optional(),
  /** Whom `farthing verify` believes where --policy is not said: a tlog-policy. */
  trustPolicy: z.string().min(1).optional(),
  /** Who witnesses the log, and how many of them must: a tlog-policy with their addresses. Default: nobody is asked. */
  witnesses: z.string().min(1).optional(),
  /** From this hour on, UTC, the day's total of what is owed to payers and merchants is sealed in the log. */
  liabilitiesHour: whole(23).default(3),
  /** A file in which heads of the log are anchored, best on another disk. Default: none. */
  anchorFile: z.string().min(1).optional(),
  /** JSON-RPC of the EVM chain in which heads are anchored; goes with the contract and the key. Default: none. */
  anchorRpc: z
    .string()
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), "an http or https address")
    .optional(),
  /** Address of the contract (contracts/Anchor.sol) in it. */
  anchorContract: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "an address: 0x and 40 hexadecimal digits")
    .optional(),
  /** Key of the account that owns the contract and does nothing else. */
  anchorKey: z
    .string()
    .regex(/^(0x)?[0-9a-fA-F]{64}$/, "32 bytes as 64 hexadecimal digits")
    .optional(),
  /** Seconds from one anchored head to the next. */
  anchorEvery: whole(86_400).default(600),
  /** Blocks, its own included, until a head in the chain counts as final. */
  anchorConfirmations: whole(10_000).default(confirmationsDefault),
  /** The mail server: `smtps://name:password@mail.example`, or `smtp://` with STARTTLS. Default: no mail is sent. */
  smtp: z
    .string()
    .refine(isSmtpAddress, "an address such as smtps://name:password@mail.example")
    .optional(),
  /** Whom mails are from: `alerts@pay.example` or `Farthing <alerts@pay.example>`. */
  mailFrom: z
    .string()
    .refine(isSender, "an address such as alerts@pay.example or Farthing <alerts@pay.example>")
    .optional(),
  /** Seeds of the keys, for whoever keeps them outside of the data folder. Default: data/keys.json. */
  keyIssuer: seed.optional(),
  keyLog: seed.optional(),
  keyField: seed.optional(),
  keyPairwise: seed.optional(),
  keyArrival: seed.optional(),
});

export type Settings = z.infer<typeof Settings>;

const names = Object.keys(Settings.shape) as (keyof Settings)[];
const secrets = new Set<string>(
  names.filter((name) => /^(key[A-Z]|smtp$|anchorRpc$|anchorKey$)/.test(name)),
);

/** Whether a setting is never to be shown. */
export function isSecret(setting: keyof Settings): boolean {
  return secrets.has(setting);
}

/** `newsstandPort` → `FARTHING_NEWSSTAND_PORT`. */
export function environmentName(setting: keyof Settings): string {
  return `FARTHING_${setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Settings from `FARTHING_*` (secrets also as `FARTHING_…_FILE`, a file that holds the value), over the JSON file that
 * `FARTHING_CONFIG` names, over the defaults. Throws `ConfigError`; a name that is not a setting is one, too.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const file = environment["FARTHING_CONFIG"];
  const given = {
    ...(file === undefined ? {} : readJsonFile(file)),
    ...fromEnvironment(environment),
  };
  const parsed = Settings.safeParse(given);
  if (parsed.success) return checkAnchor(checkMail(checkReachable(parsed.data)));
  const issue = parsed.error.issues[0];
  if (issue?.code === "unrecognized_keys") {
    throw new ConfigError(
      `There is no setting \`${issue.keys[0]}\`: the settings are ${names.join(", ")}.`,
    );
  }
  const setting = issue?.path[0] as keyof Settings;
  throw new ConfigError(
    `The setting \`${setting}\` (${environmentName(setting)}) is wrong: ${issue?.message}.`,
  );
}

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const known = new Map<string, keyof Settings>(names.map((name) => [environmentName(name), name]));
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith("FARTHING_") || name === "FARTHING_CONFIG" || value === undefined)
      continue;
    const fromFile = known.get(name.replace(/_FILE$/, ""));
    const setting = known.get(name);
    if (setting !== undefined) settings[setting] = value;
    else if (fromFile !== undefined && secrets.has(fromFile))
      settings[fromFile] = readSecret(name, value);
    else
      throw new ConfigError(
        `There is no setting ${name}: the names are ${[...known.keys()].join(", ")}.`,
      );
  }
  return settings;
}

function readSecret(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw new ConfigError(`${name} names a file that cannot be read: ${path}.`);
  }
}

function readJsonFile(path: string): Record<string, unknown> {
  try {
    const parsed = z
      .record(z.string(), z.unknown())
      .safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.data;
  } catch {
    // Said below in the same words, whatever is wrong with it.
  }
  throw new ConfigError(`FARTHING_CONFIG names a file that is not a JSON object: ${path}.`);
}

/** frame-and-grant.md rule 12: beyond this machine only behind TLS. */
function checkReachable(settings: Settings): Settings {
  const { host, origin, trustProxy } = settings;
  const url = origin === undefined ? null : new URL(origin);
  if (url?.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new ConfigError(
      `FARTHING_ORIGIN ${origin} is not https: browsers keep passkeys from such an address.`,
    );
  }
  const hostName = host.includes(":") ? `[${host}]` : host;
  if (isLoopback(hostName) || (trustProxy && url?.protocol === "https:")) return settings;
  throw new ConfigError(
    `FARTHING_HOST ${host} can be reached from other machines: put a proxy with TLS in front and set FARTHING_ORIGIN to its https address and FARTHING_TRUST_PROXY=true, or leave the host at 127.0.0.1.`,
  );
}

function checkMail(settings: Settings): Settings {
  const { smtp, mailFrom } = settings;
  if ((smtp === undefined) === (mailFrom === undefined)) return settings;
  throw new ConfigError(
    "FARTHING_SMTP and FARTHING_MAIL_FROM go together: set both, or neither to send no mail.",
  );
}

function checkAnchor(settings: Settings): Settings {
  const { anchorRpc, anchorContract, anchorKey } = settings;
  const given = [anchorRpc, anchorContract, anchorKey].filter((each) => each !== undefined);
  if (given.length === 0 || given.length === 3) return settings;
  throw new ConfigError(
    "FARTHING_ANCHOR_RPC, FARTHING_ANCHOR_CONTRACT and FARTHING_ANCHOR_KEY (or FARTHING_ANCHOR_KEY_FILE) go together: set all three, or none to anchor in no chain.",
  );
}
