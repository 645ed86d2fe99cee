import { initAll } from "../../build/js/govuk-frontend.min.js";
import { liveFilters } from "./filters.js";

initAll();
liveFilters();
