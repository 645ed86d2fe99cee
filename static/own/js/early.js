// Before the page is drawn: what GOV.UK Frontend's styles need to know about the browser.
document.documentElement.classList.add("js-enabled");
addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
});
