"use strict";
(() => {
  const list = document.getElementById("cases");
  const rows = Array.from(list.children);
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const count = new Intl.NumberFormat("fr");
  const number = (value, digits) => value.toLocaleString("fr", { maximumFractionDigits: digits });
  rows.forEach((row, place) => { row.place = place; });

  // Thousands of cases: their details are read when one is first asked for.
  let read;
  const data = () => (read ??= JSON.parse(document.getElementById("details").textContent));

  // Everything from a case is put in as text: nothing that it holds becomes an element.
  const make = (name, content, style) => {
    const element = document.createElement(name);
    for (const part of Array.isArray(content) ? content : [content]) element.append(part);
    if (style) element.className = style;
    return element;
  };
  const items = (texts) => make("ul", texts.map((text) => make("li", text)));

  const quote = (q) => {
    const facts = [q.publisher, q.date || "source non datée", q.territory, q.page && `p. ${q.page}`];
    const origin = make("small", `[${q.n}] ${[q.title, ...facts].filter(Boolean).join(" · ")} — ${data().files[q.file]}`);
    if (q.url) {
      const link = make("a", q.url);
      link.href = q.url;
      link.rel = "noopener noreferrer";
      origin.append(" — ", link);
    }
    const parts = [`« ${q.quote} »`, origin];
    if (q.proves === true) parts.push(make("small", "✓ prouve la réponse attendue", "fine"));
    if (q.proves === false) parts.push(make("small", "✗ ne prouve pas la réponse attendue", "lack"));
    if (q.faithful === false) parts.push(make("small", "⚠ ces mots ne sont pas dans la source", "lack"));
    return make("blockquote", parts);
  };
  const proof = (p) => `« ${p.quote} » — ${data().files[p.file]}${p.alternative ? " (suffit)" : ""}`;

  const squad = (s) => [
    s.in_first ? "dans la première citation" : s.in_first_three ? "dans les trois premières citations" : "pas dans les trois premières citations",
    "exact" in s ? (s.exact ? "mots exacts" : "mots non exacts") : "pas de réponse courte",
    ..."f1" in s ? [`F1 ${number(s.f1, 3)}`] : [],
  ].join(", ");

  const describe = (place, id) => {
    const c = data().cases[place];
    const names = (places) => places.map((at) => data().files[at]);
    const list = make("dl", []);
    const add = (term, content, style) => {
      if (content === undefined || content === null || content === false || content.length === 0) return;
      list.append(make("div", [make("dt", term), make("dd", content, style)]));
    };
    const right = new Set(c.right);
    add("Conversation", c.turns.length > 1 && items(c.turns));
    add("Comprise comme", c.understood);
    add("Statut", c.status);
    add("Réponse", c.answer);
    if (c.stage) add("Perdue à l'étape", `${data().stages[c.stage][0]}. ${data().stages[c.stage][1]}`, "lack");
    add("Attendu", c.abstain ? "Dire que rien ne répond." : c.expect && items(c.expect));
    add("Il manque", c.missing && items(c.missing), "lack");
    add("Interdit", c.never && items(c.never));
    add("Dit à tort", c.forbidden && items(c.forbidden), "lack");
    add("Sans appui", c.unsupported && items(c.unsupported), "lack");
    add("Citations", c.quotes && c.quotes.map(quote));
    add("Preuves attendues", c.proofs && items(c.proofs.map(proof)));
    add("Piège", c.near && items(c.near.map(proof)));
    add("Sources admises", c.sources && names(c.sources).join(", "));
    add("Documents trouvés", c.found && c.found.map((at, rank) => `${rank + 1}. ${data().files[at]}${right.has(at) ? " ✓" : ""}`).join(" · "));
    add("Lecture", c.squad && squad(c.squad));
    add("Confiance", `${number(100 * c.confidence, 1)} %`);
    add("Temps", `${number(c.ms, c.ms < 10 ? 1 : 0)} ms · ${count.format(c.words)} mots`);
    add("Cas", [c.audience, c.noise, c.pair && `paire ${c.pair}`].filter(Boolean).join(" · "));
    add("Note", c.note);
    const link = make("a", "Lien vers ce cas");
    link.href = `#${encodeURIComponent(id)}`;
    return make("div", [list, link], "case");
  };

  list.addEventListener("toggle", (event) => {
    const row = event.target;
    if (row.parentNode === list && row.open && row.childElementCount === 1) row.append(describe(row.place, row.id));
  }, true);

  // Searching: letters without their accents, one space for any, one apostrophe.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’ʼ]/g, "'").replace(/\s+/g, " ");
  let folded;
  const texts = () => (folded ??= data().cases.map((c, place) => fold([
    rows[place].id.slice(5), ...c.turns, c.answer, ...(c.expect || []), ...(c.missing || []),
    ...(c.quotes || []).flatMap((q) => [q.title, q.publisher || "", data().files[q.file]]),
    ...(c.proofs || []).map((p) => data().files[p.file]), c.note || "",
  ].join(" "))));

  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = fold(wanted.text).split(" ").filter(Boolean);
    const searched = words.length ? texts() : null;
    let left = 0;
    for (const row of rows) {
      const { k, s } = row.dataset;
      const keep = (!wanted.kind || k === wanted.kind) && (!wanted.stage || s === wanted.stage)
        && (!wanted.verdict || (s === "") === (wanted.verdict === "right"))
        && words.every((word) => searched[row.place].includes(word));
      if (row.hidden === keep) row.hidden = !keep;
      left += keep;
    }
    const all = `${count.format(rows.length)} cas`;
    shown.textContent = left === rows.length ? all : `${count.format(left)} cas sur ${all.replace(" cas", "")}`;
    none.hidden = left > 0;
  };

  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(filter, 150); };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => { clearTimeout(waiting); setTimeout(filter); });
  form.hidden = false;

  // A bar or a stage shows its cases.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link) return;
    form.reset();
    form.elements[link.dataset.filter].value = link.dataset.value;
    filter();
  });

  const named = (hash) => {
    try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; }
  };
  const follow = () => {
    const row = named(location.hash);
    if (!row || row.parentNode !== list) return;
    if (row.hidden) { form.reset(); filter(); }
    row.open = true;
    row.append(...row.childElementCount === 1 ? [describe(row.place, row.id)] : []);
    row.scrollIntoView();
    row.firstElementChild.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => { document.querySelector(".identity").open = true; });
  follow();
})();
