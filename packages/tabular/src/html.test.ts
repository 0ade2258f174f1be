import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import { stripHtml } from "./html.ts";

describe("HTML to text", () => {
  test.each([
    ["plain text comes back as it is", "a  b\n\n\n c ", "a  b\n\n\n c "],
    ["a comparison", "a < b", "a < b"],
    ["two comparisons", "if a<b and c>d", "if a<b and c>d"],
    ["an address in angle brackets", "<info@example.org>", "<info@example.org>"],
    ["a link in angle brackets", "see <https://example.org/>", "see <https://example.org/>"],
    ["a blank to fill in", "Dear <your name>", "Dear <your name>"],
    ["an ampersand", "AT&T & co", "AT&T & co"],
    ["paragraphs", "<p>One</p>\n<p>Two</p>", "One\n\nTwo"],
    ["line breaks", "a<br>b<br/>c<BR />d<br><br>e", "a\nb\nc\nd\n\ne"],
    ["a list", "Bring:<ul><li>ID</li><li>a form</li></ul>Thanks", "Bring:\nID\na form\nThanks"],
    ["source laid out over lines", "<div\n class='x'>\n  pretty\n  printed\n</div>", "pretty printed"],
    ["text with lines and a stray tag", "Monday\nTuesday <b>only</b>", "Monday\nTuesday only"],
    ["a link", '<a href="https://example.org/?a=1&amp;b=2">apply</a>', "apply"],
    ["entities", "Caf&eacute; &Agrave; &ldquo;x&rdquo; &#8217; &#x2019; &#146; &nbsp;&amp;", "Café À “x” ’ ’ ’  &"],
    ["entities that are none", "&foo; &#xD800; &#99999999;", "&foo; \uFFFD \uFFFD"],
    ["escaped twice and thrice", "A &amp;amp; B &amp;lt;b&amp;gt;c&amp;lt;/b&amp;gt;", "A & B c"],
    ["scripts and styles", "<script>alert('<p>')</script >hi<style>p{}</style>", "hi"],
    ["a script never closed", "hi<script>alert(1)", "hi"],
    ["a comment", "x <!-- <b>c</b> --> y", "x y"],
    ["a comment never closed", "x <!-- y > z", "x <!-- y > z"],
    ["Word's markup", "<o:p>&nbsp;</o:p>Z<?xml:namespace prefix = o ?>", "Z"],
    ["attributes with a bracket in quotes", '<img alt="a > b" src="x">c', "c"],
    ["a made-up tag with a handler", "<xss onfocus=alert(1)>q", "q"],
    ["a tag with a slash for a space", "<svg/onload=alert(1)>r", "r"],
    ["tags inside tags", "<<b>b>x</<i>b>", "x"],
    ["a tag never closed", "children <b 5 years", "children <b 5 years"],
    ["doctype and CDATA", "<!DOCTYPE html><html><body>x</body></html>", "x"],
  ])("%s", (_, html, text) => {
    expect(stripHtml(html)).toBe(text);
  });

  const token = fc.constantFrom(
    "<",
    ">",
    "</",
    "<b>",
    "</b>",
    "<p>",
    "<br>",
    "<li",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&amp;",
    "&lt;",
    "&#60;",
    "&",
    "amp;",
    "lt;",
    ";",
    '"',
    "'",
    "=",
    " ",
    "\n",
    "b",
    "p",
    "a x=",
    "script",
    "o:p",
    "/",
    "!",
    "\u0085",
    "\u2029",
  );

  test("done twice it changes nothing", () => {
    const text = fc.oneof(
      fc.array(token, { maxLength: 30 }).map((parts) => parts.join("")),
      fc.string({ unit: "binary", maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (html) => {
        const once = stripHtml(html);
        expect(stripHtml(once)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(html.length);
      }),
      { numRuns: 3000 },
    );
  });

  test("text with no bracket and no ampersand is never touched", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => !/[<&]/.test(text)),
        (text) => stripHtml(text) === text,
      ),
    );
  });

  test.each([
    "<",
    "<a ",
    "<a \"'>",
    "&amp;amp;",
    "<!--",
    "<!-- -->",
    "<<b>b>",
    "<aaa ",
    "<aaa =",
    "<script>",
    "<p",
    "</x",
    "&#11",
    "<b x",
    '<b x="',
    " \u0085",
    "<i>&lt;",
    "<p>",
  ])("a megabyte of %j takes no more than a moment", (unit) => {
    const hostile = `${unit.repeat(Math.floor(1_000_000 / unit.length))}>`;
    const before = process.threadCpuUsage().user;
    stripHtml(hostile);
    // processor time of this thread: other work on the machine does not count
    expect((process.threadCpuUsage().user - before) / 1000).toBeLessThan(3_000);
  });

  test("markup nested without end is given up on in bounded time, and stays given up", () => {
    const nested = `${"<".repeat(100_000)}${"b>".repeat(100_000)}`;
    const text = stripHtml(nested);
    expect(text).not.toContain("<");
    expect(stripHtml(text)).toBe(text);
  });

  const naughty = sharedData("security", "blns.json");
  test.skipIf(!naughty)("no naughty string keeps a script tag (skipped where the shared data is absent)", () => {
    const strings: string[] = JSON.parse(readFileSync(String(naughty), "utf8"));
    for (const text of strings) expect(stripHtml(text)).not.toMatch(/<script[\s/>]/i);
  });
});
