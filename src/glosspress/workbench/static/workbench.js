// Keys and live checks. Every page works without this file; it only presses the buttons that are there.
"use strict";

const WAIT_MS = 300;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const steps = () => all(".segment, .item");
const here = () => document.activeElement?.closest(".segment, .item");
let leaving = false;

function go(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

function step(by, wanted = () => true) {
  const list = steps();
  const now = list.indexOf(here());
  for (let at = now + by; at >= 0 && at < list.length; at += by) {
    if (wanted(list[at])) return go(list[at]);
  }
}

function unfold(kind, field) {
  const details = here()?.querySelector(`details.${kind}`);
  if (!details) return;
  details.open = true;
  const target = details.querySelector(field);
  target?.focus();
  target?.setSelectionRange?.(target.value.length, target.value.length);
  target?.scrollIntoView({ block: "nearest" });
}

// A proposal goes into the field as typed text: it is checked, it can be undone, and nothing is saved.
function take(button) {
  const details = button?.closest(".segment")?.querySelector("details.edit");
  if (!details) return false;
  details.open = true;
  const field = details.querySelector("textarea");
  const text = button.form.elements.target.value;
  field.focus();
  field.select();
  if (!document.execCommand("insertText", false, text)) field.value = text;
  check(field.form);
  return true;
}

function submit(form, button) {
  if (!form) return;
  leaving = true;
  form.requestSubmit(button || undefined);
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => step(1, (element) => element.matches(".open, .item")),
  e: () => unfold("edit", "textarea"),
  c: () => unfold("comment", "textarea"),
  p: () => {
    const details = here()?.querySelector("details.made");
    if (details) details.open = !details.open;
  },
  a: () => submit(here()?.querySelector("form.approve")),
  q: () => location.assign("/"),
  "?": () => document.getElementById("help").showModal(),
  Enter: () => here()?.matches(".item") && here().querySelector("a").click(),
};

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("textarea, input, select");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field) {
    const form = field.closest("form");
    event.preventDefault();
    submit(form, form.querySelector(event.shiftKey ? 'button[value="approve"]' : "button.main"));
    return;
  }
  if (event.key === "Escape" && field) return go(field.closest(".segment"));
  if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target !== here()) return;
  if (/^[1-9]$/.test(event.key)) {
    if (take(here()?.querySelectorAll("button.use")[event.key - 1])) event.preventDefault();
    return;
  }
  const action = KEYS[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

// Live checks: the findings of the server about what is typed, a moment after the last key.
const waiting = new WeakMap();
const timers = new WeakMap();

function soon(form) {
  clearTimeout(timers.get(form));
  waiting.delete(form);
  timers.set(form, setTimeout(() => check(form), WAIT_MS));
}

// What was ticked while the answer was on its way stays ticked, and where the keys go does not move.
function renew(live, html) {
  const boxes = () => all("input[name=override]", live);
  const before = new Map(boxes().map((box) => [box.value, { checked: box.checked, here: box === document.activeElement }]));
  live.innerHTML = html; // made by our templates: every value is escaped
  for (const box of boxes()) {
    const was = before.get(box.value);
    if (was) box.checked = was.checked;
    if (was?.here) box.focus({ preventScroll: true });
  }
}

async function check(form) {
  const asked = {};
  clearTimeout(timers.get(form));
  waiting.set(form, asked);
  const fields = new URLSearchParams(new FormData(form));
  fields.set("fragment", "1");
  const live = form.querySelector(".live");
  try {
    const answer = await fetch("/check", { method: "POST", body: fields });
    const text = await answer.text();
    if (waiting.get(form) !== asked) return; // typed on meanwhile
    if (answer.ok) renew(live, text);
    else live.textContent = `The check failed (${answer.status}): load the page again.`;
  } catch {
    live.textContent = "The workbench does not answer. Your text is still here.";
  }
  live.dataset.checked = form.querySelector("textarea").value;
}

for (const form of all("form.editing")) {
  const field = form.querySelector("textarea");
  field.addEventListener("input", () => soon(form));
  if (field.value !== field.defaultValue) check(form); // typed, or brought back by the browser, before this ran
  form.querySelector(".checking").addEventListener("click", (event) => {
    event.preventDefault();
    check(form);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.use");
  if (button && take(button)) event.preventDefault();
});

document.addEventListener("submit", () => { leaving = true; });
addEventListener("beforeunload", (event) => {
  const dirty = all("textarea[data-shown]").some((field) => field.value !== field.dataset.shown);
  if (dirty && !leaving) event.preventDefault();
});

function arrive() {
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted) go(wanted);
}
addEventListener("hashchange", arrive);
arrive();

const keys = document.getElementById("keys");
if (keys) {
  keys.hidden = false;
  keys.addEventListener("click", KEYS["?"]);
}
