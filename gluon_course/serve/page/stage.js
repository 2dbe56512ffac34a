// The right half of the page: waiting, the answer, or what went wrong.

import { askPrediction } from "./asking.js";
import { showAnswer } from "./answer.js";
import { byId, reveal } from "./dom.js";
import { number, onLanguage, say } from "./language.js";

const WAITING_MS = 150; // quicker answers come without a sign of waiting

const isNarrow = matchMedia("(max-width: 800px)"); // as in app.css

let shown = { emptyKey: null };
let current = null; // ends the question before
let lastUrl = null;

/** Prepare the stage; `emptyKey` names the text that stands there before an answer. */
export function openStage(emptyKey) {
  shown = { emptyKey };
  onLanguage(render);
}

/** Back to the beginning: nothing asked, nothing answered. */
export function clearStage() {
  current?.abort();
  shown = { emptyKey: shown.emptyKey };
  settle();
  render();
}

/**
 * Ask, and show what comes. A newer question ends the wait for this one.
 *
 * @param {object} model - What `/model` said.
 * @param {object} asked - `send` goes to the server; `url` shows its picture; `notes`
 *   are said below the answer; `isDrawn` where the visitor looks at the paper.
 */
export async function ask(model, asked) {
  current?.abort();
  const mine = new AbortController();
  current = mine;
  const timer = setTimeout(wait, WAITING_MS);
  try {
    const answer = await askPrediction(asked.send, mine.signal);
    if (!mine.signal.aborted) show({ answer, model, asked });
  } catch (problem) {
    if (mine.signal.aborted) return;
    showProblem(problem, () => ask(model, asked));
  } finally {
    clearTimeout(timer);
    if (current === mine) settle();
  }
}

/** Say what went wrong, and offer to do it again. */
export function showProblem(problem, retry) {
  if (!problem.kind) throw problem; // a mistake of the page itself
  show({ problem, retry });
  settle();
}

function wait() {
  byId("answer").setAttribute("aria-busy", "true");
  byId("result").classList.add("waiting");
}

function settle() {
  byId("answer").setAttribute("aria-busy", "false");
  byId("result").classList.remove("waiting");
}

function show(next) {
  shown = { ...next, emptyKey: shown.emptyKey };
  const url = next.asked?.url ?? null;
  if (lastUrl && url && lastUrl !== url) URL.revokeObjectURL(lastUrl);
  lastUrl = url ?? lastUrl;
  byId("spoken").textContent = render();
  // on a telephone the answer is below the question; the paper has a glance of its own
  if (isNarrow.matches && !next.asked?.isDrawn) byId("result").scrollIntoView();
}

/** Draw what is shown in the present language; gives what is to be spoken. */
function render() {
  const { answer, problem, emptyKey } = shown;
  byId("retry").onclick = shown.retry ?? null;
  reveal(problem, byId("problem"));
  reveal(answer, byId("answer"), byId("facts"));
  if (reveal(!answer && !problem && emptyKey, byId("empty"))) {
    byId("empty").textContent = say(emptyKey);
  }
  if (problem) describe(problem);
  byId("glance").textContent = "";
  if (!answer) return "";
  const { parts, spoken } = showAnswer(answer, shown.model, shown.asked);
  byId("answer").replaceChildren(...parts);
  const time = say("time", { ms: number(answer.time_ms) });
  const { isDrawn, notes } = shown.asked;
  const remarks = [...(answer.notes ?? []), ...(notes?.() ?? [])];
  byId("facts").textContent = isDrawn
    ? time // how the paper is inverted and trimmed is no news
    : [time, ...remarks].join(" · ");
  if (isDrawn) byId("glance").textContent = spoken;
  return spoken;
}

/** In English the server's own words say most; else they stand below ours. */
function describe({ kind, said }) {
  const ours = ["what", "cause", "action"].map((part) =>
    say(`problem.${kind}.${part}`),
  );
  const [what, cause, action] = ours;
  byId("problem-what").textContent = what;
  byId("problem-cause").textContent = cause;
  byId("problem-action").textContent = action;
  const theirs = [said?.what, said?.cause, said?.action].filter(Boolean);
  reveal(theirs.length, byId("problem-words"));
  byId("problem-said").textContent = theirs.join(" · ");
}
