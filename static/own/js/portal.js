import { initAll } from "../../build/js/govuk-frontend.min.js";
import { liveFilters } from "./filters.js";

initAll();
liveFilters();

// What only the writing pages need is fetched there only.
if (document.querySelector("[data-prose]")) import("./prose.js").then(({ proseTools }) => proseTools());
if (document.querySelector("form[data-keep]")) import("./keeping.js").then(({ keepTyping }) => keepTyping());
