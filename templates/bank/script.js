"use strict";
(() => {
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const once = document.getElementById("once");
  const count = document.getElementById("count");
  const selects = [...form.querySelectorAll("select")];
  const rows = [...document.querySelectorAll("#incidents > tr")].map((row) => ({
    row,
    tags: row.dataset.tags,
    again: row.classList.contains("again"),
    words: (row.querySelector(".title").textContent + " " + row.dataset.words + row.dataset.tags).toLowerCase(),
  }));

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const tags = selects.filter((s) => s.value).map((s) => `|${s.dataset.filter}:${s.value}|`);
    let shown = 0;
    for (const entry of rows) {
      const show =
        !(once.checked && entry.again) &&
        words.every((word) => entry.words.includes(word)) &&
        tags.every((tag) => entry.tags.includes(tag));
      entry.row.hidden = !show;
      shown += show;
    }
    count.textContent = `${shown} of ${rows.length}`;
  }

  // The choice stands in the address, so that it can be kept and passed on.
  function remember() {
    const chosen = new URLSearchParams();
    if (search.value) chosen.set("q", search.value);
    for (const select of selects) if (select.value) chosen.set(select.dataset.filter, select.value);
    if (once.checked) chosen.set("once", "1");
    history.replaceState(null, "", chosen.size ? "#?" + chosen : location.pathname + location.search);
  }

  function recall() {
    if (!location.hash.startsWith("#?")) return;
    const chosen = new URLSearchParams(location.hash.slice(2));
    search.value = chosen.get("q") ?? "";
    for (const select of selects) select.value = chosen.get(select.dataset.filter) ?? "";
    once.checked = chosen.has("once");
  }

  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => { recall(); apply(); });
  form.hidden = false;
  recall();
  apply();
})();
