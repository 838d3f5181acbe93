// Looks words up in search-index.js, for a site without a server. What it finds is put in as text, never as markup.
"use strict";
(() => {
  const form = document.getElementById("search");
  const index = window.diplographIndex;
  if (!form || !index) return;
  const most = 20;
  const field = document.getElementById("q");
  const results = document.getElementById("results");
  // Folding keeps each character's place, so that what is lit is what was found.
  const fold = (text) => Array.from(text, (sign) => sign.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().charAt(0) || " ").join("");
  const entries = index.entries.map(([kind, href, words]) => ({ kind, href, signs: Array.from(words), folded: fold(words) }));
  const letter = /[\p{L}\p{N}]/u;

  const wanted = (text) =>
    [...text.slice(0, 200).matchAll(/"([^"]*)"?|([^\s"]+)/g)]
      .slice(0, 12)
      .map(([, phrase, word]) => fold((phrase ?? word).replace(/\*+$/, "")).trim())
      .filter((term) => letter.test(term));

  // Where a term begins a word of the text: [from, to], or nothing.
  const place = (folded, term) => {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
      if (at === 0 || !letter.test(folded[at - 1]) || !letter.test(term[0])) return [at, at + term.length];
    }
    return null;
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const lit = (signs, places) => {
    const pieces = [];
    let end = 0;
    for (const [from, to] of places.sort((one, other) => one[0] - other[0])) {
      if (from < end) continue;
      pieces.push(signs.slice(end, from).join(""), element("mark", {}, signs.slice(from, to).join("")));
      end = to;
    }
    return [...pieces, signs.slice(end).join("")];
  };

  const show = () => {
    const terms = wanted(field.value);
    results.replaceChildren();
    if (!terms.length) return;
    const groups = index.kinds.map(() => []);
    for (const entry of entries) {
      const places = terms.map((term) => place(entry.folded, term));
      if (places.every(Boolean)) groups[entry.kind].push([entry, places]);
    }
    groups.forEach((found, kind) => {
      if (!found.length) return;
      found.sort((one, other) => one[0].signs.length - other[0].signs.length);
      const rows = found.slice(0, most).map(([entry, places]) =>
        element("li", {}, element("a", { href: entry.href }, ...lit(entry.signs, places))));
      results.append(element("h2", {}, `${index.kinds[kind]} (${found.length})`), element("ol", { className: "found" }, ...rows));
      if (found.length > most) results.append(element("p", { className: "hint" }, `The ${most} shortest of ${found.length} are shown; more words find fewer.`));
    });
    if (!results.firstChild) results.append(element("p", {}, "Nothing was found."));
  };

  form.hidden = false;
  document.getElementById("without")?.remove();
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  let waiting = 0;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  field.value = new URLSearchParams(location.search).get("q") || "";
  show();
  field.focus();
})();
