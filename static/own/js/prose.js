// Tools for a textarea of small Markdown: a toolbar, and pasting that keeps structure. Without it one types the signs.
import { markdownOf } from "./pasted.js";

const TOOLS = [
  ["Heading", (text) => onLines(text, (line) => `## ${line.replace(/^#+\s*/, "")}`)],
  ["Bold", (text) => around(text, "**", "**", "bold text")],
  ["Link", link],
  ["Bullets", (text) => onLines(text, (line) => `- ${unlisted(line)}`)],
  ["Numbers", (text) => onLines(text, (line, index) => `${index + 1}. ${unlisted(line)}`)],
];

export function proseTools() {
  for (const text of document.querySelectorAll("textarea[data-prose]")) {
    text.before(toolbar(text));
    text.addEventListener("paste", (event) => paste(event, text));
  }
}

function toolbar(text) {
  const bar = document.createElement("div");
  bar.className = "app-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `Format: ${text.labels[0].textContent.trim()}`);
  bar.setAttribute("aria-controls", text.id);
  bar.append(...TOOLS.map(([name, act], index) => button(name, () => act(text), index === 0)));
  bar.addEventListener("keydown", (event) => walk(event, [...bar.children]));
  return bar;
}

function button(name, act, isFirst) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "app-tools__tool";
  made.textContent = name;
  made.tabIndex = isFirst ? 0 : -1; // one stop for Tab; the arrows go on from there
  made.addEventListener("click", act);
  return made;
}

function walk(event, tools) {
  const here = tools.indexOf(document.activeElement);
  const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tools.length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const next = tools.at(steps[event.key] % tools.length);
  for (const tool of tools) tool.tabIndex = tool === next ? 0 : -1;
  next.focus();
}

function around(text, before, after, example) {
  const { selectionStart: start, selectionEnd: end } = text;
  const chosen = text.value.slice(start, end) || example;
  const inner = chosen.trim();
  insert(text, chosen.replace(inner, () => before + inner + after));
  const from = start + chosen.indexOf(inner) + before.length;
  text.setSelectionRange(from, from + inner.length);
}

function link(text) {
  const start = text.selectionStart;
  const chosen = text.value.slice(start, text.selectionEnd).trim();
  const isAddress = /^(https?:\/\/|mailto:)\S+$/.test(chosen);
  const [words, address] = isAddress ? ["words of the link", chosen] : [chosen || "words of the link", "https://"];
  insert(text, `[${words}](${address})`);
  const [from, long] = isAddress ? [start + 1, words.length] : [start + words.length + 3, address.length];
  text.setSelectionRange(from, from + long); // what still has to be typed
}

function onLines(text, change) {
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const found = text.value.indexOf("\n", text.selectionEnd);
  const end = found < 0 ? text.value.length : found;
  const lines = text.value.slice(start, end).split("\n").filter((line, _, all) => line.trim() || all.length === 1);
  // A list or heading directly under a line of text would go on with that line.
  const above = start && text.value.slice(0, start).trimEnd() && !text.value.slice(0, start).endsWith("\n\n");
  text.setSelectionRange(start, end);
  insert(text, (above ? "\n" : "") + lines.map(change).join("\n"));
}

function unlisted(line) {
  return line.replace(/^\s*([-*+•]|\d+[.)])\s+/, "");
}

function paste(event, text) {
  const html = event.clipboardData?.getData("text/html");
  const words = html && markdownOf(html);
  if (!words) return; // plain text: the browser's own way
  event.preventDefault();
  insert(text, words);
}

function insert(text, words) {
  text.focus();
  if (document.execCommand("insertText", false, words)) return; // the only way that Ctrl+Z takes back
  text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
