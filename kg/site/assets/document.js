// Lights up all passages of a claim, and all claims of a passage, under the pointer, at the focus, and at a link's end.
// Nothing here is needed: every passage and claim is a link, and the style sheet lights up what a link leads to.
"use strict";
(() => {
  const reading = document.querySelector(".reading");
  if (!reading) return;
  // A part of an address behind # never reaches a server: who comes for a character of another part is led there.
  const wanted = /^#(?:char|on)=(\d+)/.exec(location.hash);
  if (wanted && !document.getElementById(location.hash.slice(1))) {
    const begun = [...document.querySelectorAll(".parts [data-from]")].filter((each) => Number(each.dataset.from) <= Number(wanted[1]));
    const part = begun.sort((one, other) => one.dataset.from - other.dataset.from).pop();
    if (part && part.href) location.replace(part.href + location.hash);
  }
  let lit = [];
  const light = (things) => {
    for (const each of lit) each.classList.remove("lit");
    lit = things;
    for (const each of lit) each.classList.add("lit");
  };
  // The words of the passage whose anchor is `id`: the anchor itself, or what bears its number in the row.
  const passage = (id) => {
    const anchor = document.getElementById(id);
    const row = anchor && anchor.closest(".text");
    if (!row) return [];
    const number = /\bi(\d+)\b/.exec(anchor.className);
    return number ? [...row.getElementsByClassName(`s${number[1]}`)] : [anchor];
  };
  const named = (fragment) => {
    try {
      return decodeURIComponent(fragment.slice(1));
    } catch {
      return ""; // a stray % in an address that somebody typed
    }
  };
  const fragment = (link) => named(link.getAttribute("href"));
  const wordsOf = (note) => [...note.querySelectorAll('a[href^="#char="]')].flatMap((link) => passage(fragment(link)));
  const claimsOf = (link) => {
    const there = document.getElementById(fragment(link));
    if (!there) return [];
    return there.classList.contains("note") ? [there] : [...there.querySelectorAll(".note")];
  };
  const about = (place) => {
    const note = place.closest(".note");
    if (note) return [note, ...wordsOf(note)];
    const link = place.closest('.text a[href^="#"]');
    if (!link) return [];
    const notes = claimsOf(link);
    return [...notes, ...notes.flatMap(wordsOf)];
  };
  const arrived = () => {
    const there = document.getElementById(named(location.hash));
    if (!there || !reading.contains(there)) return [];
    if (there.matches(".note, .group")) return [there, ...wordsOf(there)];
    return passage(there.id);
  };
  for (const event of ["pointerover", "focusin"]) {
    reading.addEventListener(event, (happened) => {
      const found = about(happened.target);
      light(found.length ? found : arrived());
    });
  }
  for (const event of ["pointerleave", "focusout"]) reading.addEventListener(event, () => light(arrived()));
  window.addEventListener("hashchange", () => light(arrived()));
  light(arrived());
})();
