// What mdBook 0.5 leaves out for readers without eyes or without a mouse: its bar is no landmark, no key scrolls
// what is wider than the page, and the switch of its sidebar is a label, which no key reaches and which can't be
// called a button.
(() => {
  document.getElementById("mdbook-menu-bar")?.setAttribute("role", "banner");
  // toc.js, which asked before, has then put the page's headings into the sidebar; see book.css.
  document.addEventListener("DOMContentLoaded", () => document.documentElement.classList.add("toc-is-whole"));
  const reach = () => {
    for (const part of document.querySelectorAll("main :is(pre > code, .table-wrapper)")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  };
  new ResizeObserver(reach).observe(document.querySelector("main"));
  const label = document.getElementById("mdbook-sidebar-toggle");
  if (!label) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  for (const name of ["title", "aria-label", "aria-controls"]) button.setAttribute(name, label.getAttribute(name));
  button.append(...label.childNodes);
  // mdBook goes on telling its label whether the sidebar is open.
  const follow = () => button.setAttribute("aria-expanded", label.getAttribute("aria-expanded"));
  new MutationObserver(follow).observe(label, { attributeFilter: ["aria-expanded"] });
  follow();
  button.addEventListener("click", () => label.click());
  label.hidden = true;
  label.after(button);
})();
