// Prints what the JavaScript Automerge reads of each saved document of a folder, as one JSON object by file name:
//
//     npm install @automerge/automerge@3.5.0     (in a folder of its own)
//     node read.mjs FOLDER/node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_node.js EXPORT
//
// A text and a string of one line are both told as strings; "changes" counts those of its history, "texts" names the
// fields that are texts, and "saved" says whether the document is the same when it is saved and loaded again.

import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const A = await import(pathToFileURL(process.argv[2]).href);
const root = process.argv[3];

function plain(held) {
    if (A.isImmutableString(held)) return held.toString();
    if (typeof held === "bigint") return Number(held); // how it reads what is beyond 2^53 - 1
    if (Array.isArray(held)) return held.map(plain);
    if (held instanceof Object) return Object.fromEntries(Object.keys(held).sort().map((key) => [key, plain(held[key])]));
    return held;
}

const told = {};
for (const name of readdirSync(root, { recursive: true }).sort()) {
    if (!name.endsWith(".automerge")) continue;
    const doc = A.load(readFileSync(join(root, name)));
    const holds = A.toJS(doc);
    told[name.split("\\").join("/")] = {
        holds: plain(holds),
        texts: Object.keys(holds).filter((key) => typeof holds[key] === "string").sort(),
        changes: A.getAllChanges(doc).length,
        heads: A.getHeads(doc),
        saved: A.equals(A.load(A.save(doc)), doc),
    };
}
process.stdout.write(JSON.stringify(told, null, 1) + "\n");
