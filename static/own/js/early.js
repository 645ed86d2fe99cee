// First in <body>, before anything is drawn: what GOV.UK Frontend needs to know about the browser.
// Later would be too late: modules run before DOMContentLoaded, and initAll() looks for these classes.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
