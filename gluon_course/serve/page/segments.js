// The class of every pixel: colours over the picture, and a legend.

import { make, scene } from "./dom.js";
import { percent, say } from "./language.js";
import { meter } from "./classes.js";

let strength = 0.9; // how much of the colours a visitor wants to see

export function showSegments(answer, model, asked) {
  const over = make("img", {
    src: `data:image/png;base64,${answer.overlay}`,
    alt: say("segments.alt"),
    class: "over",
  });
  const slider = make("input", {
    type: "range",
    id: "strength",
    min: "0",
    max: "1",
    step: "0.05",
    value: strength,
  });
  const choose = () => {
    strength = Number(slider.value);
    over.style.opacity = strength;
  };
  slider.addEventListener("input", choose);
  choose();
  const parts = [
    scene(asked.url, say("picture.alt"), over),
    make(
      "label",
      { class: "slider" },
      make("span", { text: say("strength") }),
      slider,
    ),
    make("ul", { class: "bars legend" }, ...answer.classes.map(line)),
  ];
  const names = answer.classes.map(
    (each) => `${each.class} ${percent(each.share, 0)}`,
  );
  return { parts, spoken: say("spoken.segments", { names: names.join(", ") }) };
}

function line({ class: name, share, color }) {
  const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
  swatch.style.background = color;
  return make(
    "li",
    { class: "bar" },
    make("span", { class: "bar-name", lang: "en" }, swatch, name),
    meter(share),
    make("span", { class: "bar-share", text: percent(share) }),
  );
}
