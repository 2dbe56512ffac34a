// Classes and their probabilities as bars.

import { make } from "./dom.js";
import { number, percent, say } from "./language.js";

const KEPT_IN_ORDER = 12;

export function showClasses(answer, model) {
  const [best] = answer.answers;
  const spoken = say("spoken.class", {
    name: best.class,
    share: percent(best.probability),
  });
  const parts = [
    make(
      "div",
      { class: "verdict" },
      make(
        "p",
        { class: "verdict-words" },
        make("strong", { id: "best", text: best.class, lang: "en" }),
        make("span", { class: "share", text: percent(best.probability) }),
      ),
      ...seen(answer),
    ),
    make("ol", { class: "bars" }, ...ordered(answer.answers, model).map(bar(best))),
  ];
  if (answer.unknown?.length) {
    const words = answer.unknown.join(", ");
    parts.push(make("p", { class: "soft small", text: say("unknown", { words }) }));
  }
  return { parts, spoken };
}

/** A bar that is as long as a share of one. */
export function meter(share) {
  const fill = make("span", { class: "fill" });
  fill.style.setProperty("--share", share);
  return make("span", { class: "meter", "aria-hidden": "true" }, fill);
}

/** Few classes stay where they are while one draws; many are sorted by the server. */
function ordered(answers, model) {
  const { classes } = model;
  if (answers.length < classes.length || classes.length > KEPT_IN_ORDER) return answers;
  return [...answers].sort(
    (one, other) => classes.indexOf(one.class) - classes.indexOf(other.class),
  );
}

function bar(best) {
  return (each) =>
    make(
      "li",
      { class: each === best ? "bar best" : "bar" },
      make("span", { class: "bar-name", text: each.class, lang: "en" }),
      meter(each.probability),
      make("span", { class: "bar-share", text: percent(each.probability) }),
    );
}

/** What the net sees, where the server shows it. */
function seen(answer) {
  if (!answer.seen) return [];
  const image = make("img", {
    class: "seen",
    src: `data:image/png;base64,${answer.seen}`,
    alt: "",
  });
  const size = () => {
    const side = { width: image.naturalWidth, height: image.naturalHeight };
    caption.textContent = say("seen", {
      width: number(side.width),
      height: number(side.height),
    });
  };
  const caption = make("figcaption", { class: "soft small" });
  image.addEventListener("load", size);
  return [make("figure", { class: "seen-figure" }, image, caption)];
}
