// What Word or a web page puts on the clipboard, as small Markdown: headings, lists, bold, italic, links; nothing else.
import TurndownService from "../../build/js/turndown.js";

const DROPPED = ["title", "script", "noscript", "style", "video", "audio", "object", "iframe", "svg"];
const WORD_COMMENTS = ".MsoCommentReference, .msocomoff, .msocomtxt";
const LIST_INDENT = "   ";

const service = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*" });
service.remove(DROPPED);
// Only the signs that would mean something in the small Markdown.
service.escape = (text) => text.replace(/[\\*_[\]<]/g, "\\$&").replace(/^(#{1,6} |[-+] )/, "\\$1").replace(/^(\d+)([.)] )/, "$1\\$2");

service.addRule("comment", { filter: (node) => node.matches(WORD_COMMENTS), replacement: () => "" });
service.addRule("unseen", { filter: ["img", "hr"], replacement: () => "" });
service.addRule("link", { filter: "a", replacement: (words, node) => linked(words, node.getAttribute("href") ?? "") });
service.addRule("heading", {
  filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
  replacement: (words, node) => `\n\n${node.nodeName < "H3" ? "##" : "###"} ${bare(words)}\n\n`,
});
service.addRule("bold", { filter: isBold, replacement: bold });
service.addRule("code", { filter: ["code", "pre", "kbd", "samp"], replacement: (words) => words });
service.addRule("quote", { filter: "blockquote", replacement: (words) => `\n\n${words.trim()}\n\n` });
service.addRule("line", { filter: "br", replacement: () => "\n" });
service.addRule("cell", { filter: ["td", "th"], replacement: (words) => (words.trim() ? `${words.trim()}  ` : "") });
service.addRule("row", { filter: "tr", replacement: (words) => `\n\n${words.trim()}\n\n` });
service.addRule("item", { filter: "li", replacement: item });
service.addRule("looseList", {
  filter: (node) => ["UL", "OL"].includes(node.nodeName) && ["UL", "OL"].includes(node.parentNode.nodeName),
  replacement: (words) => `${LIST_INDENT}${words.trim().replace(/\n/g, `\n${LIST_INDENT}`)}\n`, // as Google Docs nests
});
service.addRule("wordMarker", { filter: (node) => /mso-list:\s*ignore/i.test(style(node)), replacement: () => "" });
service.addRule("wordItem", { filter: (node) => wordLevel(node) > 0, replacement: wordItem });

export function markdownOf(html) {
  const words = service.turndown(tamed(html));
  return words.replace(/\u00a0/g, " ").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}

// Styles say what is bold, and what is a list in Word. Under its own name the policy would refuse each of them aloud.
function tamed(html) {
  const bare = html.replace(/<style[\s\S]*?<\/style>|<\/?o:p>/gi, "");
  return bare.replace(/\s(style|on\w+)=(?=["'])/gi, " data-$1=");
}

function linked(words, address) {
  const inner = bare(words);
  if (!inner || !/^(https?:|mailto:)/i.test(address)) return words; // a place in the document, a file of the writer's own
  return `[${inner}](${address.replace(/[()\s]/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29")})`;
}

function isBold(node) {
  return ["B", "STRONG"].includes(node.nodeName) || (node.nodeName === "SPAN" && /font-weight:\s*(bold|[6-9]00)/i.test(style(node)));
}

function bold(words, node) {
  const isNot = /font-weight:\s*(normal|400)/i.test(style(node)); // Google Docs wraps all that is copied in such a <b>
  return isNot || node.closest("h1,h2,h3,h4,h5,h6") ? words : marked(words, "**");
}

function marked(words, sign) {
  const inner = words.trim();
  if (!inner || inner.includes("\n\n") || inner.includes(sign)) return words;
  return words.replace(inner, () => sign + inner + sign);
}

function bare(words) {
  return words.replace(/\s+/g, " ").trim();
}

function item(words, node) {
  const number = node.parentNode.nodeName === "OL" ? place(node) + Number(node.parentNode.getAttribute("start") ?? 1) : 0;
  const inner = words.trim().replace(/\n{2,}/g, "\n").replace(/\n/g, `\n${LIST_INDENT}`);
  return `${number ? `${number}.` : "-"} ${inner}\n`;
}

function place(node) {
  return [...node.parentNode.children].filter((each) => each.nodeName === "LI").indexOf(node);
}

function style(node) {
  return node.getAttribute("data-style") ?? "";
}

// Word has no lists on the clipboard, only paragraphs that look like some.
function wordLevel(node) {
  const found = node?.nodeName === "P" && style(node).match(/mso-list:[^;]*level(\d+)/i);
  return found ? Number(found[1]) : 0;
}

function wordItem(words, node) {
  const level = wordLevel(node);
  const sign = [...node.querySelectorAll("span")].find((each) => /mso-list:\s*ignore/i.test(style(each)))?.textContent ?? "";
  const number = /^\s*\w+[.)]/.test(sign) ? `${wordPlace(node, level)}.` : "-";
  const isFirst = !wordLevel(node.previousElementSibling);
  const isLast = !wordLevel(node.nextElementSibling);
  return `${isFirst ? "\n\n" : ""}${LIST_INDENT.repeat(level - 1)}${number} ${bare(words)}${isLast ? "\n\n" : "\n"}`;
}

function wordPlace(node, level) {
  let count = 1;
  for (let each = node.previousElementSibling; wordLevel(each) >= level; each = each.previousElementSibling) {
    if (wordLevel(each) === level) count += 1;
  }
  return count;
}
