// The page of a served model: it asks the server what the model is, and becomes the
// page for it.

import { askModel } from "./asking.js";
import { byId, make, reveal } from "./dom.js";
import { onLanguage, say, spoken, switchLanguage, translate } from "./language.js";
import { Pad } from "./pad.js";
import { fitting, takePictures } from "./picture.js";
import { sketch, sketchNames } from "./sketches.js";
import { ask, clearStage, openStage, showProblem } from "./stage.js";
import { openText, openWords } from "./texts.js";
import { switchTheme } from "./theme.js";

const PENS = { digit: 16, garment: 4, other: 8 };
const MOST_BARS = 10;

let pad = null;

byId("language").addEventListener("click", switchLanguage);
onLanguage(() => {
  byId("language").textContent = spoken() === "zh" ? "English" : "中文";
  byId("language").lang = spoken() === "zh" ? "en" : "zh";
});
switchTheme(byId("theme"), () => pad?.paint());
translate();
start();

async function start() {
  let model;
  try {
    model = await askModel();
  } catch (problem) {
    showProblem(problem, start);
    return;
  }
  const kind = model.input.kind === "picture" && model.draws ? "draw" : model.task;
  openStage(`empty.${kind}`);
  describe(model, kind);
  if (model.input.kind === "picture") openPictures(model);
  else if (model.input.kind === "words") openWords(model);
  else openText(model);
}

/** Name the model in the heading, and say what it was trained on. */
function describe(model, kind) {
  document.title = `${model.title} · gluon-course`;
  byId("title").textContent = model.title;
  onLanguage(() => {
    const task = say(`task.${model.task}`);
    const isNews = model.data && model.data !== model.notice;
    byId("subtitle").textContent = isNews ? `${task} · ${model.data}` : task;
    byId("question-heading").textContent = say(`question.${kind}`);
    const shape = model.input.shape.join(" × ");
    byId("shape").textContent = say("shape", { shape, form: model.form });
    const isSample = /^(composed |generated|sample)/.test(model.notice);
    byId("notice-kind").textContent = say(isSample ? "notice.sample" : "notice");
  });
  byId("notice-text").textContent = model.notice;
  reveal(model.notice, byId("notice"));
}

function openPictures(model) {
  takePictures((file) => {
    choose("picture");
    askPicture(model, file);
  });
  // where the answer shows the picture too, a small one is enough
  byId("picture").classList.toggle("shown-below", model.task !== "classification");
  if (!reveal(model.draws, byId("ways"))) {
    reveal(true, byId("picture"));
    return;
  }
  openPad(model);
  for (const each of document.querySelectorAll("[name=way]")) {
    each.addEventListener("change", () => choose(each.value));
  }
  choose("draw");
}

/** Show one of the two ways to give a picture. */
function choose(way) {
  reveal(way === "draw", byId("draw"));
  reveal(way === "picture", byId("picture"));
  document.querySelector(`[name=way][value=${way}]`).checked = true;
}

function openPad(model) {
  const { ink } = model;
  byId("pen").value = PENS[ink];
  reveal(ink === "garment", byId("fill-row"));
  pad = new Pad(byId("pad"), {
    pen: () => Number(byId("pen").value),
    fills: () => ink === "garment" && byId("fill").checked,
    changed: () => {
      byId("undo").disabled = byId("clear").disabled = pad.isEmpty;
      byId("pad-hint").hidden = !pad.isEmpty;
    },
    finished: async () => {
      if (pad.isEmpty) clearStage();
      else ask(model, { send: asForm(await pad.picture(), model), isDrawn: true });
    },
    told: (key) => {
      byId("spoken").textContent = say(key);
    },
  });
  byId("pen").addEventListener("input", () => pad.paint());
  // a button that has just been switched off would lose the focus to nothing
  byId("undo").addEventListener("click", () => {
    pad.undo();
    if (pad.isEmpty) byId("pad").focus();
  });
  byId("clear").addEventListener("click", () => {
    pad.clear();
    byId("pad").focus();
  });
  const names = sketchNames(ink);
  reveal(names.length, byId("sketches-row"));
  byId("sketches").classList.toggle("digits", ink === "digit");
  onLanguage(() => {
    byId("pad-hint").textContent = say(`hint.${ink}`);
    byId("sketches").replaceChildren(...names.map((name) => chip(ink, name)));
  });
}

function chip(ink, name) {
  const text = ink === "garment" ? say(`garment.${name}`) : name;
  const onclick = () => pad.load(sketch(ink, name));
  return make("button", { type: "button", class: "chip", text, onclick });
}

async function askPicture(model, file) {
  const { blob, size } = await fitting(file, model.limits);
  const url = URL.createObjectURL(blob);
  const preview = byId("preview");
  preview.onerror = () => reveal(false, preview);
  preview.onload = () => reveal(true, preview);
  preview.src = url;
  byId("picture-note").textContent = file.name;
  const notes = () => {
    if (!size) return [];
    return [say("shrunk", { width: size[0], height: size[1] })];
  };
  ask(model, { send: asForm(blob, model), url, notes });
}

function asForm(blob, { task, classes }) {
  const form = new FormData();
  form.append("picture", blob, "picture");
  if (task === "classification") form.append("top", Math.min(MOST_BARS, classes.length));
  // the slider of the page leaves out what is less probable
  if (task === "detection") form.append("least_score", "0.05");
  return form;
}
