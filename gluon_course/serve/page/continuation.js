// A text that goes on: the prefix as it was given, what follows highlighted.

import { make } from "./dom.js";
import { say } from "./language.js";

export function showContinuation(answer) {
  const { prefix, text } = answer;
  const follows = text.slice(prefix.length);
  const parts = [
    make(
      "blockquote",
      { class: "written", lang: languageOf(text) },
      make("span", { class: "prefix", text: prefix }),
      make("mark", { id: "continuation", text: follows }),
    ),
    make("p", { class: "soft small", text: say("continuation.legend") }),
  ];
  return { parts, spoken: say("spoken.text", { text: follows }) };
}

/** Chinese where it has Chinese characters, so that it is read and broken rightly. */
export const languageOf = (text) => (/\p{Script=Han}/u.test(text) ? "zh" : "en");
