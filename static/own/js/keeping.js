// What is typed is kept on the server for the person who types, some seconds after the last key. Saving stays a press.

const PAUSE_MS = 4000;
const UNREACHED = "The portal cannot be reached, so what you type is not kept. It is still on this page.";
const REFUSED =
  "What you type is not kept: you are signed out, or the response is not being written any more. It is still on this page. " +
  "Copy it before you leave.";

export function keepTyping() {
  const form = document.querySelector("form[data-keep]");
  let timer;
  let isOpen = Boolean(document.querySelector(".govuk-error-summary")); // something is typed that is not kept yet
  let typed = 0; // counts what is typed, so that an answer closes only what it is about
  let request;

  const keep = async () => {
    const upTo = typed;
    request?.abort();
    request = new AbortController();
    try {
      const sent = { method: "POST", body: new FormData(form), redirect: "manual", signal: request.signal };
      const answer = await fetch(form.dataset.keep, sent);
      if (answer.ok && upTo === typed) isOpen = false;
      if (answer.ok) say(form, `Kept for you at ${await answer.text()}. Others see it once you save.`, "note");
      else say(form, answer.status === 413 ? await answer.text() : REFUSED, "alert");
    } catch (error) {
      if (error.name === "AbortError") return;
      say(form, UNREACHED, "alert");
    }
  };
  const keepNow = () => {
    clearTimeout(timer);
    if (isOpen) keep();
  };
  form.addEventListener("input", () => {
    isOpen = true;
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  });
  // What is sent while the page goes away, by beacon or with keepalive, may hold 64 KiB at most: a long text is lost
  // there. So what is typed leaves by a plain request before that, with each field left and each change of tab.
  form.addEventListener("focusout", keepNow);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keepNow();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget) return; // the preview opens elsewhere
    isOpen = false;
    clearTimeout(timer);
    request?.abort();
  });
  addEventListener("pagehide", () => {
    if (isOpen) navigator.sendBeacon(form.dataset.keep, new FormData(form));
  });
}

// Read out only what went wrong; the rest would speak into every sentence.
function say(form, text, role) {
  for (const [index, line] of form.querySelectorAll("[data-kept]").entries()) {
    if (!index) line.setAttribute("role", role);
    line.hidden = false;
    line.textContent = text;
  }
}
