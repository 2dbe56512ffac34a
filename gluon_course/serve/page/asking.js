// Questions to the server, and what may come of them.

const PATIENCE_MS = 60_000;
const KINDS = { 413: "large", 429: "busy", 503: "resting", 504: "slow" };

/** What went wrong: a kind that the page has words for, and the server's own words. */
export class Problem extends Error {
  constructor(kind, said = null) {
    super(kind);
    this.kind = kind;
    this.said = said;
  }
}

/** What the model is and takes. */
export const askModel = () => ask("model", {});

/**
 * Ask the model.
 *
 * @param {FormData|object} question - A form with a picture, or what is sent as JSON.
 * @param {AbortSignal} signal - Ends the wait; the promise then rejects as fetch does.
 */
export function askPrediction(question, signal) {
  if (question instanceof FormData) {
    return ask("predict", { method: "POST", body: question, signal });
  }
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(question);
  return ask("predict", { method: "POST", body, headers, signal });
}

async function ask(path, options) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const given = options.signal;
  const signal = given ? AbortSignal.any([given, patience]) : patience;
  let response, content;
  try {
    response = await fetch(path, { ...options, signal });
    content = await response.json();
  } catch (error) {
    if (given?.aborted) throw error;
    if (patience.aborted) throw new Problem("slow");
    throw new Problem(response ? "broken" : "offline");
  }
  if (response.ok) return content;
  const refused = response.status >= 500 ? "broken" : "refused";
  throw new Problem(KINDS[response.status] ?? refused, content.error ?? null);
}
