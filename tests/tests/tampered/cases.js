// What others do to a page: the book's search, extensions, translators, minifiers, proxies. Each gets `main`, and helpers.
({
  "nothing": () => {},

  // The book's search, and readers' tools for words.
  "a word is marked": ({ marks }) => marks(/accuracy/gi, "mark", { "data-markjs": "true" }),
  "every word is marked": ({ marks }) => marks(/\p{L}+/gu, "mark", { "data-markjs": "true" }),
  "telephone numbers become links": ({ marks }) => marks(/\d[\d. ,]*/g, "a", { href: "tel:1" }),
  "readings of foreign words are put over them": ({ marks }) => marks(/\p{L}{9,}/gu, "ruby"),
  "places to break long words are put in": ({ texts }) =>
    texts((text) => text.data.length > 9 && text.splitText(5).before(document.createElement("wbr"))),

  // Grammar checkers, password managers, colour schemes, ad blockers.
  "a grammar checker sits beside each field": ({ main }) => {
    for (const field of main.querySelectorAll("textarea, input")) {
      field.dataset.gramm = "false";
      field.spellcheck = false;
      field.after(document.createElement("grammarly-extension"));
    }
  },
  "a password manager sits in each form": ({ main }) => {
    for (const form of main.querySelectorAll("form")) {
      form.dataset.lpignore = "true";
      form.prepend(document.createElement("com-1password-button"));
      for (const field of form.querySelectorAll("input")) field.setAttribute("data-com-onepassword-filled", "dark");
    }
  },
  "a dark reader paints every element": ({ all }) => {
    document.head.append(document.createElement("style"));
    all((element) => {
      element.style.setProperty("--darkreader-inline-bgcolor", "#181a1b");
      element.setAttribute("data-darkreader-inline-bgcolor", "");
    });
  },
  "an ad blocker removes pictures": ({ main }) => main.querySelectorAll("svg").forEach((svg) => svg.remove()),
  "an ad blocker hides islands": ({ main }) => main.querySelectorAll(".mission").forEach((island) => (island.hidden = true)),
  "elements get other ids and classes": ({ all }) => all((element, at) => {
    if (element.matches(".mission, .mission-gate, [data-readout]")) return;
    element.id &&= `x${at}`;
    element.className = "";
  }),

  // Translators.
  "a translator puts fonts for texts": ({ texts }) =>
    texts((text) => {
      if (!text.data.trim() || text.parentElement.closest("[translate=no], textarea")) return;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.append(text.data.toUpperCase());
      outer.append(inner);
      text.replaceWith(outer);
    }),
  "a translator puts fonts for all texts": ({ texts }) =>
    texts((text) => {
      const font = document.createElement("font");
      font.append(text.data.toUpperCase());
      text.replaceWith(font);
    }),
  "a translator writes over texts": ({ texts }) =>
    texts((text) => text.parentElement.closest("[translate=no], textarea") || (text.data = text.data.toUpperCase())),
  "the page's language and direction change": () => Object.assign(document.documentElement, { lang: "ar", dir: "rtl" }),

  // Minifiers, proxies, editors.
  "comments are stripped": ({ main }) => {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach((comment) => comment.remove());
  },
  "comments are put in everywhere": ({ all }) => all((element) => element.prepend(document.createComment("x"))),
  "white space is folded": ({ texts }) => texts((text) => (text.data = text.data.replace(/\s+/g, " "))),
  "white space is stripped": ({ texts }) => texts((text) => (text.data = text.data.trim())),
  "texts are joined": ({ main }) => main.normalize(),
  "texts are split": ({ texts }) => texts((text) => text.data.length > 2 && text.splitText(2)),
  "empty texts are put in": ({ all }) => all((element) => element.append("")),
  "every element is wrapped": ({ main }) =>
    main.querySelectorAll(".mission p, .mission span, .mission label, .mission output").forEach((element) => {
      const wrapper = document.createElement("span");
      element.replaceWith(wrapper);
      wrapper.append(element);
    }),
  "attributes lose their quotes and order": ({ all }) => all((element) => {
    const attributes = [...element.attributes].reverse();
    for (const { name } of attributes) element.removeAttribute(name);
    for (const { name, value } of attributes) element.setAttribute(name, value);
  }),
  "a frame is put round each island": ({ main }) =>
    main.querySelectorAll(".mission").forEach((island) => {
      const frame = document.createElement("section");
      island.replaceWith(frame);
      frame.append(island);
    }),

  // Readers who remove and move what is in their way.
  "islands lose their first child": ({ main }) => main.querySelectorAll(".mission > *").forEach((root) => root.firstElementChild?.remove()),
  "islands are emptied": ({ main }) => main.querySelectorAll(".mission > *").forEach((root) => root.replaceChildren()),
  "children change places": ({ main }) =>
    main.querySelectorAll(".mission fieldset, .mission section, .mission label").forEach((element) => element.append(...[...element.childNodes].reverse())),
  "an island is gone": ({ main }) => main.querySelector(".mission[data-mission=math]").remove(),
  "the last island comes first": ({ main }) => main.prepend([...main.querySelectorAll(".mission")].at(-1)),
})
