/* What the page does in the browser: it passes events on, moves the focus, and nothing else. */
window.balise = (() => {
  "use strict";
  let trigger = null;
  const waiting = [];
  let opener = null;
  let kept = null;
  let following = false;

  /* A browser that keeps a conversation shows nothing before it: what is first in the page is for
     somebody new. */
  const root = document.documentElement;
  const arrived = () => root.classList.remove("returning");
  try {
    if (localStorage.getItem("balise")) root.classList.add("returning");
  } catch {
    arrived();
  }
  setTimeout(() => {
    arrived();
    plan();
  }, 5000);

  /* A session that has ended is told by the server, to scripts as to people: log in again. */
  const fetched = window.fetch.bind(window);
  window.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (answer.status === 401) location.assign("/connexion");
    return answer;
  };

  const send = (name, data) => (trigger ? trigger(name, data) : waiting.push([name, data]));
  const connect = (function_) => {
    trigger = function_;
    waiting.splice(0).forEach(([name, data]) => trigger(name, data));
    plan();
  };
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = () => matchMedia("(max-width: 900px)").matches;
  const glide = () => (calm() ? "auto" : "smooth");

  const announce = (words) => {
    let region = one("#announcer");
    if (!region) {
      region = Object.assign(document.createElement("div"), { id: "announcer", className: "unseen" });
      region.setAttribute("role", "status");
      region.setAttribute("aria-live", "polite");
      document.body.append(region);
    }
    region.textContent = "";
    setTimeout(() => (region.textContent = words), 60);
  };

  /* Screens: only one is shown, and the server is asked for what may have changed. */
  const sheetData = () => ({ name: one("#sheet-name")?.value ?? "" });
  const show = (screen) => {
    close(false);
    document.body.dataset.screen = screen;
    markScreen();
    scrollTo(0, 0);
    if (screen === "sheet") send("sheet", sheetData());
    if (screen === "documents") send("shelf", { act: "list" });
    if (screen === "kept") send("act", { act: "kept" });
  };
  const markScreen = () => {
    const current = document.body.dataset.screen || "conversation";
    all("[data-do=screen]").forEach((button) => {
      if (button.dataset.screen === current) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    });
  };

  /* The source panel. */
  const opened = (source) => {
    document.body.classList.add("panel-open");
    const panel = one("#panel");
    if (narrow()) {
      panel.setAttribute("role", "dialog");
      panel.setAttribute("aria-modal", "true");
      panel.setAttribute("aria-label", one("#source-title", source)?.textContent ?? "");
    }
    const mark = one("mark", source);
    one("#source-title", source)?.focus({ preventScroll: true });
    const text = one(".text", source);
    if (mark) {
      const above = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
      text.scrollTop += above - text.clientHeight / 3;
    }
  };
  const close = (back = true) => {
    if (!document.body.classList.contains("panel-open")) return;
    document.body.classList.remove("panel-open");
    ["role", "aria-modal", "aria-label"].forEach((name) => one("#panel")?.removeAttribute(name));
    all(".cite[aria-expanded]").forEach((cite) => cite.removeAttribute("aria-expanded"));
    if (!back) return;
    const key = opener?.dataset.key;
    const again = opener?.isConnected ? opener : key && one(`[data-key="${CSS.escape(key)}"]`);
    again?.focus();
  };

  const copy = async (words, button) => {
    let done = true;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: words });
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    const said = done ? button.dataset.copied : button.dataset.failed;
    const before = button.textContent;
    button.textContent = said;
    announce(said);
    setTimeout(() => (button.textContent = before), 2000);
  };

  const save = (parcel) => {
    const bytes = Uint8Array.from(atob(parcel.dataset.content), (c) => c.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: parcel.dataset.type }));
    link.download = parcel.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const actions = {
    ask: (e) => {
      show("conversation");
      send("ask", { question: e.dataset.question ?? "", retry: Boolean(e.dataset.retry) });
    },
    open: (e) => {
      opener = e;
      all(".cite[aria-expanded]").forEach((cite) => cite.removeAttribute("aria-expanded"));
      if (e.classList.contains("cite")) e.setAttribute("aria-expanded", "true");
      const there = one("#panel .source");
      if (there?.dataset.key === `${e.dataset.n}:${e.dataset.doc}:${e.dataset.start}:${e.dataset.end}`) {
        opened(there);
        return;
      }
      send("open", { doc: e.dataset.doc, start: e.dataset.start, end: e.dataset.end, n: e.dataset.n });
    },
    close: () => close(),
    copy: (e) => copy(e.dataset.text, e),
    screen: (e) => show(e.dataset.screen),
    skip: () => {
      show("conversation");
      one("#question textarea")?.focus();
    },
    act: (e) => {
      one("#forget")?.close();
      close(false);
      send("act", { act: e.dataset.act });
      one("#question textarea")?.focus({ preventScroll: true });
    },
    reopen: (e) => {
      show("conversation");
      send("act", { act: "reopen", id: e.dataset.id });
      announce(e.dataset.said);
      if (!narrow()) one("#question textarea")?.focus({ preventScroll: true });
    },
    kept: (e) => {
      opener = e.dataset.key ? e : opener;
      send("act", { act: e.dataset.act, id: e.dataset.id ?? "" });
    },
    forget: () => one("#forget")?.showModal(),
    dismiss: (e) => e.closest("dialog").close(),
    judge: (e) => send("act", { act: "judge", turn: e.dataset.turn, verdict: e.dataset.verdict }),
    unfilter: (e) =>
      send("act", {
        act: "unfilter",
        field: e.dataset.field,
        value: e.dataset.value ?? "",
        open: Boolean(one(".filters")?.open),
      }),
    print: () => {
      const frame = one("#sheet-frame")?.contentWindow;
      frame?.focus();
      frame?.print();
    },
    download: (e) => send("download", { ...sheetData(), kind: e.dataset.kind, stamp: Date.now() }),
    shelf: (e) => {
      opener = e.dataset.key ? e : opener;
      send("shelf", { act: e.dataset.act, doc: e.dataset.doc ?? "" });
    },
  };
  const changes = {
    register: (e) => {
      all("[name=register]").forEach((other) => other.toggleAttribute("checked", other === e));
      send("act", { act: "register", value: e.value });
    },
    filter: (e) => send("act", { act: "filter", field: e.dataset.field, value: e.value }),
    choose: (e) => {
      e.toggleAttribute("checked", e.checked);
      send("act", { act: "choose", turn: e.dataset.turn, checked: e.checked });
    },
    pick: (e) => {
      e.toggleAttribute("checked", e.checked);
      send("act", { act: "choose", turn: e.dataset.turn, checked: e.checked });
      setTimeout(() => send("sheet", { ...sheetData(), only: "preview" }), 250);
    },
    "sheet-name": () => send("sheet", { ...sheetData(), only: "preview" }),
  };

  document.addEventListener("click", (event) => {
    const element = event.target.closest?.("[data-do]");
    if (!element || !/^(A|BUTTON)$/.test(element.tagName)) return;
    event.preventDefault();
    actions[element.dataset.do]?.(element);
  });
  document.addEventListener("change", (event) => {
    const element = event.target.closest?.("[data-do]");
    if (element && /^(INPUT|SELECT)$/.test(element.tagName)) changes[element.dataset.do]?.(element);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-do=judge]");
    if (!form) return;
    event.preventDefault();
    const said = new FormData(form);
    send("act", {
      act: "judge",
      turn: form.dataset.turn,
      verdict: said.get("verdict") ?? "",
      correction: said.get("correction") ?? "",
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !one("dialog[open]")) close();
    if (event.key === "Tab" && narrow() && document.body.classList.contains("panel-open")) {
      const stops = all("#panel button, #panel a[href], #panel [tabindex='0']");
      const last = stops.at(-1);
      const edge = event.shiftKey ? stops[0] : last;
      if (document.activeElement === edge || !one("#panel").contains(document.activeElement)) {
        event.preventDefault();
        (event.shiftKey ? last : stops[0])?.focus();
      }
    }
  });
  /* The sheet is printed whole, and not the part of it that its frame shows: the frame is given the
     height that the sheet has on paper, where it is as wide as A4 between its margins. */
  const ON_PAPER = "html { font-size: 10.5pt } body, main { padding: 0 } main { border: 0 }";
  addEventListener("beforeprint", () => {
    const frame = one("#sheet-frame");
    const page = frame?.contentDocument;
    if (!page) return;
    const style = Object.assign(page.createElement("style"), { id: "paper", textContent: ON_PAPER });
    page.head.append(style);
    Object.assign(frame.style, { width: "680px", height: "0" });
    frame.style.height = `${page.documentElement.scrollHeight + 8}px`;
  });
  addEventListener("afterprint", () => {
    const frame = one("#sheet-frame");
    frame?.removeAttribute("style");
    frame?.contentDocument?.querySelector("#paper")?.remove();
  });
  document.addEventListener("focusin", (event) => {
    kept = event.target.closest?.("[data-key]") ?? null;
  });

  /* What the server has just put in the page. Gradio changes elements in place where it can, so
     an element is new when what it says of itself is. */
  const WATCHED = ["id", "data-stage", "data-key", "data-announce", "data-parcel", "data-focus", "data-first"];
  const known = new WeakMap();
  const fresh = (selector) =>
    all(selector).filter((e) => {
      const now = WATCHED.map((name) => e.getAttribute(name)).join("|");
      const changed = known.get(e) !== now;
      known.set(e, now);
      return changed;
    });
  /* A field that was touched no longer follows its attributes: the server's word is the last. */
  const settle = () => {
    all("input[data-do][type=checkbox], input[data-do][type=radio]").forEach((e) => {
      if (e.checked !== e.hasAttribute("checked")) e.checked = e.hasAttribute("checked");
    });
    all("select[data-do]").forEach((e) => {
      const wanted = one("option[selected]", e)?.value ?? "";
      if (e.value !== wanted) e.value = wanted;
    });
  };
  const look = () => {
    markScreen();
    settle();
    fresh("#panel .source").forEach(opened);
    fresh("#live .turn").forEach((turn) => {
      const stage = turn.dataset.stage;
      if (stage === "searching") {
        following = true;
        if (narrow()) document.activeElement?.blur();
        all("form", turn).forEach((form) => form.reset());
        announce(one(".searching", turn).textContent.trim());
      }
      if (following) turn.scrollIntoView({ block: "start", behavior: glide() });
      if (stage === "done" || !stage) {
        if (following) announce(turn.dataset.announce);
        following = false;
      }
    });
    fresh(".thanks, .warning[data-announce], .changes[data-announce]").forEach((e) => {
      if (document.body.dataset.ready) announce(e.dataset.announce);
    });
    fresh("[data-parcel]").forEach(save);
    // Gradio's message has a button inside a button: only the inner one, which closes it, is needed.
    document.querySelectorAll(".toast-header[role]").forEach((e) => {
      e.removeAttribute("role");
      e.removeAttribute("tabindex");
    });
    fresh("[data-focus]").forEach((e) => {
      e.focus();
      e.scrollIntoView({ block: "nearest", behavior: glide() });
    });
    if (kept && !kept.isConnected && document.activeElement === document.body) {
      const again = one(`[data-key="${CSS.escape(kept.dataset.key)}"]`);
      const thanks = kept.dataset.key.replace("useful-", "thanks-");
      (again ?? one(`[data-key="${CSS.escape(thanks)}"]`))?.focus({ preventScroll: true });
    }
    if (one(".top:not([data-first])")) arrived();
    const usable = one(".top") && trigger && !root.classList.contains("returning");
    if (usable && !document.body.dataset.ready) {
      document.body.dataset.ready = "1";
      document.body.dataset.screen ||= "conversation";
      one("#question textarea")?.setAttribute("enterkeyhint", "send");
    }
  };
  let planned = false;
  const plan = () => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      look();
    });
  };
  const watch = () => {
    new MutationObserver(plan).observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: [...WATCHED, "checked", "selected"],
    });
    look();
  };
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
  return { connect };
})();
