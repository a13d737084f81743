// Asks the server whenever something on the page is moved, and shows what it answers.
// The server reckons and renders everything; here is only who asks, when, and what is swapped.

const PATIENCE_MS = 600; // a move that takes longer gives way to a newer one
const QUIET_MS = 250; // without a move, before the slower parts are asked for

const form = document.getElementById("controls");
const status = document.getElementById("status");
const dialog = document.getElementById("why");
const narrow = window.matchMedia("(max-width: 40rem)");
const page = crypto.randomUUID();

let turn = 0;
let flying = null; // the move under way: { abort, since }
let wanted = null; // the newest move not yet asked for
let later = null; // the slower parts under way
let quiet = 0;
let query = window.location.search.slice(1) || form.dataset.query;
let day = form.querySelector("[name=shown]").value;
let drawnDay = null; // the day that the parts of a day alone were drawn for

class Refused extends Error {}

async function ask(path, parameters, signal) {
  turn += 1;
  const headers = { "Jobone-Page": page, "Jobone-Turn": String(turn) };
  const answer = await fetch(`${path}?${parameters}`, { headers, signal, cache: "no-store" });
  if (!answer.ok) {
    const shape = await answer.json().catch(() => ({ error: "the server failed" }));
    const refused = new Refused(shape.error);
    refused.status = answer.status;
    throw refused;
  }
  return answer;
}

function tell(text, wrong = false) {
  status.textContent = text;
  status.classList.toggle("wrong", wrong);
}

function report(failure) {
  if (failure.name === "AbortError" || failure.status === 409) return;
  tell(
    failure instanceof Refused
      ? `Not possible: ${failure.message}`
      : "The server does not answer. Was it ended?",
    true,
  );
}

function width() {
  return narrow.matches ? "narrow" : "wide";
}

// --- moving --------------------------------------------------------------------------------

function formQuery(submitter) {
  const data = new URLSearchParams(new FormData(form, submitter ?? null));
  data.set("width", width());
  return data;
}

function move(submitter = null, commit = true) {
  const parameters = formQuery(submitter);
  request(() => ["/move", parameters], commit);
}

function show(newQuery, commit = true) {
  request(() => ["/state", `${newQuery}&width=${width()}`], commit, true);
}

function request(target, commit, redraw = false) {
  wanted = { target, redraw, commit: commit || wanted?.commit || false };
  if (flying && performance.now() - flying.since > PATIENCE_MS) flying.abort.abort();
  if (!flying) run();
}

async function run() {
  while (wanted) {
    const { target, redraw, commit } = wanted;
    wanted = null;
    const abort = new AbortController();
    flying = { abort, since: performance.now() };
    later?.abort();
    window.clearTimeout(quiet);
    form.setAttribute("aria-busy", "true");
    try {
      const [path, parameters] = target();
      const answer = await (await ask(path, parameters, abort.signal)).json();
      apply(answer, redraw, commit);
    } catch (failure) {
      report(failure);
    } finally {
      flying = null;
      form.removeAttribute("aria-busy");
    }
  }
  quiet = window.setTimeout(askLater, QUIET_MS);
}

function apply(answer, redraw, commit) {
  query = answer.query;
  const address = `/?${query}`;
  if (commit && address !== history.state?.address) {
    history.pushState({ address }, "", address);
  } else {
    history.replaceState({ address: history.state?.address }, "", address);
  }
  fill("answers", answer.answers);
  fill("ramp", answer.ramp);
  document.getElementById("day-words").textContent = `as of ${answer.day_words}`;
  document.getElementById("changes").textContent = answer.changes;
  document.getElementById("brief").innerHTML = answer.brief;
  carry(answer);
  if (redraw || answer.redraw) swapControls(answer.controls);
  else placeRows(answer.rows);
  form.querySelector("[name=shown]").value = answer.as_of;
  day = answer.as_of;
  tell(answer.told);
  for (const part of document.querySelectorAll("[data-asked]")) part.classList.add("stale");
}

function fill(name, html) {
  const place = document.querySelector(`[data-part=${name}]`);
  const open = [...place.querySelectorAll("details")].map((item) => item.open);
  place.innerHTML = html;
  place.querySelectorAll("details").forEach((item, at) => {
    if (open[at]) item.open = true;
  });
}

// Links and forms carry the state on.
function carry(answer) {
  for (const link of document.querySelectorAll("a[data-carries]")) {
    link.href = `${link.pathname}?${answer.query}`;
  }
  document.getElementById("reset").href = `/?${answer.unchanged}`;
  document.getElementById("report").href = `/report?as-of=${answer.as_of}`;
  for (const field of document.querySelectorAll(".ask [name=state]")) field.value = answer.query;
  const choice = document.querySelector(".ask [name=target]");
  const names = answer.names;
  if (names.join("\n") !== [...choice.options].map((item) => item.value).join("\n")) {
    const chosen = choice.value;
    choice.replaceChildren(...names.map((name) => new Option(name, name)));
    if (names.includes(chosen)) choice.value = chosen;
  }
}

function placeRows(rows) {
  for (const { path, place, value, words } of rows) {
    const row = form.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (!row) continue;
    const slider = row.querySelector("input[type=range]");
    const was = row.querySelector("input[type=hidden]");
    // What was moved since the question was asked stays where it is, and is asked for next.
    if (!wanted) slider.value = place;
    was.value = `${place}|${value}`;
    slider.setAttribute("aria-valuetext", words);
    row.querySelector("output").textContent = words;
    row.querySelector(".reset").hidden = !value;
    row.classList.toggle("moved", Boolean(value));
    const pulled = row.querySelector("[data-lever]");
    if (pulled && !wanted) pulled.checked = Boolean(value);
  }
  for (const group of form.querySelectorAll("[data-group]")) {
    const moved = group.querySelectorAll(".row.moved").length;
    group.querySelector("[data-moved]").textContent = moved ? `, ${moved} moved` : "";
  }
}

// The day's own slider stays in the page, so that it can be dragged on.
function swapControls(html) {
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  const focus = document.activeElement?.id || document.activeElement?.name;
  const opened = [...form.querySelectorAll("details[data-group]")];
  for (const group of opened) {
    const fresh = drawn.content.querySelector(`[data-group="${group.dataset.group}"]`);
    if (fresh) fresh.open = group.open || fresh.open;
  }
  const slider = form.querySelector("#day");
  const fresh = drawn.content.querySelector("#day");
  if (!wanted) slider.value = fresh.getAttribute("value");
  slider.setAttribute("aria-valuetext", fresh.getAttribute("aria-valuetext"));
  for (const swap of form.querySelectorAll("[data-swap]")) {
    const other = drawn.content.querySelector(`[data-swap="${swap.dataset.swap}"]`);
    swap.replaceWith(other);
  }
  if (focus && focus !== "day") {
    const again = document.getElementById(focus) ?? form.querySelector(`[name="${CSS.escape(focus)}"]`);
    again?.focus();
  }
}

form.addEventListener("input", (event) => {
  const { target } = event;
  if (target.id === "as-of") return; // a day being typed is none yet
  if (target.type === "range") {
    const pulled = target.closest(".row")?.querySelector("[data-lever]");
    if (pulled) pulled.checked = true;
  }
  move(null, target.type !== "range");
});
form.addEventListener("change", (event) => {
  const { target } = event;
  if (target.id === "as-of" ? target.validity.valid && target.value : target.type === "range") move();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  // What is undone leaves its button; the slider keeps the focus.
  if (event.submitter?.name === "drop") {
    event.submitter.closest(".row")?.querySelector("input[type=range]").focus();
  }
  move(event.submitter);
});
window.addEventListener("popstate", () => show(window.location.search.slice(1), false));
narrow.addEventListener("change", () => {
  drawnDay = null;
  show(query, false);
});

// --- the slower parts ----------------------------------------------------------------------

async function askLater() {
  later?.abort();
  const abort = new AbortController();
  later = abort;
  const parts = [...document.querySelectorAll("[data-later]")];
  const asked = day;
  for (const part of parts) {
    if ("byDay" in part.dataset && drawnDay === asked) continue;
    try {
      const name = part.dataset.part;
      part.setAttribute("aria-busy", "true");
      const answer = await ask(`/part/${name}`, `${query}&width=${width()}`, abort.signal);
      fill(name, await answer.text());
    } catch (failure) {
      if (abort.signal.aborted) return;
      report(failure);
      return;
    } finally {
      part.removeAttribute("aria-busy");
    }
  }
  drawnDay = asked;
}

// --- asking --------------------------------------------------------------------------------

for (const question of document.querySelectorAll("form.ask")) {
  question.addEventListener("submit", async (event) => {
    event.preventDefault();
    const part = document.querySelector(`[data-part=${question.dataset.ask}]`);
    const button = question.querySelector("button");
    const parameters = new URLSearchParams(new FormData(question));
    parameters.set("width", width());
    button.disabled = true;
    part.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(new URL(question.action).pathname, parameters);
      part.innerHTML = await answer.text();
      part.dataset.asked = "";
      part.classList.remove("stale");
      tell("Answered.");
    } catch (failure) {
      report(failure);
      if (failure.status === 409) tell("Stopped, because something was moved. Ask again.");
    } finally {
      button.disabled = false;
      part.removeAttribute("aria-busy");
    }
  });
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const address = new URL(link.href);
  if (address.origin !== window.location.origin) return;
  if (address.pathname === "/why") {
    event.preventDefault();
    try {
      const answer = await ask("/why", address.search.slice(1));
      const inner = document.getElementById("why-inner");
      inner.innerHTML = await answer.text();
      document.getElementById("why-head").textContent = inner.firstElementChild.dataset.title;
      if (!dialog.open) dialog.showModal();
      dialog.scrollTop = 0;
    } catch (failure) {
      report(failure);
    }
  } else if ("state" in link.dataset) {
    event.preventDefault();
    show(address.search.slice(1));
  } else if (link.id === "report") {
    tell("The report is being made; it takes some seconds.");
  }
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

history.replaceState({ address: `/?${query}` }, "", `/?${query}`);
document.documentElement.classList.add("live");
quiet = window.setTimeout(askLater, QUIET_MS);
