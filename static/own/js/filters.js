// Live filters: the same GET form, fetched and swapped. Without this script its button does the work.

const NARROW = matchMedia("(max-width: 57.99rem)");
const TYPING_PAUSE_MS = 400;

export function liveFilters() {
  foldPanelOnNarrowScreens();
  const form = document.querySelector("[data-live-filter]");
  if (form) listen(form);
}

function foldPanelOnNarrowScreens() {
  const panel = document.querySelector("[data-filter]");
  if (!panel) return;
  const fold = () => { panel.open = !NARROW.matches; };
  fold();
  NARROW.addEventListener("change", fold);
}

function listen(form) {
  let timer;
  const go = () => show(form, address(form));
  form.addEventListener("change", go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  form.querySelector("[type=search]")?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(go, TYPING_PAUSE_MS);
  });
  addEventListener("popstate", () => location.reload());
}

function address(form) {
  const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
  return `?${new URLSearchParams(chosen)}`;
}

let request;

async function show(form, url) {
  request?.abort();
  request = new AbortController();
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: request.signal });
    if (!answer.ok) {
      location.assign(url);
      return;
    }
    replace(form, results, new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.pushState(null, "", url);
    results.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function replace(form, results, fresh) {
  const found = fresh.getElementById("results");
  if (!found) { // signed out meanwhile
    location.reload();
    return;
  }
  results.replaceChildren(...found.childNodes);
  document.title = fresh.title;
  replaceChips(form, fresh);
  // This node stays in the page and only its words change, so that they are read out.
  document.getElementById("live").textContent = document.getElementById("count").textContent.trim();
}

function replaceChips(form, fresh) {
  const old = form.querySelector(".moj-filter__selected");
  const chips = fresh.querySelector(".moj-filter__selected");
  if (old && chips) old.replaceWith(chips);
  else if (old) old.remove();
  else if (chips) form.querySelector(".moj-filter__content").prepend(chips);
}
