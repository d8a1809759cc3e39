import { day, second, systemClock } from "@farthing/core";
import { pino } from "pino";
import { anchorsOf } from "../anchors/anchorsOf.ts";
import type { Settings } from "../config.ts";
import { readWitnesses } from "../readTrustPolicy.ts";
import type { GivenSeeds } from "../keys.ts";
import type { WireOptions } from "../wire.ts";
import type { Speech } from "./command.ts";

/** What a server is made of, as the settings say. `level`: of the log, unless they name one. */
export function wireOptions(
  settings: Settings,
  level: string,
  complain: Speech["complain"],
): WireOptions {
  const { data, host, port, origin, trustProxy, checkpointCopy, smtp, mailFrom: from } = settings;
  const logger = pino({ level: settings.log ?? level }, pino.destination({ dest: 1, sync: false }));
  return {
    folder: data,
    host,
    port,
    ...(origin === undefined ? {} : { origin }),
    ...(checkpointCopy === undefined ? {} : { checkpointCopy }),
    anchors: anchorsOf(settings, systemClock),
    config: {
      trustProxy,
      checkpointEveryMs: settings.checkpointEvery * second,
      anchorEveryMs: settings.anchorEvery * second,
      policyFile: settings.policy ?? null,
      witnesses: settings.witnesses === undefined ? null : readWitnesses(settings.witnesses),
      mail: smtp === undefined || from === undefined ? null : { smtp, from },
      liabilitiesHour: settings.liabilitiesHour,
      confirmAbove: BigInt(settings.confirmAbove),
      eraseWaitMs: settings.eraseWaitDays * day,
      rate: {
        addressPerMinute: settings.rateAddress,
        payerPerMinute: settings.ratePayer,
        merchantPerMinute: settings.rateMerchant,
      },
    },
    seeds: seedsOf(settings),
    logger,
    onFault(error) {
      // What was acknowledged is on disk; what was not may be. Only a fresh start can tell which.
      complain(`The ledger stopped, so Farthing stops: ${error.message}`);
      process.exit(1);
    },
  };
}

/** The seeds that are kept outside of the data folder. */
export function seedsOf(settings: Settings): GivenSeeds {
  return {
    issuer: settings.keyIssuer,
    log: settings.keyLog,
    field: settings.keyField,
    pairwise: settings.keyPairwise,
    arrival: settings.keyArrival,
  };
}

export const cookieNote =
  "The session cookie is `farthing-dev`, without Secure: this is http on this machine only, and some browsers drop Secure cookies there.";
