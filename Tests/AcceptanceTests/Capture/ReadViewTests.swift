import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@Suite("wscope read has the filters and counts of a live view", .gated)
struct ReadViewTests {
  /// Both ends say something of each kind, and the server breaks a rule.
  private static let capture: CaptureFile = {
    var capture = CaptureFile()
    capture.add(Openings.request, from: .client)
    capture.add(Openings.response, from: .server)
    let turns: [(WebSocketRole, String)] = [
      (.client, "81 85 37 fa 21 3d 5f 9f 4d 51 58"), (.server, "81 05 68 65 6c 6c 6f  82 03 00 01 02"),
      (.server, "01 03 68 61 6c 80 02 6c 6f"), (.client, "89 81 00 00 00 00 70"), (.server, "8a 01 70"),
      (.server, "81 7e 00 05 77 6f 72 6c 64"), (.client, "88 82 00 00 00 00 03 e8"), (.server, "88 02 03 e8"),
    ]
    for (sender, text) in turns { capture.add(hex(text), from: sender) }
    return capture
  }()

  @Test(
    "the frames that are asked for",
    arguments: [
      (["--only", "binary"], ["← BINARY"]), (["--only", "ping,pong"], ["→ PING", "← PONG"]),
      (["--only", "client,text"], ["→ TEXT"]), (["--grep", "^h[ae]l"], ["→ TEXT", "← TEXT", "← TEXT"]),
      (["--only", "violation"], ["← TEXT"]), (["--grep", "nothing"], []),
    ])
  func filters(options: [String], shown: [String]) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("one.pcap", Self.capture.data)
    let outcome = try await Program.run(["read", "--time", "off"] + options + [file])
    outcome.expect(status: 0)
    let frames = outcome.lines.filter { $0.hasPrefix("→") || $0.hasPrefix("←") }
    #expect(frames.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == shown)
    #expect(outcome.text.contains("connection 1: 192.0.2.1:40000"), "\(outcome.text)")
    let broken = try await Program.run("read", "--grep", "(", file)
    broken.expectFailure(64, saying: "--grep")
  }

  private static let statistics = """
      → client  1 message, 3 frames (1 TEXT, 1 CLOSE, 1 PING), 8 bytes of payload, 26 bytes on the wire
      ← server  4 messages, 7 frames (1 CONTINUATION, 3 TEXT, 1 BINARY, 1 CLOSE, 1 PONG), 21 bytes of payload, 37 bytes on the wire, 1 violation
      round trip: 50 % within 0 ms, 90 % within 0 ms, 99 % within 0 ms, all within 0 ms, of 1 Pong

    """

  @Test("--stats counts alone; beside frames, JSON Lines and --strict the counts are the same")
  func counts() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("one.pcap", Self.capture.data)
    let alone = try await Program.run("read", "--stats", file)
    alone.expect(status: 0)
    #expect(alone.errors == "statistics of 1 connection, 0 ms from the first opening\n" + Self.statistics)
    #expect(alone.lines.last == "13 packets, 1 TCP connection, 1 of WebSocket, 1 violation")
    #expect(!alone.text.contains("TEXT"), "\(alone.text)")
    for options in [["--show", "tree"], ["--only", "ping"], ["--json"], ["--handshake"]] {
      let beside = try await Program.run(["read", "--stats"] + options + [file])
      beside.expect(status: 0)
      #expect(beside.errors == alone.errors, "\(options)")
    }
    let strict = try await Program.run("read", "--stats", "--strict", file)
    strict.expect(status: 76)
    #expect(strict.errors.hasPrefix(alone.errors), "\(strict.errors)")
    let twice = try await Program.run("read", "--stats", file, file)
    #expect(twice.errors.contains("statistics of 2 connections") && twice.errors.contains("of 2 Pongs"))
  }

  @Test("what is counted in batches is what frames amount to")
  func batches() async throws {
    let (data, seed) = try withSeed { generator in
      var capture = CaptureFile()
      capture.add(Openings.request, from: .client)
      capture.add(Openings.response, from: .server)
      for sender in [WebSocketRole.server, .client] {
        var stream: [UInt8] = []
        for _ in 0..<300 {
          let length = [0, 1, 5, 125, 126, 1000].randomElement(using: &generator) ?? 0
          let key = sender == .client ? MaskingKey(using: &generator) : nil
          let payload = [UInt8](repeating: 0x61, count: length)
          let opcode: Opcode = Bool.random(using: &generator) ? .text : .binary
          stream += FrameHeader(opcode: opcode, maskingKey: key, payloadLength: UInt64(length)).bytes
          stream += key?.applied(to: payload) ?? payload
        }
        while !stream.isEmpty {
          let count = min(stream.count, Int.random(in: 1...4000, using: &generator))
          capture.add(Array(stream[..<count]), from: sender)
          stream.removeFirst(count)
        }
      }
      return (capture.data, generator.seed)
    }
    let folder = try TemporaryFolder()
    let file = try folder.file("many.pcap", data)
    let batches = try await Program.run("read", "--stats", file)
    batches.expect(status: 0)
    #expect(batches.errors.contains("→ client  300 messages, 300 frames"), "seed \(seed): \(batches.errors)")
    #expect(batches.errors.contains("← server  300 messages, 300 frames"), "seed \(seed): \(batches.errors)")
    let frames = try await Program.run("read", "--stats", "--show", "line", file)
    #expect(frames.errors == batches.errors, "seed \(seed)")
  }
}
