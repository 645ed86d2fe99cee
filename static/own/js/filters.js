// Live filters: the same GET form, fetched and swapped. Without this script its button does the work.

const NARROW = matchMedia("(max-width: 57.99rem)");
const TYPING_PAUSE_MS = 400;
const WRONG = "[data-filter] .govuk-form-group--error";

export function liveFilters() {
  foldPanelOnNarrowScreens();
  const form = document.querySelector("[data-live-filter]");
  if (form) listen(form);
}

function foldPanelOnNarrowScreens() {
  const panel = document.querySelector("[data-filter]");
  if (!panel) return;
  const fold = () => { panel.open = !NARROW.matches || panel.querySelector(WRONG) !== null; };
  fold();
  NARROW.addEventListener("change", fold);
}

function listen(form) {
  let timer;
  const go = () => {
    clearTimeout(timer);
    if (search(form) !== wanted) show(form, search(form));
  };
  form.addEventListener("change", go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  form.querySelector("[type=search]")?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(go, TYPING_PAUSE_MS);
  });
  addEventListener("popstate", () => {
    if (location.search !== wanted) location.reload(); // a link within the page also ends up here
  });
}

function search(form) {
  const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  return chosen.size ? `?${chosen}` : "";
}

let request;
let wanted = location.search; // what the results on the page answer, or soon will

async function show(form, query) {
  request?.abort();
  request = new AbortController();
  wanted = query;
  const url = location.pathname + query;
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: request.signal });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isRefused = !answer.ok || !fresh.getElementById("results"); // or signed out meanwhile
    if (isRefused || fresh.querySelector(WRONG) || document.querySelector(WRONG)) {
      location.assign(url);
      return;
    }
    replace(form, results, fresh);
    history.pushState(null, "", url);
    results.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function replace(form, results, fresh) {
  results.replaceChildren(...fresh.getElementById("results").childNodes);
  document.title = fresh.title;
  replaceChips(form, fresh);
  // This node stays in the page and only its words change, so that they are read out.
  document.getElementById("live").textContent = document.getElementById("count").textContent.trim();
}

function replaceChips(form, fresh) {
  form.querySelector(".app-filter__bar").replaceChildren(...fresh.querySelector(".app-filter__bar").childNodes);
  const old = form.querySelector(".moj-filter__selected");
  const chips = fresh.querySelector(".moj-filter__selected");
  if (old && chips) old.replaceWith(chips);
  else if (old) old.remove();
  else if (chips) form.querySelector(".moj-filter__content").prepend(chips);
}
