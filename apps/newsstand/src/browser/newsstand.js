// The page's own part: hands receipts to this site's server and shows what it answers. It unlocks nothing itself.

/** @typedef {{ kind: string, html?: string, sentence?: string }} Answer */

const page = document.querySelector("[data-article]");
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
  const article = page?.getAttribute("data-article") ?? "";
  for (const ms of retryMs) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ article, ...body }),
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
    // Paid on the wallet's page: the button here knows nothing of it and has nothing to undo.
    if (path === "/returned") document.querySelector(".till")?.remove();
    // The reader's next key must scroll, not press the button again.
    rest.querySelector("h2")?.focus({ preventScroll: true });
  } else if (answer) {
    say(answer.sentence ?? "");
  } else {
    say("The article did not arrive. You paid once and are not charged again.", () => {
      inTurn(() => open(path, body));
    });
  }
}

async function close() {
  const answer = await post("/relock", {});
  if (answer && answer.kind !== "locked") return;
  rest?.replaceChildren();
  page?.classList.remove("bought");
  say("You took the payment back. The article is closed again.");
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

if (page) {
  when("farthing-paid", ({ receipt = "" }) => open("/unlock", { receipt }));
  when("farthing-owned", ({ receipt = "" }) => open("/unlock", { receipt }));
  when("farthing-returned", ({ nonce = "" }) => open("/returned", { nonce }));
  when("farthing-undone", close);
}
