// A translation, and where each of its words looked in the source.

import { make } from "./dom.js";
import { number, percent, say } from "./language.js";
import { languageOf } from "./continuation.js";

export function showTranslation(answer) {
  const { translation, attention, others } = answer;
  const parts = [
    make("blockquote", {
      class: "written",
      id: "translation",
      text: translation || say("translation.none"),
      lang: languageOf(translation),
    }),
  ];
  if (others?.length) {
    const items = others.map((each) => `${each.translation} (${number(each.score, 2)})`);
    const words = items.join("; ");
    parts.push(make("p", { class: "soft small", text: say("others", { words }) }));
  }
  if (attention?.length) parts.push(...grid(answer));
  return { parts, spoken: say("spoken.translation", { text: translation }) };
}

/** A row for each word that was said, a column for each that was read. */
function grid({ source, tokens, attention }) {
  const head = make(
    "tr",
    {},
    make("th", { scope: "col" }, make("span", { class: "unseen", text: say("grid.said") })),
    ...source.map((word) => make("th", { scope: "col", text: word, lang: "en" })),
  );
  const rows = attention.map((weights, index) =>
    make(
      "tr",
      {},
      make("th", { scope: "row", text: tokens[index] }),
      ...weights.map((weight, column) => cell(weight, tokens[index], source[column])),
    ),
  );
  const label = say("attention");
  return [
    make("h3", { text: label }),
    make(
      "div",
      { class: "scrolls", tabindex: "0", role: "region", "aria-label": label },
      make("table", { class: "grid" }, make("thead", {}, head), make("tbody", {}, ...rows)),
    ),
    make("p", { class: "soft small", text: say("attention.help") }),
  ];
}

function cell(weight, said, read) {
  const share = percent(weight, 0);
  const field = make("td", { title: `${said} ← ${read}: ${share}` });
  field.append(make("span", { class: "unseen", text: share }));
  field.style.setProperty("--weight", weight);
  return field;
}
