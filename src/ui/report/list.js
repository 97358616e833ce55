// The list of sessions: a filter over all of them, and those that are too many to be written out.
"use strict";
document.documentElement.className = "js";
(() => {
  const field = document.getElementById("filter");
  const data = document.getElementById("older-data");
  if (!field || !data) return;
  const PAGE = 100;
  const found = document.getElementById("found");
  const list = document.getElementById("older");
  const more = document.getElementById("more");
  const all = found.textContent;
  const written = [...document.querySelectorAll("#list > .session")];
  const older = JSON.parse(data.textContent);
  // A row: day, round, prompts, a word or two on it, and the beginning of its id.
  const rows = older.rows.map(([day, round, prompts, about, id]) => ({
    day,
    round: older.names[round],
    prompts: prompts.map((prompt) => older.names[prompt]).join(", "),
    about,
    id,
  }));
  let shown = PAGE;

  const line = (row) => {
    const item = document.createElement("details");
    item.className = "session";
    const summary = document.createElement("summary");
    const when = document.createElement("b");
    when.textContent = row.day;
    const about = document.createElement("span");
    about.className = "soft";
    about.textContent = row.about;
    summary.append(when, " " + row.round + " ", about);
    const prompts = document.createElement("p");
    prompts.textContent = row.prompts;
    const how = document.createElement("p");
    how.className = "soft small";
    const command = document.createElement("code");
    command.textContent = "hotseat report " + row.id;
    how.append(command, " makes its page.");
    item.append(summary, prompts, how);
    return item;
  };
  const update = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.includes(word));
    let count = 0;
    for (const item of written) {
      item.hidden = !fits(item.dataset.find);
      if (!item.hidden) count += 1;
    }
    const matching = rows.filter((row) =>
      fits((row.day + " " + row.round + " " + row.prompts + " " + row.about).toLowerCase()));
    count += matching.length;
    list.replaceChildren(...matching.slice(0, shown).map(line));
    more.hidden = matching.length <= shown;
    more.textContent = "Show more (" + Math.max(0, matching.length - shown) + ")";
    found.textContent = words.length > 0 ? count + " found" : all;
  };
  field.addEventListener("input", () => { shown = PAGE; update(); });
  more.addEventListener("click", () => { shown += PAGE; update(); });
  update();
})();
