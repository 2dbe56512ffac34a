// Which language the page speaks, and every text of it in that language.

import { STRINGS } from "./strings.js";

const KEPT = "gluon-course-language";
const listeners = [];
let language = atFirst();

/** "zh" or "en". */
export const spoken = () => language;

/** A text by its key; {name} in it is replaced by values.name. */
export function say(key, values = {}) {
  const text = STRINGS[key][language];
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A share of one as a percentage, such as 97.3%. */
export function percent(share, digits = 1) {
  const options = { style: "percent", maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, options).format(share);
}

/** A number as the language writes it. */
export function number(value, digits = 0) {
  const options = { maximumFractionDigits: digits, minimumFractionDigits: digits };
  return new Intl.NumberFormat(language, options).format(value);
}

/** Call back after every change of language, and once now. */
export function onLanguage(callback) {
  listeners.push(callback);
  callback();
}

/** Speak the other language, here and at the next visit. */
export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  keep(KEPT, language);
  translate();
  for (const each of listeners) each();
}

/** Put the texts into the elements that name them: data-text and data-label. */
export function translate() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const each of document.querySelectorAll("[data-text]")) {
    each.textContent = say(each.dataset.text);
  }
  for (const each of document.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", say(each.dataset.label));
  }
}

/** Remember a choice, where the browser lets a page remember something. */
export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

function atFirst() {
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEPT);
  } catch {
    // as above
  }
  if (chosen === "zh" || chosen === "en") return chosen;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}
