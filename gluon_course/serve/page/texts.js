// Texts to go on with, to judge or to translate; words to find others near them.

import { byId, make, reveal } from "./dom.js";
import { number, onLanguage, say } from "./language.js";
import { ask } from "./stage.js";

const MOST_WORDS = 20; // of one question

/** A prefix or a sentence. */
export function openText(model) {
  const { task, unit, limits } = model;
  const isLanguage = task === "language";
  const input = byId("text-input");
  reveal(true, byId("text"));
  reveal(isLanguage, byId("options"), byId("again"));
  input.maxLength = limits.text_length;
  byId("length").max = limits.tokens ?? limits.text_length;
  if (unit === "word") byId("length").value = 30;

  const send = () => {
    if (!input.value.trim()) return input.focus();
    return ask(model, {
      send: isLanguage ? continuation(input.value) : { text: input.value },
    });
  };
  byId("text").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("again").addEventListener("click", () => {
    byId("seed").value = Number(byId("seed").value) + 1;
    send();
  });
  input.addEventListener("keydown", (event) => {
    // in an input method, Enter ends a word and not the text
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const count = () => {
    const left = { used: number(input.value.length), most: number(limits.text_length) };
    byId("text-count").textContent = say(`count.${unit}`, left);
  };
  input.addEventListener("input", count);
  onLanguage(() => {
    byId("text-label").textContent = say(`label.${task}`);
    byId("text-send").textContent = say(`send.${task}`);
    count();
  });
  const texts = model.examples.prefix ?? model.examples.sentence ?? [];
  offer(byId("text-examples"), texts, (text) => {
    input.value = text;
    count();
    send();
  });
}

/** Words, and analogies of three of them. */
export function openWords(model) {
  const input = byId("words-input");
  const fields = ["a", "b", "c"].map((each) => byId(`analogy-${each}`));
  reveal(true, byId("words"));
  const send = () => {
    const words = input.value.split(/[\s,，、;；]+/).filter(Boolean).slice(0, MOST_WORDS);
    const three = fields.map((each) => each.value.trim());
    const missing = fields.find((each) => !each.value.trim());
    if (three.some(Boolean) && missing) return missing.focus();
    if (!words.length && !three.some(Boolean)) return input.focus();
    const question = { top: 8 };
    if (words.length) question.words = words;
    if (!missing) question.analogies = [three];
    return ask(model, { send: question });
  };
  byId("words").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  offer(byId("words-examples"), model.examples.word ?? [], (word) => {
    input.value = word;
    send();
  });
}

function continuation(prefix) {
  const value = (id) => (byId(id).value === "" ? null : Number(byId(id).value));
  return {
    prefix,
    length: value("length") ?? 50,
    temperature: value("temperature"),
    top_k: value("top-k"),
    seed: value("seed") ?? 0,
  };
}

/** A button for each example. */
function offer(place, texts, chosen) {
  const chips = texts.map((text) =>
    make("button", {
      type: "button",
      class: "chip",
      text: text.length > 44 ? `${text.slice(0, 43)}…` : text,
      title: text,
      onclick: () => chosen(text),
    }),
  );
  place.replaceChildren(...chips);
  reveal(chips.length, place);
}
