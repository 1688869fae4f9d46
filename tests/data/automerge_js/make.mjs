// Writes histories.json beside itself: honest changes of the JavaScript Automerge, and what it reads of them; and
// refused.json: changes of it that hold what this program does not know (docs/gate.md).
//
//     npm install @automerge/automerge@3.5.0     (in a folder of its own)
//     node make.mjs FOLDER/node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_node.js
//
// The same seed gives the same file: actors are fixed and the time of a change is given.

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const A = await import(pathToFileURL(process.argv[2]).href);
const HISTORIES = 40;
const STEPS = 16;
const FIRST_SECOND = 1_790_000_000;
const WORDS = ["", "mot", "été", "a\u0000b", "deux mots", "👩\u200d🌾", "x".repeat(130), "ligne\nligne"];
const KEYS = ["title", "état", "n", "a b", "k".repeat(60)];

let state = 20261122; // mulberry32
function random() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const below = (limit) => Math.floor(random() * limit);
const choice = (values) => values[below(values.length)];
const actor = (number) => (number + 1).toString(16).padStart(2, "0").repeat(32);

function scalar() {
    return choice([
        () => choice(WORDS), // a text of its own, as JavaScript writes every string
        () => new A.ImmutableString(choice(WORDS)),
        () => choice([0, 1, -1, 63, 64, -64, -65, 2 ** 31, -(2 ** 53) + 1, 2 ** 53 - 1]),
        () => new A.Uint(choice([0, 127, 128, 2 ** 40])),
        () => new A.Int(choice([0, -128, 12345])),
        () => choice([0.5, -1.25, 1e-300]),
        () => new A.Float64(choice([0, 3, -7, 5e-324])),
        () => random() < 0.5,
        () => null,
        () => new Date(choice([0, 1_700_000_000_123, -86_400_000, -62_135_424_000_000, 253_402_127_999_999])),
        () => Uint8Array.from({ length: below(6) }, () => below(256)),
    ])();
}

function value(depth) {
    if (depth < 3 && random() < 0.15) {
        return Object.fromEntries(KEYS.slice(0, below(4)).map((key) => [key, value(depth + 1)]));
    }
    if (depth < 3 && random() < 0.15) {
        return Array.from({ length: below(4) }, () => value(depth + 1));
    }
    return scalar();
}

// The places between whole characters of a text, in UTF-16 units as JavaScript counts.
function places(text) {
    const found = [0];
    for (const character of text) found.push(found.at(-1) + character.length);
    return found;
}

function editText(doc, path, text) {
    const ends = places(text);
    const start = below(ends.length);
    const stop = Math.min(ends.length - 1, start + (random() < 0.5 ? 0 : below(5)));
    if (random() < 0.2) A.updateText(doc, path, text.split(" ").reverse().join(" ") + choice(WORDS));
    else A.splice(doc, path, ends[start], ends[stop] - ends[start], choice(WORDS) || "z");
}

function editList(list) {
    const at = below(list.length + 1);
    const kind = random();
    if (kind < 0.4 || list.length === 0) list.splice(at, 0, value(1));
    else if (kind < 0.6) list.splice(below(list.length), 1);
    else if (kind < 0.8) list[below(list.length)] = value(1);
    else list.splice(at, Math.min(2, list.length - at), value(1), value(1));
}

function editMap(map) {
    const key = choice(KEYS);
    if (key in map && random() < 0.3) delete map[key];
    else map[key] = value(0);
}

function step(doc) {
    const kind = random();
    if (kind < 0.35) editText(doc, ["text"], doc.text);
    else if (kind < 0.6) editList(doc.list);
    else if (kind < 0.8) editMap(doc.map);
    else editMap(doc);
}

function change(doc, time, edit) {
    return A.change(doc, { time }, edit);
}

// What the document holds, as RecordDocument.fields says it: bytes as hexadecimal, a moment as ISO 8601 without zone.
function plain(held) {
    if (held === null || typeof held === "boolean" || typeof held === "number" || typeof held === "string") return held;
    if (A.isImmutableString(held)) return held.toString();
    if (typeof held === "bigint") return Number(held); // how it reads an unsigned number
    if (held instanceof Date) return { moment: held.getTime() };
    if (held instanceof Uint8Array) return Buffer.from(held).toString("hex");
    if (Array.isArray(held)) return held.map(plain);
    return Object.fromEntries(Object.entries(held).map(([key, one]) => [key, plain(one)]));
}

function history(number) {
    let time = FIRST_SECOND + number * 1000;
    const devices = 1 + (number % 5);
    const first = change(A.init({ actor: actor(0) }), time, (doc) => {
        Object.assign(doc, { text: choice(WORDS), list: [], map: {} });
        doc.deep = { deep: [{ deep: value(0) }, [1, "deux", null]] };
    });
    const documents = [first];
    for (let other = 1; other < devices; other++) documents.push(A.clone(first, { actor: actor(other) }));
    for (let done = 0; done < STEPS; done++) {
        const at = below(devices);
        if (random() < 0.35) documents[at] = A.merge(documents[at], A.clone(documents[below(devices)]));
        const steps = choice([1, 1, 1, 2, 5]);
        documents[at] = change(documents[at], ++time, (doc) => {
            for (let count = 0; count < steps; count++) step(doc);
        });
    }
    const whole = documents.reduce((one, other) => A.merge(one, A.clone(other)));
    return { changes: A.getAllChanges(whole), holds: plain(A.toJS(whole)) };
}

function base64(body) {
    return Buffer.from(body).toString("base64");
}

function write(name, text) {
    writeFileSync(new URL(name, import.meta.url), text);
}

const lines = [];
for (let number = 0; number < HISTORIES; number++) {
    const { changes, holds } = history(number);
    lines.push(JSON.stringify({ changes: changes.map(base64), holds }));
}
write("histories.json", "[\n" + lines.join(",\n") + "\n]\n");

const blank = () => A.init({ actor: actor(0) });
const refused = {
    "a message in the change": A.change(blank(), { message: "why", time: FIRST_SECOND }, (doc) => (doc.n = 1)),
    "a counter": change(blank(), FIRST_SECOND, (doc) => (doc.n = new A.Counter(1))),
    "not a number": change(blank(), FIRST_SECOND, (doc) => (doc.n = NaN)),
    "a change without operations": A.emptyChange(blank(), { time: FIRST_SECOND }),
    "a mark in a text": change(blank(), FIRST_SECOND, (doc) => {
        doc.text = "abc";
        A.mark(doc, ["text"], { start: 0, end: 2, expand: "both" }, "bold", true);
    }),
    "a block in a text": change(blank(), FIRST_SECOND, (doc) => {
        doc.text = "abc";
        A.splitBlock(doc, ["text"], 1, { type: "paragraph" });
    }),
    "a key without letters": change(blank(), FIRST_SECOND, (doc) => (doc[""] = 1)),
};
const bodies = Object.entries(refused).map(([name, doc]) => [name, base64(A.getLastLocalChange(doc))]);
write("refused.json", JSON.stringify(Object.fromEntries(bodies), null, 1) + "\n");
