// Light or dark: as the system has it until a visitor chooses.

import { keep, onLanguage, say } from "./language.js";

const KEPT = "gluon-course-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** Let a button switch the theme; `changed` is called after every change. */
export function switchTheme(button, changed) {
  const name = () => {
    button.textContent = say(isDark() ? "theme.light" : "theme.dark");
  };
  const tell = () => {
    name();
    changed();
  };
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    keep(KEPT, next);
    tell();
  });
  system.addEventListener("change", tell);
  onLanguage(name);
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
}
