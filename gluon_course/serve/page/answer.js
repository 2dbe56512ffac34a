// From an answer of the server to what is shown and what is spoken of it.

import { showBoxes } from "./boxes.js";
import { showClasses } from "./classes.js";
import { showContinuation } from "./continuation.js";
import { showSegments } from "./segments.js";
import { showTranslation } from "./translation.js";
import { showWords } from "./nearest.js";

const SHOWN_BY = {
  classification: showClasses,
  sentiment: showClasses,
  detection: showBoxes,
  segmentation: showSegments,
  language: showContinuation,
  translation: showTranslation,
  "word-vectors": showWords,
};

/**
 * Make the elements of an answer.
 *
 * @param {object} answer - What `/predict` said.
 * @param {object} model - What `/model` said.
 * @param {object} asked - The question; `url` shows its picture.
 * @returns {{parts: Element[], spoken: string}}
 */
export const showAnswer = (answer, model, asked) =>
  SHOWN_BY[model.task](answer, model, asked);
