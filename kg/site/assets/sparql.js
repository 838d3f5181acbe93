/* The editor of the page of queries (YASGUI). Without it, or where it does not start, the plain form stays. */
"use strict";

(() => {
  const place = document.getElementById("yasgui");
  const plain = document.getElementById("plain");
  if (!place || !plain || !window.Yasgui) {
    return;
  }

  // A link may bring a query: ?query= of our own, #query= as YASGUI writes it for its button "share", #q03 for a question.
  const queryIn = (text) => new URLSearchParams(text.slice(1)).get("query");
  const asked = queryIn(location.search) || queryIn(location.hash);
  const textOf = (name) => document.getElementById(name)?.querySelector("textarea")?.value;
  const start = asked || textOf(location.hash.slice(1)) || plain.elements.query.value;

  // Its lists are merged place by place, so a shorter one of ours would not shorten them.
  window.Yasgui.Yasqe.defaults.autocompleters = ["variables"];

  // The columns of the results are made wider and narrower by a part (column-resizer) that writes its rules into style
  // elements. The policy of the page refuses those, so the same rules stand in sparql.css, and this stands in for the
  // elements: the part takes the last thing of the head away again when a column is let go.
  const standIn = document.createElement("template");
  const append = document.head.appendChild.bind(document.head);
  document.head.appendChild = (node) => append(node.gripid ? standIn : node);

  place.hidden = false;
  const yasgui = new window.Yasgui(place, {
    // YASGUI takes a whole address only.
    requestConfig: { endpoint: new URL(place.dataset.endpoint, document.baseURI).href, method: "GET" },
    copyEndpointOnNewTab: false,
    // What stands behind the # names a question here; and no link may name another endpoint.
    populateFromUrl: false,
    // Nothing is kept in the browser, and nothing is asked of another host: no prefix.cc, no vocabularies.
    persistenceId: null,
    yasqe: { value: start, persistenceId: null },
    yasr: { persistenceId: null, prefixes: {} },
  });
  plain.hidden = true;

  // What YASGUI leaves out for those who use no mouse: names for the editor and for the size of a page of results, a way
  // to scroll a long query, and a way out of the editor with the key Tab, which it would take for a blank.
  const yasqe = yasgui.getTab().getYasqe();
  yasqe.getInputField().setAttribute("aria-label", "The query");
  const scroller = yasqe.getScrollerElement();
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "group");
  scroller.setAttribute("aria-label", "The query, to be scrolled");
  yasqe.setOption("extraKeys", { ...yasqe.getOption("extraKeys"), Tab: false, "Shift-Tab": false });
  yasgui.getTab().getYasr().on("drawn", () => {
    place.querySelector(".tableSizer")?.setAttribute("aria-label", "Rows on a page");
  });

  const load = (query) => {
    yasgui.getTab().setQuery(query);
    place.scrollIntoView({ block: "start" });
    yasqe.focus();
  };
  yasgui.getTab().setQuery(start);

  for (const form of document.querySelectorAll("form.example")) {
    const button = form.querySelector("button.load");
    button.hidden = false;
    button.addEventListener("click", () => load(form.elements.query.value));
  }
  window.addEventListener("hashchange", () => {
    const query = textOf(location.hash.slice(1));
    if (query) {
      load(query);
    }
  });
})();
