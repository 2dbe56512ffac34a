// Words near to words, and what completes an analogy.

import { make } from "./dom.js";
import { number, say } from "./language.js";
import { meter } from "./classes.js";

export function showWords(answer) {
  const groups = [
    ...answer.words.map(({ word, nearest }) => [say("near", { word }), nearest]),
    ...answer.analogies.map(({ question: [a, b, c], answers }) => [
      say("analogy.asked", { a, b, c }),
      answers,
    ]),
  ];
  const parts = groups.map(([heading, found]) =>
    make(
      "section",
      { class: "near" },
      make("h3", { text: heading }),
      make("ol", { class: "bars" }, ...found.map(line)),
    ),
  );
  parts.push(make("p", { class: "soft small", text: say("cosine") }));
  const spoken = groups.map(
    ([heading, found]) => `${heading}: ${found.map((each) => each.word).join(", ")}`,
  );
  return { parts, spoken: spoken.join(". ") };
}

function line({ word, cosine }, index) {
  return make(
    "li",
    { class: index === 0 ? "bar best" : "bar" },
    make("span", { class: "bar-name", text: word, lang: "en" }),
    meter(Math.max(0, cosine)),
    make("span", { class: "bar-share", text: number(cosine, 3) }),
  );
}
