// One of two processes of automerge-repo: node repo.mjs one|each listen|dial TOTAL [SAVED]
//
// Over its own WebSocket adapters on loopback, in memory. The documents are those of others.py: SAVED is a file of
// one Automerge document (one) or of lengths and documents (each). It says and takes the same lines
// as the others; who listens is told when it is over, for nothing else tells it.
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { Repo, parseAutomergeUrl, stringifyAutomergeUrl } from "@automerge/automerge-repo"
import { WebSocketClientAdapter, WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import WebSocket, { WebSocketServer } from "ws"

const QUIET_MS = 300 // without a message: nothing more comes
const EDIT_MS = 150
const KEEP_ALIVE_MS = 600_000

const [shape, role, total, ...files] = process.argv.slice(2)
const sizes = { bytes_out: 0, bytes_in: 0, frames_out: 0, frames_in: 0 }
const now = () => Number(process.hrtime.bigint())
const tell = what => process.stdout.write(JSON.stringify(what) + "\n")
const pause = ms => new Promise(resolve => setTimeout(resolve, ms))
let lastMessage = now()

// The adapters make their sockets themselves: what all of them carry is counted.
const { send, emit } = WebSocket.prototype
WebSocket.prototype.send = function (data, ...rest) {
  sizes.bytes_out += data.byteLength ?? data.length
  sizes.frames_out += 1
  lastMessage = now()
  return send.call(this, data, ...rest)
}
WebSocket.prototype.emit = function (event, data, ...rest) {
  if (event === "message") {
    sizes.bytes_in += data.byteLength ?? data.length
    sizes.frames_in += 1
    lastMessage = now()
  }
  return emit.call(this, event, data, ...rest)
}

function idOf(name) {
  const binary = createHash("sha256").update(name).digest().subarray(0, 16)
  return parseAutomergeUrl(stringifyAutomergeUrl(new Uint8Array(binary))).documentId
}

function* documents(path) {
  const whole = readFileSync(path)
  for (let at = 0; at < whole.length; ) {
    const size = whole.readUInt32BE(at)
    yield new Uint8Array(whole.subarray(at + 4, at + 4 + size))
    at += 4 + size
  }
}

const repo = new Repo({ network: [], sharePolicy: async () => true })
const ids = shape === "one" ? [idOf("one")] : Array.from({ length: Number(total) }, (_, number) => idOf(`${number}`))
const handles = []
if (shape === "one" && files.length) {
  handles.push(repo.import(new Uint8Array(readFileSync(files[0])), { docId: ids[0] }))
} else {
  for (const file of files)
    for (const document of documents(file)) handles.push(repo.import(document, { docId: ids[handles.length] }))
}

let port = 0
if (role === "listen") {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 })
  await new Promise(resolve => server.once("listening", resolve))
  port = server.address().port
  repo.networkSubsystem.addNetworkAdapter(new WebSocketServerAdapter(server, KEEP_ALIVE_MS))
}

async function complete(handle) {
  await handle.whenReady()
  const short = () => shape === "one" && Object.keys(handle.doc()).length < Number(total)
  while (short()) await new Promise(resolve => handle.once("heads-changed", resolve))
}

async function allHeld(address) {
  const met = new Promise(resolve => repo.networkSubsystem.once("peer", resolve))
  if (role === "dial") repo.networkSubsystem.addNetworkAdapter(new WebSocketClientAdapter(`ws://${address}`))
  await met
  const held = handles.length ? handles : await Promise.all(ids.map(id => repo.find(id)))
  await Promise.all(held.map(complete))
  return held
}

async function quiet() {
  while (now() - lastMessage < QUIET_MS * 1e6) await pause(20)
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const changes = []
let held
tell({ ready: true, port })
for (;;) {
  const { value, done } = await lines.next()
  const [word, argument] = (value ?? "").split(" ")
  if (done || word === "stop") process.exit(0)
  if (word === "go") {
    const began = process.cpuUsage()
    const started = now()
    held = await allHeld(argument)
    const reached = now()
    if (role === "listen") await lines.next() // over
    else await quiet()
    const used = process.cpuUsage(began)
    const equal = handles.length && role === "dial" ? Math.max(reached, lastMessage) : reached
    tell({ started, equal, done: equal, processor: (used.user + used.system) / 1e6, ...sizes })
    held[0].on("change", () => changes.push(now()))
  } else if (word === "edit") {
    const edits = []
    const key = Object.keys(held[0].doc())[0]
    for (let number = 0; number < Number(argument); number++) {
      await pause(EDIT_MS)
      const began = now()
      held[0].change(document => {
        document[key].title = `Relire la page ${number}`
      })
      edits.push([began, now()])
    }
    await quiet()
    tell({ edits, ...sizes })
  } else if (word === "grown") {
    tell({ grown: changes, ...sizes })
  }
}
