"use strict";
(() => {
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const clock = (seconds) => Math.floor(seconds / 60) + ":" + String(Math.floor(seconds % 60)).padStart(2, "0");
  const tools = document.getElementById("tools");
  const total = make("span");
  const timers = [];

  // Rehearsal: one timer for each part. Starting one stops the others.
  function timer(section) {
    const name = section.querySelector("h2").textContent;
    const budget = Number(section.dataset.seconds);
    const row = make("div", { className: "rehearse" });
    const toggle = make("button", { type: "button" });
    const reset = make("button", { type: "button", textContent: "Reset" });
    const shown = make("span");
    const bar = make("progress", { max: budget, value: 0 });
    shown.setAttribute("role", "timer");
    shown.setAttribute("aria-label", name + ", time used");
    bar.setAttribute("aria-label", name + ", part of the budget used");
    reset.setAttribute("aria-label", "Reset " + name);
    const self = { budget, used: 0, since: null };
    self.seconds = () => self.used + (self.since === null ? 0 : (performance.now() - self.since) / 1000);
    self.show = () => {
      const seconds = self.seconds();
      const over = Math.floor(seconds) - budget;
      shown.textContent = clock(seconds) + " of " + clock(budget) + (over > 0 ? ", over by " + clock(over) : "");
      bar.value = Math.min(seconds, budget);
      row.classList.toggle("over", over > 0);
      toggle.textContent = self.since === null ? (seconds > 0 ? "Go on" : "Start") : "Stop";
      toggle.setAttribute("aria-label", toggle.textContent + " " + name);
      reset.hidden = seconds === 0;
    };
    self.stop = () => { self.used = self.seconds(); self.since = null; };
    toggle.addEventListener("click", () => {
      const starts = self.since === null;
      for (const other of timers) other.stop();
      if (starts) self.since = performance.now();
      tick();
    });
    reset.addEventListener("click", () => { self.used = 0; self.since = null; tick(); toggle.focus(); });
    row.append(toggle, shown, bar, reset);
    section.querySelector(".times").after(row);
    return self;
  }

  function tick() {
    for (const each of timers) each.show();
    const used = timers.reduce((sum, each) => sum + each.seconds(), 0);
    total.textContent = "Rehearsed " + clock(used) + " of " + clock(timers.reduce((sum, each) => sum + each.budget, 0));
  }

  for (const section of document.querySelectorAll("section[data-seconds]")) timers.push(timer(section));
  setInterval(() => { if (timers.some((each) => each.since !== null)) tick(); }, 250);

  const large = make("button", { type: "button", textContent: "Large type" });
  large.setAttribute("aria-pressed", "false");
  large.addEventListener("click", () => {
    large.setAttribute("aria-pressed", String(document.documentElement.classList.toggle("large")));
  });
  const print = make("button", { type: "button", textContent: "Print" });
  print.addEventListener("click", () => window.print());
  tools.append(large, print, total);
  tools.hidden = false;
  tick();

  // Escape closes the citation that has the focus.
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.activeElement.closest("details[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
})();
