(() => {
  const cards = [...document.querySelectorAll(".card")];
  const language = document.getElementById("language"), find = document.getElementById("find");
  const kinds = [...document.querySelectorAll('input[name="kind"]')], shown = document.getElementById("shown");
  const filter = () => {
    const on = new Set(kinds.filter(box => box.checked).map(box => box.value));
    const words = find.value.trim().toLowerCase();
    let count = 0;
    for (const card of cards) {
      const fits = on.has(card.dataset.kind) &&
        (!language.value || card.dataset.languages.split(" ").includes(language.value)) &&
        (!words || card.textContent.toLowerCase().includes(words));
      card.hidden = !fits;
      count += fits;
      for (const sentence of card.querySelectorAll(".sentence"))
        sentence.hidden = language.value !== "" && sentence.dataset.language !== language.value;
    }
    shown.textContent = `${count} of ${cards.length}`;
  };
  const move = step => {
    const open = cards.filter(card => !card.hidden);
    if (!open.length) return;
    const now = open.indexOf(document.activeElement.closest(".card"));
    const next = open[Math.min(open.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : open.length - 1) : now + step))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === find) { find.value = ""; filter(); find.blur(); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
    if (event.key in steps) { event.preventDefault(); move(steps[event.key]); }
    if (event.key === "/") { event.preventDefault(); find.focus(); }
  });
  for (const part of [language, find, ...kinds]) part.addEventListener("input", filter);
  document.querySelector(".filters").addEventListener("submit", event => event.preventDefault());
  filter();
})();
