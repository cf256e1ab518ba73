// Suggestions while one types, copy buttons, and keys for reviewing. Every page works without it.
"use strict";

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  const chosen = document.createElement("output"); // a number says little about who was taken
  const id = "suggestions-" + Math.random().toString(36).slice(2);
  let shown = [], at = -1, timer = 0, asked = 0;
  list.className = "suggestions";
  list.id = id;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "People");
  chosen.className = "chosen-name";
  input.after(list, chosen);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (person) => {
    close();
    const fill = input.dataset.fill;
    if (fill) {
      input.value = fill === "number" ? String(person.id) : person.name;
      chosen.textContent = fill === "number" ? person.name : "";
      const number = input.form.elements.speaker_id;
      if (number) number.value = "";
      input.focus();
    } else {
      location.assign(person.page);
    }
  };
  const mark = (to) => {
    at = to;
    list.querySelectorAll("li").forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${id}-${at}`);
  };
  const show = (people) => {
    shown = people;
    list.replaceChildren(...people.map((person, i) => {
      const li = document.createElement("li");
      const name = document.createElement("span");
      const count = document.createElement("span");
      li.id = `${id}-${i}`;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      name.textContent = person.name;
      count.className = "soft";
      count.textContent = `${person.statements} statement${person.statements === 1 ? "" : "s"}`;
      li.append(name, count);
      li.addEventListener("mousedown", (event) => { event.preventDefault(); take(person); });
      return li;
    }));
    at = -1;
    list.hidden = people.length === 0;
    input.setAttribute("aria-expanded", String(people.length > 0));
  };
  input.addEventListener("input", () => {
    chosen.textContent = "";
    clearTimeout(timer);
    const typed = input.value.trim();
    const number = ++asked;
    if (typed.length < 2) { close(); return; }
    timer = setTimeout(async () => {
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
        const people = answer.ok ? await answer.json() : [];
        if (number === asked && document.activeElement === input) show(people);
      } catch { close(); }
    }, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(Math.min(at + 1, shown.length - 1)); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(Math.max(at - 1, -1)); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(shown[at]); }
  });
  input.addEventListener("blur", close);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const what = document.getElementById(button.dataset.copy);
    let done = true;
    try {
      await navigator.clipboard.writeText(what.innerText.trim());
    } catch {
      const range = document.createRange();
      range.selectNodeContents(what);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Press Ctrl-C to copy";
    setTimeout(() => { button.textContent = label; }, 2500);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const button = [...document.querySelectorAll("button[data-key]")].find((b) => b.dataset.key === event.key);
  if (button) { event.preventDefault(); button.click(); }
});

const menus = "details.more[open], details.actions-menu-links[open]";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(menus)) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest(menus);
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
