import Foundation
import SystemCalls
import Testing

@Suite("wscope listen --broadcast", .gated)
struct BroadcastTests {
  @Test func carriesEachMessageToAllOthersOnceAndInOrder() async throws {
    let listener = try await Listener.start(["--broadcast", "--greet", "ready"])
    defer { listener.end() }
    let peers = [
      "ours": try Program.start([listener.url], input: .held, limit: 60),
      "python": try Peer.script("chat_client.py", [listener.url], input: .held),
      "node": try Peer.script("chat_client.js", [listener.url], input: .held),
      "websocat": try Peer.launch(Peer.tool("websocat"), ["-t", listener.url], input: .held),
    ]
    defer { for peer in peers.values { peer.end() } }
    for (name, peer) in peers {
      let start = await peer.output.wait(for: "ready\n")
      try #require(start == "ready\n", "\(name): \(start)")
    }
    let count = 300
    for (name, peer) in peers { peer.write((0..<count).map { "\(name) \($0)\n" }.joined()) }
    for (name, peer) in peers {
      // The newline of each line is a part of websocat's messages, so empty lines do not count.
      let heard = await peer.output.wait { $0.split(separator: UInt8(ascii: "\n")).count >= 1 + 3 * count }
      let lines = String(decoding: heard, as: UTF8.self).split(separator: "\n").dropFirst()
      let others = peers.keys.filter { $0 != name }
      #expect(lines.count == 3 * count, "\(name)")
      for other in others {
        let found = lines.filter { $0.hasPrefix("\(other) ") }.map(String.init)
        #expect(found == (0..<count).map { "\(other) \($0)" }, "\(other) as heard by \(name)")
      }
    }
  }

  @Test func keepsTheType() async throws {
    let listener = try await Listener.start(["--broadcast", "--greet", "ready"])
    defer { listener.end() }
    let receiver = try Program.start(["--show", "spec", listener.url], input: .held)
    defer { receiver.end() }
    await receiver.output.wait(for: "ready\n")
    try await Program.run("send", "--expect", "0", listener.url, "text").expect(status: 0)
    try await Program.run("send", "--expect", "0", "--binary", "--hex-data", "00ff", listener.url)
      .expect(status: 0)
    let frames = await receiver.errors.wait(for: "op=0x2")
    #expect(frames.contains("op=0x1 mask=none text=text\n"), "\(frames)")
    #expect(await receiver.output.wait { $0.last == 255 } == Data("ready\ntext\n".utf8) + [0, 255])
  }

  @Test func dropsAClientThatDoesNotRead() async throws {
    let listener = try await Listener.start(["--broadcast", "--greet", "ready"])
    defer { listener.end() }
    let stopped = try Peer.script("stopped_reader.py", [listener.url], input: .held)
    defer { stopped.end() }
    #expect(await stopped.output.firstLine() == "open")
    let receiver = try Program.start(
      ["--out", "raw", listener.url], input: .held, output: .unread, limit: 60)
    defer { receiver.end() }
    let received = receiver.takeOutput()
    defer { close(received) }
    var greeting = [UInt8](repeating: 0, count: 5)
    #expect(read(received, &greeting, 5) == 5)
    let size = 48 << 20
    let sender = try Program.start(
      ["--in", "raw=65536", listener.url], input: .bytes(Payload.binary(size)), limit: 60)
    defer { sender.end() }
    #expect(await PatternReader.read(received, limit: size) == size, "a byte is missing or wrong")
    let peak = try #require(listener.child.peakMemory)
    #expect(peak < MemoryTests.limit, "\(peak)")
    await sender.outcome().expect(status: 0)
    stopped.write("read on\n")
    let outcome = await stopped.outcome()
    outcome.expect(status: 0)
    let taken = try #require(outcome.lines.last.flatMap { Int($0) }, "\(outcome.text)")
    #expect(taken < size, "it was not dropped")
    try await Program.run("send", "--expect", "1", listener.url, "still here").expect(status: 0)
  }
}
