// As much of PDF as it takes to count the pages and to see which are blank.

import { inflateSync } from "node:zlib";

/** For each page of a PDF that Chromium wrote, whether anything is drawn on it. */
export function pages(bytes) {
  const text = bytes.toString("latin1");
  const objects = new Map();
  for (const found of text.matchAll(/(?:^|\n)(\d+) 0 obj\b/g)) {
    const start = found.index + found[0].length;
    objects.set(Number(found[1]), { start, end: text.indexOf("endobj", start) });
  }
  const of = (id) => text.slice(objects.get(id).start, objects.get(id).end);
  return [...objects.keys()]
    .map(of)
    .filter((object) => /\/Type\s*\/Page\b(?!s)/.test(object))
    .map((page) => drawn(of(Number(/\/Contents (\d+) 0 R/.exec(page)[1]))));
}

/** Whether a content stream sets a letter, fills, strokes or places anything. */
function drawn(object) {
  const start = object.indexOf("stream") + "stream".length;
  const body = Buffer.from(object.slice(start).replace(/^\r?\n/, ""), "latin1");
  const length = Number(/\/Length (\d+)/.exec(object)[1]);
  const packed = body.subarray(0, length);
  const plain = /\/FlateDecode/.test(object) ? inflateSync(packed) : packed;
  return /(?:^|\s)(?:Tj|TJ|Do|S|f\*?|B\*?)(?:\s|$)/.test(plain.toString("latin1"));
}
