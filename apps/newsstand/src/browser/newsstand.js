// The page's own part: hands receipts to this site's server and shows what it answers. It unlocks nothing itself.
import { beginDownload } from "./download.js";

/** @typedef {{ kind: string, html?: string, sentence?: string }} Answer */

const page = document.querySelector("[data-ware]");
const rest = document.querySelector(".rest");
const news = document.querySelector(".news");
const retryMs = [0, 400, 1500, 4000];

/**
 * Posts JSON to this site; asks again while the network is silent. A receipt opens once, a retry opens again.
 * @param {string} path
 * @param {Record<string, string>} body
 * @returns {Promise<Answer | null>}
 */
async function post(path, body) {
  const ware = page?.getAttribute("data-ware") ?? "";
  for (const ms of retryMs) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ware, ...body }),
      });
      if (response.status !== 503) return /** @type {Answer} */ (await response.json());
    } catch {
      // Offline: the next round tries again.
    }
  }
  return null;
}

/**
 * @param {string} sentence
 * @param {() => void} [again]
 */
function say(sentence, again) {
  if (!news) return;
  news.textContent = sentence;
  if (!again) return;
  const button = document.createElement("button");
  button.textContent = "Try again";
  button.addEventListener("click", again, { once: true });
  news.append(" ", button);
}

/** Times as the reader's own clock shows them. */
function localTimes() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    time.textContent = at.toLocaleString(document.documentElement.lang, {
      weekday: "long",
      hour: "2-digit",
      minute: "2-digit",
    });
  }
}

/**
 * @param {string} path
 * @param {Record<string, string>} body
 */
async function open(path, body) {
  say("");
  const answer = await post(path, body);
  if (answer?.kind === "open" && rest) {
    rest.innerHTML = answer.html ?? "";
    page?.classList.add("bought");
    localTimes();
    // Paid on the wallet's page: the button here knows nothing of it and has nothing to undo.
    if (path === "/returned") document.querySelector(".till")?.remove();
    // The reader's next key must scroll, not press the button again.
    rest.querySelector("h2")?.focus({ preventScroll: true });
    watchDelivery();
  } else if (answer) {
    say(answer.sentence ?? "");
  } else {
    say("What you paid for did not arrive. You paid once and are not charged again.", () => {
      inTurn(() => open(path, body));
    });
  }
}

async function close() {
  const answer = await post("/relock", {});
  if (answer && answer.kind !== "locked") return;
  rest?.replaceChildren();
  page?.classList.remove("bought");
  say(answer?.sentence ?? "You took the payment back.");
}

/** What was paid for is a file: fetches it, unless it has arrived before. */
function watchDelivery() {
  const delivery = rest?.querySelector(".delivery");
  if (delivery instanceof HTMLElement) beginDownload(delivery);
}

// One after the other: an undo must not overtake the payment it undoes.
let queue = Promise.resolve();

/** @param {() => Promise<void>} act */
function inTurn(act) {
  queue = queue.then(act);
}

/**
 * @param {string} name
 * @param {(detail: Record<string, string>) => Promise<void>} act
 */
function when(name, act) {
  document.addEventListener(name, (event) => {
    if (!(event instanceof CustomEvent)) return;
    const detail = /** @type {Record<string, string>} */ (event.detail);
    inTurn(() => act(detail));
  });
}

/** What the reader wrote with a tip; goes with the first receipt only. */
function words() {
  const field = document.querySelector("input[name=words]");
  return field instanceof HTMLInputElement && field.value !== "" ? { words: field.value } : {};
}

/** What is bought opens for the session that bought it: without cookies it would be paid for and never opened. */
function closeTill() {
  const till = document.querySelector(".till");
  if (!till) return;
  const sentence = document.createElement("p");
  sentence.className = "closed";
  sentence.setAttribute("role", "status");
  sentence.textContent =
    "Your browser keeps no cookies for this site, so we could not open for you what you buy, and sell nothing here. " +
    "Nothing was charged. Allow cookies for this site and reload the page.";
  till.replaceChildren(sentence);
}

/** Whether this site may keep a cookie. Chromium's `navigator.cookieEnabled` stays true when its settings forbid all. */
function keepsCookies() {
  document.cookie = "newsstand-asks=1; SameSite=Lax";
  const kept = document.cookie.includes("newsstand-asks=1");
  document.cookie = "newsstand-asks=; Max-Age=0; SameSite=Lax";
  return kept;
}

if (!keepsCookies()) closeTill();

if (page) {
  localTimes();
  watchDelivery();
  when("farthing-paid", ({ receipt = "" }) => open("/unlock", { receipt, ...words() }));
  when("farthing-owned", ({ receipt = "" }) => open("/unlock", { receipt }));
  when("farthing-returned", ({ nonce = "" }) => open("/returned", { nonce }));
  when("farthing-undone", close);
}

const breaking = document.querySelector("input[name=break]");
if (breaking instanceof HTMLInputElement) {
  breaking.addEventListener("change", () => {
    void fetch("/break", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ isOn: breaking.checked }),
    });
  });
}
