// SPDX-License-Identifier: MIT
// The visible texts whose contrast to what is behind them is less than WCAG 2.2 AA asks for: 4.5, or
// 3 for large ones. Returns a list of descriptions.
const channel = (value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const parse = (colour) => {
  const [r, g, b, a = "1"] = colour.match(/[\d.]+/g);
  return { rgb: [r, g, b].map(Number), alpha: Number(a) };
};
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const { rgb, alpha } = parse(getComputedStyle(at).backgroundColor);
    if (alpha > 0.99) return rgb;
  }
  return [255, 255, 255];
};
const out = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let seen = 0;
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (node.data.trim() === "" || element.closest("script, style, title, option, .unseen, :disabled")) continue;
  if (!element.checkVisibility()) continue;
  const style = getComputedStyle(element);
  const isDrawn = element instanceof SVGElement;
  const front = parse(isDrawn ? style.fill : style.color).rgb;
  const [high, low] = [luminance(front), luminance(behind(element))].sort((a, b) => b - a);
  const ratio = (high + 0.05) / (low + 0.05);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  ++seen;
  if (ratio < (large ? 3 : 4.5)) out.add(`${ratio.toFixed(2)} ${element.tagName}.${element.getAttribute("class")} "${node.data.trim().slice(0, 30)}"`);
}
return [seen, [...out]];
