import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@Suite("wscope read", .gated)
struct ReadTests {
  /// A capture of a connection: the handshake, and what the ends send in their turns.
  private static func capture(_ frames: [(WebSocketRole, String)], opens: Bool = true) -> CaptureFile {
    var capture = CaptureFile()
    if opens {
      capture.add(Openings.request, from: .client)
      capture.add(Openings.response, from: .server)
    }
    for (sender, text) in frames { capture.add(hex(text), from: sender) }
    return capture
  }

  private static let hello: [(WebSocketRole, String)] = [
    (.client, "81 85 37 fa 21 3d 5f 9f 4d 51 58"), (.server, "81 05 68 65 6c 6c 6f"),
  ]

  @Test("one connection: who, what was asked for, each frame, and the counts")
  func shows() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("one.pcap", Self.capture(Self.hello).data)
    let outcome = try await Program.run("read", "--time", "off", file)
    outcome.expect(status: 0)
    #expect(outcome.errors == "")
    #expect(
      outcome.text == """
        connection 1: 192.0.2.1:40000 to ws://server.example/chat (192.0.2.2:80)
        → TEXT   fin  rsv 000  op 0x1  mask 37 fa 21 3d   len 5 (7-bit)   [81 85 37 fa 21 3d]
          hello
        ← TEXT   fin  rsv 000  op 0x1  unmasked           len 5 (7-bit)   [81 05]
          hello
        open when the capture ends after 0 ms: 1 frame and 11 bytes from the client, 1 frame and 7 bytes from the server
        7 packets, 1 TCP connection, 1 of WebSocket

        """)
    let table = try await Program.run("read", "--show", "off", file)
    #expect(
      table.text.contains("\n1  192.0.2.1:40000  192.0.2.2:80  ws://server.example/chat"), "\(table.text)")
    let handshake = try await Program.run("read", "--handshake", "--show", "off", file)
    #expect(handshake.text.contains("  ok   Accept answers the key"), "\(handshake.text)")
  }

  @Test("violations are shown and end nothing; --strict lists them and ends with 76")
  func strict() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "bad.pcap", Self.capture(Self.hello + [(.server, "83 00 81 7e 00 01 61"), (.client, "81 01 61")]).data)
    let lenient = try await Program.run("read", file)
    lenient.expect(status: 0)
    #expect(lenient.text.hasSuffix("1 of WebSocket, 3 violations\n"), "\(lenient.text)")
    for rule in [Rule.reservedOpcode, .lengthNotMinimal, .maskRequired] {
      #expect(lenient.text.contains(rule.id))
    }
    let strict = try await Program.run("read", "--strict", "--show", "off", file)
    strict.expectFailure(76, saying: "3 violations")
    for line in [
      "connection 1, frame 2 from the server: reserved-opcode (RFC 6455 5.2)",
      "connection 1, frame 3 from the server: length-not-minimal (RFC 6455 5.2)",
      "connection 1, frame 2 from the client: mask-required (RFC 6455 5.1)",
    ] { #expect(strict.errors.contains(line), "\(strict.errors)") }
    let good = try folder.file("good.pcap", Self.capture(Self.hello).data)
    try await Program.run("read", "--strict", good).expect(status: 0)
  }

  @Test("a connection is chosen by its number, an end or the host; none is one sentence and 65")
  func choice() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("one.pcap", Self.capture(Self.hello).data)
    for choice in ["1", "192.0.2.2:80", "192.0.2.1:40000"] {
      let outcome = try await Program.run("read", "--show", "spec", "--connection", choice, file)
      outcome.expect(status: 0)
      #expect(outcome.lines.count == 2, "\(outcome.text)")
    }
    try await Program.run("read", "--connection", "2", file).expectFailure(
      65, saying: "there is no connection 2: 1 WebSocket connection was found")
    try await Program.run("read", "--connection", "h:1", file).expectFailure(
      65, saying: "no connection has an end at h:1")
    try await Program.run("read", "--connection", "x", file).expectFailure(64, saying: "HOST:PORT")
  }

  @Test("files one after the other have their connections numbered on")
  func files() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("one.pcap", Self.capture(Self.hello).data)
    let outcome = try await Program.run(["read", "--json", file, file])
    outcome.expect(status: 0)
    let events = try await EventLines(outcome.output)
    #expect(
      events.members("connected", "connection", "clientAddress", "url") == [
        "1 192.0.2.1:40000 ws://server.example/chat", "2 192.0.2.1:40000 ws://server.example/chat",
      ])
    #expect(events.members("summary", "connection", "ending") == ["1 captureEnded", "2 captureEnded"])
  }

  @Test("what is not a capture, is cut, or holds no WebSocket is one sentence and 65; a missing file is 66")
  func failures() async throws {
    let folder = try TemporaryFolder()
    let whole = Self.capture(Self.hello).data
    let cases: [(Data, [String])] = [
      (
        Data("hello".utf8),
        ["capture, byte 0: found 68 65 6c 6c, expected the magic number of pcap or pcapng"]
      ),
      (
        Data("{\"v\":1}\n".utf8), ["JSON Lines, byte 0: found an object without a type, expected a recording"]
      ),
      (Data(), ["found an empty file"]),
      (
        whole.dropLast(3), ["pcap, byte \(whole.count - 3): found the end of the file, expected 3 more bytes"]
      ),
      (CaptureFile().data, ["has no WebSocket connection that can be read: 3 packets, 1 TCP connection"]),
    ]
    for (data, words) in cases {
      let file = try folder.file("broken", data)
      let outcome = try await Program.run("read", file)
      outcome.expectFailure(65)
      for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
    // All that came before the cut is shown.
    let cut = try await Program.run("read", try folder.file("cut", whole.dropLast(3)))
    #expect(cut.text.contains("→ TEXT") && !cut.text.contains("← TEXT"), "\(cut.text)")
    try await Program.run("read", folder.path("none")).expectFailure(66, saying: "none cannot be read")
    try await Program.run("read").expectFailure(64, saying: "no capture was given")
    try await Program.run("read", "--json", "--hex", folder.path("cut")).expectFailure(64, saying: "--json")
  }

  @Test("a capture that begins inside the connection, and one with a gap, say so in lines and in events")
  func missing() async throws {
    let folder = try TemporaryFolder()
    let text = Array("the text of a message that is long enough".utf8)
    func frame(_ key: MaskingKey?) -> [UInt8] {
      FrameHeader(opcode: .text, maskingKey: key, payloadLength: UInt64(text.count)).bytes
        + (key?.applied(to: text) ?? text)
    }
    var late = CaptureFile(opens: false)
    for _ in 0..<3 {
      late.add(frame(MaskingKey(bigEndian: 0x0102_0304)), from: .client)
      late.add(frame(nil), from: .server)
    }
    let file = try folder.file("late.pcap", late.data)
    let outcome = try await Program.run("read", file)
    outcome.expect(status: 0)
    #expect(
      outcome.text.contains("the capture begins inside it; the MASK bits say who the client is"),
      "\(outcome.text)")
    #expect(
      outcome.text.contains("3 frames and 141 bytes from the client, 3 frames and 129 bytes from the server"),
      "\(outcome.text)")
    let guessed = try await EventLines(try await Program.run("read", "--json", file).output)
    #expect(guessed.members("gap", "state").first == "guessed" && guessed.counts["message"] == 6)

    var gap = Self.capture(Self.hello)
    gap.lose(frame(nil) + frame(nil).prefix(20), from: .server)
    gap.add(Array(frame(nil).dropFirst(20)) + frame(nil), from: .server)
    let lost = try folder.file("gap.pcap", gap.data)
    let shown = try await Program.run("read", lost)
    shown.expect(status: 0)
    #expect(shown.text.contains("63 bytes from the server are not in the capture, at 7"), "\(shown.text)")
    let events = try await EventLines(try await Program.run("read", "--json", lost).output)
    #expect(
      events.members("gap", "sender", "state", "size", "byteOffset", "passed").first
        == "server missing 63 7 -")
  }

  @Test("TLS is not decrypted: the command that shows its frames is said")
  func tls() async throws {
    let folder = try TemporaryFolder()
    var capture = CaptureFile()
    capture.add(hex("16 03 01 00 05 01 00 00 01 00"), from: .client)
    let file = try folder.file("tls.pcap", capture.data)
    let outcome = try await Program.run("read", file)
    outcome.expectFailure(65, saying: "1 of TLS")
    #expect(
      outcome.errors.contains("tshark -r \(file) -o tls.keylog_file:KEYS -Y websocket"), "\(outcome.errors)")
  }

  @Test("a large capture is read in flat memory")
  func memory() async throws {
    var capture = CaptureFile()
    capture.add(Openings.request, from: .client)
    capture.add(Openings.response, from: .server)
    let frame = FrameHeader(opcode: .binary, payloadLength: 50000).bytes + [UInt8](repeating: 7, count: 50000)
    for _ in 0..<2000 { capture.add(frame, from: .server) }
    let child = try Program.start(["read", "--show", "off", "-"], input: .held, limit: 120)
    // It has taken all but what a pipe holds, and waits for the end.
    child.write(capture.data)
    let peak = try #require(child.peakMemory)
    child.closeInput()
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    #expect(outcome.text.contains("  2000  100.0 MB  "), "\(outcome.text)")
    #expect(peak < 80 << 20, "\(peak) bytes")
  }
}
