/** Whose signatures the receipts in an export bear: a tlog-policy, without which nobody can check them years later. */
export const policyName = "log.policy";

/** The first file of an export, for whoever opens it years later without us. `moment`: as the payer's zone writes it. */
export function readMe(origin: string, moment: string): string {
  return `This is everything that ${origin} kept of one wallet at ${moment}.

wallet.json      name, settings, limits, passkeys, sessions, allowances, keys, programs, reports, mails, advice, questions
payments.ndjson  one payment or top-up a line (JSON), newest first, each with its receipt
statement.csv    the account from its first line to its last, for a spreadsheet
receipts/        one file for each payment: proof that it is in the public log, checked without this server
${policyName}       whose signatures those proofs bear: the log's keys, and the witnesses that it asked
export.json      how many there are. It is written last: an archive without it was cut off. Download it again.

To check a receipt, in this folder, on any computer with Farthing:
  farthing verify receipts/pay_….tlog-proof --policy ${policyName}
or in a browser: open /verify of any Farthing server, choose the receipt, and ${policyName} under "Use my own policy".
${policyName} is what this server said of itself on that day. Compare it with one from elsewhere, if you have one.
Amounts are whole numbers in the smallest unit of their asset: 50000 of PLAY/6 is 0.05. Times are milliseconds since 1970.
The shape of each file: ${origin}/reference, and docs/reference/export.md of Farthing.

Keep it where you would keep bank statements: whoever has it reads what you paid, and can take no money with it.

Dies ist alles, was ${origin} zu dieser Wallet aufbewahrt hat. Heben Sie es auf wie Kontoauszüge: Wer es hat, liest mit,
was Sie bezahlt haben, kann damit aber kein Geld nehmen. Eine Quittung prüfen Sie mit dem Befehl oben, oder im Browser
unter /verify jedes Farthing-Servers mit ${policyName} als eigener Richtlinie.
`;
}
