import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 9112 2: heads")
struct HTTPHeadTests {
  @Test("order, letter case, duplicates and places are kept")
  func facts() {
    let head = HTTPHead(Array("GET / HTTP/1.1\r\nB: 1\r\na:  2 \t\r\nb:3\r\n\r\n".utf8))
    #expect(head.startLine == "GET / HTTP/1.1" && head.startLineRange == 0..<14)
    #expect(head.fields.map(\.name) == ["B", "a", "b"])
    #expect(head.fields.map(\.value) == ["1", "2", "3"])
    #expect(head.fields.map(\.range) == [16..<20, 22..<29, 31..<34])
    #expect(head.fields("B").map(\.value) == ["1", "3"])
    #expect(head.malformed.isEmpty && head.bareLineFeeds.isEmpty)
  }

  @Test("RFC 9110 5.6.1: a list is the elements of all its lines")
  func lists() {
    let head = HTTPHead(Array("x\r\nC: a, ,b\r\nc: d\tx ,\r\n\r\n".utf8))
    #expect(head.elements("c") == ["a", "b", "d\tx"])
  }

  @Test("what a strict reader refuses is a fact with a place")
  func malformed() {
    let head = HTTPHead(Array("x\nno colon\r\n folded: 1\r\n: 2\r\na b: 3\r\n\r\n".utf8))
    #expect(head.bareLineFeeds == [1])
    #expect(head.malformed == [2..<10, 12..<22, 24..<27, 29..<35])
    #expect(head.fields.isEmpty)
  }

  @Test("RFC 9112 5.2: a folded field is one, with a space for each fold")
  func folds() {
    let head = HTTPHead(Array("x\r\nA: b\r\n c \r\n\t\r\n\td\r\nE:\r\n f\r\n\r\n".utf8))
    #expect(head.fields.map(\.value) == ["b c d", "f"])
    #expect(head.fields.map(\.range) == [3..<19, 21..<27])
    #expect(head.folds == [9..<12, 14..<15, 17..<19, 25..<27])
    #expect(head.malformed.isEmpty)
  }

  @Test("bytes above 7F are UTF-8 if they can be, else Latin-1")
  func values() {
    let head = HTTPHead(
      Array("x\r\na: ".utf8) + hex("c3 a9 | 0d 0a") + Array("b: ".utf8) + hex("e9 | 0d 0a 0d 0a"))
    #expect(head.fields.map(\.value) == ["é", "é"])
  }

  @Test("any bytes are some head", arguments: ["", "\r\n\r\n", "\n", ":", "\n:\n", " ", "\r"])
  func total(_ text: String) {
    let head = HTTPHead(Array(text.utf8))
    #expect(head.bytes == Array(text.utf8))
    #expect(!HandshakeRules.check(request: head).failed.isEmpty)
  }

  @Test("the reader stops at the empty line, wherever it is cut, and leaves what follows")
  func reader() throws {
    let bytes = Openings.request
    let feed = DripFeed(behind: hex("81 05 0d 0a 0d 0a")) { pieces in
      var reader = HTTPHeadReader(limit: 1000)
      var events: [String] = []
      var before = 0
      for piece in pieces where events.isEmpty {
        if case .complete(let head, let used) = reader.append(piece.span.bytes) {
          events = [String(decoding: head.bytes, as: UTF8.self), "\(before + used)"]
        }
        before += piece.count
      }
      return events
    }
    #expect(try feed.events(of: bytes) == [String(decoding: bytes, as: UTF8.self), "\(bytes.count)"])
  }

  @Test("10.4: the limit is a promise: this many bytes and no more", arguments: [0, 1, 4, 100])
  func limit(_ limit: Int) {
    var reader = HTTPHeadReader(limit: limit)
    #expect(reader.append([UInt8](repeating: 0x61, count: 200).span.bytes) == .tooBig)
    #expect(reader.bytes.count == limit)
  }
}
