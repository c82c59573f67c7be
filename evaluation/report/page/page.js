"use strict";

// The ledger's filter, buttons that copy a command, pictures that can be enlarged, and
// the mark in the navigation. The page can be read without any of it.

(() => {
  const FADE = 20; // pixels at the left end of the navigation, as in page.css
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Ledger
  const form = document.querySelector(".filter");
  const choices = all(".choice", form);
  const ledgers = all(".ledger").map((element) => ({
    element,
    claims: all(".claim", element).map((claim) => ({
      element: claim,
      words: claim.textContent.toLowerCase(),
      verdict: claim.dataset.verdict,
    })),
  }));

  function filter() {
    const wanted = choices
      .filter((choice) => choice.ariaPressed === "true")
      .map((choice) => choice.dataset.verdict);
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const family = form.elements.family.value;
    let shown = 0;
    const counts = {}; // of what fits but for the verdict
    for (const { element, claims } of ledgers) {
      const before = shown;
      for (const claim of claims) {
        const found =
          (!family || element.dataset.family === family) &&
          words.every((word) => claim.words.includes(word));
        counts[claim.verdict] = (counts[claim.verdict] ?? 0) + found;
        const fits = found && (!wanted.length || wanted.includes(claim.verdict));
        claim.element.hidden = !fits;
        shown += fits;
      }
      element.hidden = shown === before;
    }
    for (const choice of choices) {
      choice.querySelector(".count").textContent = counts[choice.dataset.verdict] ?? 0;
    }
    const total = ledgers.reduce((sum, { claims }) => sum + claims.length, 0);
    form.querySelector("output").textContent = `${shown} of ${total} claims`;
  }

  for (const choice of choices) {
    choice.addEventListener("click", () => {
      choice.ariaPressed = String(choice.ariaPressed !== "true");
      filter();
    });
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const link of all('a[href="#claims"][data-verdict], a[href="#claims"][data-family]')) {
    link.addEventListener("click", () => {
      form.reset();
      form.elements.family.value = link.dataset.family ?? "";
      for (const choice of choices) {
        choice.ariaPressed = String(choice.dataset.verdict === link.dataset.verdict);
      }
      filter();
    });
  }
  form.hidden = false;
  filter();

  // Commands
  for (const button of all(".copy")) {
    button.addEventListener("click", async () => {
      const code = button.parentElement.querySelector("code");
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = "Press Ctrl+C";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
  }

  // Pictures
  const dialog = document.querySelector(".enlarged");
  for (const button of all(".enlarge")) {
    button.addEventListener("click", () => {
      dialog.querySelector("img")?.remove();
      dialog.append(button.querySelector("img").cloneNode());
      dialog.showModal();
    });
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  // Navigation: the section at the top third of what is seen.
  const navigation = document.querySelector("nav ul");
  const links = new Map(
    all("nav li a").map((link) => [document.querySelector(link.hash), link]),
  );
  const sections = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const link = links.get(target);
      if (isIntersecting) {
        link.setAttribute("aria-current", "true");
        navigation.scrollLeft = link.offsetLeft - navigation.offsetLeft - FADE;
      } else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-33% 0px -66% 0px" });
  for (const section of links.keys()) sections.observe(section);
})();
