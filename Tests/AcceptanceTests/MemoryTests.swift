import Foundation
import Testing

@Suite("Memory stays flat", .gated)
struct MemoryTests {
  /// What a debug build needs for itself, with room for its bounded buffers.
  static let limit = 96 << 20

  @Test(arguments: ["125", "65536", "4000000"])
  func whenNobodyReadsStandardOutput(size: String) async throws {
    let peer = try await Peer.start("hostile.py", ["flood_big", size], limit: 60)
    defer { peer.end() }
    let child = try Program.start([peer.url], output: .unread, limit: 60)
    defer { child.end() }
    #expect(await peer.child.output.wait(for: "stalled").contains("stalled"), "the reading never stopped")
    let peak = try #require(child.peakMemory)
    #expect(peak < Self.limit, "\(peak)")
  }

  @Test func andNothingIsLostWhenTheReaderGoesOn() async throws {
    let peer = try await Peer.start("hostile.py", ["flood_count", "65536", "500"], limit: 60)
    defer { peer.end() }
    let child = try Program.start([peer.url], output: .unread, limit: 60)
    #expect(await peer.child.output.wait(for: "stalled").contains("stalled"), "the reading never stopped")
    child.readOutput()
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    let wanted = (0..<500).reduce(into: Data()) { data, number in
      data.append(Data(String(format: "%08d", number).utf8))
      data.append(Data(repeating: UInt8(ascii: "f"), count: 65528))
      data.append(UInt8(ascii: "\n"))
    }
    outcome.expectOutput(wanted)
  }

  @Test(arguments: ["raw", "line"])
  func whenOneHugeMessageStreamsThrough(out: String) async throws {
    let sent = 256 << 20
    let peer = try await Peer.start("hostile.py", ["stream", "\(1 << 30)", "\(sent)"], limit: 90)
    defer { peer.end() }
    let child = try Program.start(["--out", out, peer.url], output: .unread, limit: 90)
    let descriptor = child.takeOutput()
    // Its last bytes may still be on their way when the peer has gone.
    let read = await PatternReader.read(descriptor, limit: sent - (1 << 20))
    let peak = child.peakMemory ?? 0
    #expect(read == sent - (1 << 20), "a byte is missing or wrong")
    #expect(peak > 0 && peak < Self.limit, "\(peak)")
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let rest = try handle.readToEnd() ?? Data()
    #expect(rest.count == 1 << 20)
    let outcome = await child.outcome()
    outcome.expectFailure(80)
  }

  @Test func whenABombStreamsThrough() async throws {
    let size = 512 << 20
    let peer = try await Peer.start("hostile.py", ["bomb", "\(size)"], limit: 90)
    defer { peer.end() }
    let child = try Program.start(["--out", "raw", peer.url], output: .unread, limit: 90)
    defer { child.end() }
    let descriptor = child.takeOutput()
    defer { close(descriptor) }
    #expect(await PatternReader.read(descriptor, limit: size) == size, "a byte is missing or wrong")
    let peak = try #require(child.peakMemory)
    #expect(peak < Self.limit, "\(peak)")
  }

  @Test(arguments: [["--max-message", "1M"], ["--echo", "--max-message", "1M"]])
  func whenABombMeetsALimit(options: [String]) async throws {
    let peer = try await Peer.start("hostile.py", ["bomb", "\(1 << 28)"], limit: 60)
    defer { peer.end() }
    let outcome = try await Program.run(options + [peer.url], limit: 60)
    outcome.expectFailure(76, saying: "message-too-big")
    #expect(outcome.output.count <= 1 << 20)
    #expect(await peer.child.output.wait(for: "1009").contains("frame 8 masked"))
  }

  @Test func whenABombMeetsAListenerThatHoldsMessages() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await Peer.script("bomb_client.py", [listener.url, "\(1 << 30)"]).outcome()
    #expect(outcome.text == "closed 1009\n", "\(outcome.text) \(outcome.errors)")
    let peak = try #require(listener.child.peakMemory)
    // The message is held up to its limit of 16 MiB.
    #expect(peak < Self.limit + 16 << 20, "\(peak)")
  }

  @Test func whenManyClientsHoldWhatTheyNeverEnd() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await Peer.script(
      "hoarding_clients.py", [listener.url, "20", "\(listener.child.process)"]
    ).outcome()
    #expect(
      // The 20 compressors take the room of a sixteenth message.
      outcome.text == "15 held, 5 closed with 1013\necho\nreturned\n", "\(outcome.text) \(outcome.errors)")
    let peak = try #require(listener.child.peakMemory)
    // 256 MiB are the most that all of them hold together.
    #expect(peak < Self.limit + 256 << 20, "\(peak)")
  }

  @Test func whenManyClientsAreQuiet() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await Peer.script(
      "quiet_clients.py", [listener.url, "\(listener.child.process)", "600"]
    ).outcome()
    let each = try #require(Int(outcome.text.dropLast()), "\(outcome.text) \(outcome.errors)")
    #expect(each <= 10, "a client that sent one message takes \(each) KiB")
  }

  @Test func whenTheInputIsLong() async throws {
    let peer = try await Peer.start("hostile.py", ["frames_then_silence"], limit: 60)
    defer { peer.end() }
    let child = try Program.start(["--in", "raw=65536", peer.url], input: .held, limit: 60)
    defer { child.end() }
    let descriptor = child.takeInput()
    defer { close(descriptor) }
    let sent = 128 << 20
    #expect(await StallingWriter.write(to: descriptor, limit: sent, patience: 30) >= sent)
    let peak = try #require(child.peakMemory)
    #expect(peak < Self.limit, "\(peak)")
  }

  @Test(arguments: [["--in", "raw=65536"], ["--binary", "--in", "raw=100"]])
  func whenTheServerNeverReads(options: [String]) async throws {
    let peer = try await Peer.start("hostile.py", ["never_reads"], limit: 60)
    defer { peer.end() }
    let child = try Program.start(options + [peer.url], input: .held, limit: 60)
    defer { child.end() }
    let descriptor = child.takeInput()
    defer { close(descriptor) }
    let taken = await StallingWriter.write(to: descriptor, limit: 512 << 20)
    #expect(taken < 64 << 20, "the program goes on reading its input: \(taken)")
    let peak = try #require(child.peakMemory)
    #expect(peak < Self.limit, "\(peak)")
  }

  @Test func whenTheListenersClientNeverReads() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let client = try Peer.script("greedy_client.py", [listener.url])
    defer { client.end() }
    let report = await client.output.wait(for: "stalled")
    #expect(report.contains("stalled"), "the listener goes on reading: \(report)")
    let peak = try #require(listener.child.peakMemory)
    #expect(peak < Self.limit, "\(peak)")
  }

  @Test func whenPingsComeAndNobodyTakesThePongs() async throws {
    let peer = try await Peer.start("hostile.py", ["endless_pings", "300"], limit: 60)
    defer { peer.end() }
    let child = try Program.start([peer.url], limit: 60)
    defer { child.end() }
    // It may stop reading, or answer only the last ping: it must not gather pongs.
    await peer.child.output.wait { $0.contains(UInt8(ascii: "s")) }
    let peak = try #require(child.peakMemory)
    #expect(peak < Self.limit, "\(peak)")
  }

  @Test(arguments: ["827f4000000000000000", "827f7fffffffffffffff6162", "827f0000000040000000"])
  func whenAClaimIsHuge(hex: String) async throws {
    let peer = try await Peer.start("hostile.py", ["frames_then_silence", "8103616161", hex], limit: 60)
    defer { peer.end() }
    let child = try Program.start([peer.url], limit: 60)
    defer { child.end() }
    // The claim follows in the same segment as the message.
    await child.output.wait(for: "aaa")
    let peak = try #require(child.peakMemory)
    #expect(peak < Self.limit, "\(peak)")
  }
}
