((book) => {
  // How far the student is in each chapter of a course: what `mission:BOOK:head` keeps of it.
  const cards = document.currentScript.closest("main").querySelectorAll(".m-course > [data-chapter]");
  const show = () => {
    let chapters;
    try {
      chapters = JSON.parse(localStorage.getItem(`mission:${book}:head`)).chapters;
    } catch {
      // Storage may be denied, or hold what someone else wrote.
    }
    for (const card of cards) {
      const { done, of, next } = chapters?.[card.dataset.chapter] ?? {};
      if (!(done > 0 && of > 0)) continue;
      const [link, bar, said] = card.querySelector(".m-way").children;
      link.textContent = done < of ? link.dataset.go : link.dataset.again;
      link.ariaLabel = `${link.textContent}: ${card.firstElementChild.textContent}, ${done}/${of}`;
      link.hash = /^[a-z0-9_-]+$/.test(next) ? next : "";
      Object.assign(bar, { max: of, value: done });
      said.textContent = `${done}/${of}`;
      card.dataset.done = done < of ? "some" : "all";
    }
  };
  show();
  // Back from a chapter, a browser may show the page as it was.
  addEventListener("pageshow", show);
})
