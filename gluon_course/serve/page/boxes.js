// Objects on a picture: boxes that the page draws, and a list of them.

import { draw, make, scene } from "./dom.js";
import { number, percent, say } from "./language.js";
import { meter } from "./classes.js";

const COLORS = 10; // as many as the style sheet has: hue-0, hue-1, ...

let least = 0.3; // the score at which a visitor left the slider

export function showBoxes(answer, model, asked) {
  const [width, height] = answer.size;
  const drawn = answer.boxes.map((each) => {
    const hue = `hue-${model.classes.indexOf(each.class) % COLORS}`;
    return { ...each, shape: outline(each, hue, width), row: entry(each, hue) };
  });
  for (const { shape, row } of drawn) {
    const button = row.firstChild;
    const mark = (isMarked) => () => {
      shape.classList.toggle("marked", isMarked);
      row.classList.toggle("marked", isMarked);
      if (isMarked) shape.parentNode.append(shape); // above the others
    };
    for (const target of [button, shape]) {
      target.addEventListener("pointerenter", mark(true));
      target.addEventListener("pointerleave", mark(false));
    }
    button.addEventListener("focus", mark(true));
    button.addEventListener("blur", mark(false));
  }
  const count = make("p", { class: "count", id: "box-count" });
  const slider = make("input", {
    type: "range",
    id: "least-score",
    min: "0.05",
    max: "1",
    step: "0.05",
    value: least,
  });
  const value = make("output", { for: "least-score" });
  const choose = () => {
    least = Number(slider.value);
    value.textContent = number(least, 2);
    let shown = 0;
    for (const { score, shape, row } of drawn) {
      row.hidden = score < least;
      shape.classList.toggle("left-out", row.hidden);
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = shown ? say("boxes", { count: shown }) : say("boxes.none");
  };
  slider.addEventListener("input", choose);
  choose();
  const layer = draw(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "layer", "aria-hidden": "true" },
    ...drawn.map((each) => each.shape).reverse(), // the best on top
  );
  const parts = [
    scene(asked.url, say("picture.alt"), ...masks(answer), layer),
    make(
      "div",
      { class: "row" },
      count,
      make("label", { class: "slider" }, make("span", { text: say("score") }), slider, value),
    ),
    make("ul", { class: "found" }, ...drawn.map((each) => each.row)),
  ];
  return { parts, spoken: spokenOf(answer.boxes) };
}

/** The server's picture with masks lies under the boxes where the net draws masks. */
function masks(answer) {
  if (!answer.masks?.length) return [];
  const source = `data:image/png;base64,${answer.overlay}`;
  return [make("img", { src: source, alt: "", class: "over" })];
}

function outline({ class: name, score, box }, hue, width) {
  const [x1, y1, x2, y2] = box;
  const size = width / 30;
  const words = `${name} ${percent(score, 0)}`;
  const last = width - 0.6 * size * words.length; // about where it ends at the border
  const y = y1 > size * 1.5 ? y1 - size * 0.4 : y1 + size * 1.1;
  return draw(
    "g",
    { class: `found-box ${hue}` },
    draw("rect", { x: x1, y: y1, width: x2 - x1, height: y2 - y1 }),
    draw("text", { x: Math.max(0, Math.min(x1 + size * 0.25, last)), y, "font-size": size, text: words }),
  );
}

function entry({ class: name, score, box }, hue) {
  const [x1, y1, x2, y2] = box.map(Math.round);
  const place = say("box.place", { x: x1, y: y1, width: x2 - x1, height: y2 - y1 });
  return make(
    "li",
    {},
    make(
      "button",
      { type: "button", class: `found-row ${hue}` },
      make("span", { class: "swatch", "aria-hidden": "true" }),
      make("span", { class: "bar-name", text: name, lang: "en" }),
      meter(score),
      make("span", { class: "bar-share", text: percent(score, 0) }),
      make("span", { class: "soft small place", text: place }),
    ),
  );
}

function spokenOf(boxes) {
  const names = boxes.filter((each) => each.score >= least).map((each) => each.class);
  if (!names.length) return say("boxes.none");
  return say("spoken.boxes", { count: names.length, names: names.join(", ") });
}
