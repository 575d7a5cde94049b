import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketTransport

@Suite("What a relay changes in requests, however they are cut")
struct RequestEditorTests {
  private static let upgrade =
    "GET /chat HTTP/1.1\r\nHost: localhost:9000\r\nUpgrade: websocket\r\nX-A: 1\nORIGIN:  http://a\r\nX-A: 2\r\n folded\r\n\r\n"

  private static func changes() throws -> RequestChanges {
    var changes = RequestChanges()
    changes.fields = [
      try HTTPField("host: example.com"), try HTTPField("x-a: three"), try HTTPField("X-New: n"),
    ]
    changes.omitted = ["origin"]
    return changes
  }

  /// What becomes of the bytes in pieces of this many, with what is held at their end.
  private static func edit(_ bytes: [UInt8], by size: Int, _ changes: RequestChanges) -> (
    bytes: [UInt8], names: [String]
  ) {
    var editor = RequestEditor(changes)
    var (result, names): ([UInt8], [String]) = ([], [])
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = Array(bytes[start..<min(bytes.count, start + size)])
      let edited = editor.receive(piece.span.bytes)
      result += edited.bytes
      names += edited.names
    }
    return (result + editor.held(), names)
  }

  @Test(
    "fields are set and dropped in a request for a WebSocket, and all else is as it was",
    arguments: [1, 7, 1000])
  func edits(size: Int) throws {
    let before = "GET /page HTTP/1.1\r\nHost: localhost:9000\r\n\r\n"
    let frames: [UInt8] =
      [0x81, 0x80, 1, 2, 3, 4] + Array("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n".utf8)
    let edited = Self.edit(Array((before + Self.upgrade).utf8) + frames, by: size, try Self.changes())
    let expected =
      "GET /chat HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nX-A: three\nX-New: n\r\n\r\n"
    #expect(edited.bytes == Array((before + expected).utf8) + frames)
    #expect(edited.names == ["Host", "X-A", "ORIGIN", "X-New"])
  }

  private static let others = [
    "a request with content": "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc" + upgrade,
    "no HTTP": "\u{16}\u{3}\u{1}" + upgrade, "another version": "GET / SPDY/1\r\n\r\n" + upgrade,
    "a head over the limit": "GET / HTTP/1.1\r\nUpgrade: websocket\r\nX: "
      + String(repeating: "x", count: 70_000) + "\r\n\r\n",
    "half a head": "GET / HTTP/1.1\r\nUpgrade: websocket\r\n",
  ]

  @Test("nothing is changed in what is no such request", arguments: others.keys.sorted(), [1, 100, 100_000])
  func leaves(name: String, size: Int) throws {
    let bytes = Array((Self.others[name] ?? "").utf8)
    let edited = Self.edit(bytes, by: size, try Self.changes())
    #expect(edited.bytes.elementsEqual(bytes))
    #expect(edited.names.isEmpty)
  }
}
