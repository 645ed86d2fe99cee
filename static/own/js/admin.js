// Django's autocomplete boxes get the name of their field, which Select2 leaves out.
const named = (select) => {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const box = select.nextElementSibling;
  if (!label || !box || !box.classList.contains("select2")) return;
  const name = label.textContent.replace(/:\s*$/, "");
  box.querySelectorAll(".select2-selection, .select2-selection__rendered[role], .select2-search__field").forEach((part) => part.setAttribute("aria-label", name));
};

const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(named);

window.addEventListener("load", () => {
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  django.jQuery(document).on("select2:open", (event) => {
    const label = document.querySelector(`label[for="${event.target.id}"]`);
    const search = document.querySelector(".select2-container--open .select2-search__field");
    if (label && search) search.setAttribute("aria-label", `Search ${label.textContent.replace(/:\s*$/, "").toLowerCase()}`);
  });
});
