import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@Suite("wscope decode recognises captures and handshakes", .gated)
struct DecodeCaptureTests {
  private static func capture(_ frames: [(WebSocketRole, String)]) -> Data {
    var capture = CaptureFile()
    capture.add(Openings.request, from: .client)
    capture.add(Openings.response, from: .server)
    for (sender, text) in frames { capture.add(hex(text), from: sender) }
    return capture.data
  }

  private static let hello: [(WebSocketRole, String)] = [
    (.client, "81 85 37 fa 21 3d 5f 9f 4d 51 58"), (.server, "81 05 68 65 6c 6c 6f"),
  ]

  @Test("a capture in a file, through a pipe, packed, or as a dump of its bytes is what read shows")
  func captures() async throws {
    let folder = try TemporaryFolder()
    let data = Self.capture(Self.hello)
    let file = try folder.file("one.pcap", data)
    let wanted = try await Program.run("read", file)
    let packed = try await Peer.launch("/bin/gzip", ["-k", file]).outcome()
    packed.expect(status: 0)
    let dump = try await Peer.launch("xxd", [file]).outcome()
    let runs = [
      try await Program.run("decode", "--file", file),
      try await Program.run("decode", "--file", file + ".gz"),
      try await Program.run(["decode"], input: .bytes(dump.output)),
      try await Program.run("decode", Hex.packed([UInt8](data))),
    ]
    for run in runs {
      run.expect(status: 0)
      #expect(run.text == wanted.text && run.errors == "", "\(run.text)\(run.errors)")
    }
    let piped = try await Program.run(["decode"], input: .bytes(data))
    #expect(piped.text == (try await Program.run(["read", "-"], input: .bytes(data)).text))
    #expect(piped.status == 0 && piped.text.contains("→ TEXT"), "\(piped.text)\(piped.errors)")
    let events = try await Program.run("decode", "--json", "--file", file)
    #expect(events.output == (try await Program.run("read", "--json-frames", file).output))
    let raw = try await Program.run("decode", "--from", "raw", "--file", file)
    #expect(raw.text != wanted.text && raw.text.contains("reserved-opcode"), "\(raw.text.prefix(500))")
  }

  @Test("the filters hold, a broken rule is 76, and what a capture says itself is not an option")
  func options() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("bad.pcap", Self.capture(Self.hello + [(.server, "83 00")]))
    let outcome = try await Program.run("decode", "--only", "client", "--file", file)
    outcome.expectFailure(76, saying: "1 violation")
    #expect(outcome.text.contains("→ TEXT") && !outcome.text.contains("← TEXT"), "\(outcome.text)")
    let counted = try await Program.run("decode", "--stats", "--show", "off", "--file", file)
    #expect(counted.errors.contains("statistics of 1 connection"), "\(counted.errors)")
    for options in [["--role", "client"], ["--deflate", "on"]] {
      let refused = try await Program.run(["decode", "--file", file] + options)
      refused.expectFailure(64, saying: "a capture says who sent its frames and how, so \(options[0])")
    }
    let cut = try folder.file("cut.pcap", Self.capture(Self.hello).dropLast(3))
    try await Program.run("decode", "--file", cut).expectFailure(65, saying: "pcap, byte ")
  }

  private static let compressed = "c1 07 f2 48 cd c9 c9 07 00  c1 87 00 00 00 00 f2 48 cd c9 c9 07 00"

  @Test("both heads in front of both directions: messages are inflated as they agree, and each check counts")
  func handshake() async throws {
    let terms = DeflateTerms()
    let extended = Openings.request.dropLast(2) + Array("Sec-WebSocket-Extensions: \(terms)\r\n\r\n".utf8)
    let answer = Openings.head(for: .client, deflate: terms)
    let bytes = Data(extended + answer + hex(Self.compressed))
    let outcome = try await Program.run(["decode"], input: .bytes(bytes))
    outcome.expect(status: 0)
    #expect(outcome.lines.filter { $0 == "  Hello" }.count == 2, "\(outcome.text)")
    #expect(outcome.errors.contains("of HTTP, which agree on permessage-deflate"), "\(outcome.errors)")
    let shown = try await Program.run(["decode", "--handshake"], input: .bytes(bytes))
    #expect(shown.text.contains("  ok   Accept answers the key"), "\(shown.text)")
    // The answer alone says how; an option says otherwise.
    let alone = try await Program.run(["decode"], input: .bytes(Data(answer + hex(Self.compressed))))
    alone.expect(status: 0)
    #expect(alone.text.contains("  Hello"), "\(alone.text)")
    let off = try await Program.run(["decode", "--deflate", "off"], input: .bytes(bytes))
    off.expect(status: 76)
    #expect(off.errors.contains("the first at byte 0 of the input: reserved-bits"), "\(off.errors)")
    // What was not offered is broken.
    let wrong = try await Program.run(
      ["decode"], input: .bytes(Data(Openings.request + answer + hex(Self.compressed))))
    wrong.expect(status: 76)
    let words = "1 violation, the first in the handshake: extension-not-offered"
    #expect(wrong.errors.contains(words), "\(wrong.errors)")
    #expect(wrong.text.contains("  violation  "), "\(wrong.text)")
  }
}
