// The few things that every part of the page does to the document.

/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/**
 * Make an element: make("p", { class: "soft", text: "..." }, child, child).
 *
 * `text` becomes its text, names that begin with `on` are listeners, `null` and `false`
 * are left out, everything else is an attribute. Nothing is ever parsed as HTML: what a
 * model or a visitor says stays text.
 */
export function make(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** The same for a part of a drawing (SVG). */
export function draw(tag, attributes = {}, ...children) {
  const space = "http://www.w3.org/2000/svg";
  return dress(document.createElementNS(space, tag), attributes, children);
}

/**
 * A picture as large as the page lets it be, small ones enlarged, with others upon it.
 * The style sheet takes its shape from --aspect, which is known when it is loaded.
 */
export function scene(url, alt, ...others) {
  const image = make("img", { src: url, alt });
  const figure = make("figure", { class: "scene" }, image, ...others);
  image.addEventListener("load", () => {
    figure.style.setProperty("--aspect", image.naturalWidth / image.naturalHeight);
  });
  return figure;
}

/** Show or hide elements, and say whether they are shown. */
export function reveal(isShown, ...elements) {
  for (const each of elements) each.hidden = !isShown;
  return isShown;
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
