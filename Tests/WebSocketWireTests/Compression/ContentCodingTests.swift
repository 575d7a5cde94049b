import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 9110 8.4: content with a coding")
struct ContentCodingTests {
  private static let gzip = hex("1f8b0800000000000203cbcb2f5148ccc9c92f4f4de1cac3c1060001a8197d24000000")
  private static let zlib = hex("789ccbcb2f5148ccc9c92f4f4de1cac3c10600f8730d2a")
  private static let raw = hex("cbcb2f5148ccc9c92f4f4de1cac3c10600")
  private static let text = String(repeating: "not allowed\n", count: 3)

  private static func decode(
    _ codings: [String], _ bytes: [UInt8], limit: Int = 1000
  ) -> (text: String, fault: String?) {
    let lines = codings.map { "Content-Encoding: \($0)\r\n" }.joined()
    let decoded = ContentCoding.decode(
      bytes, of: HTTPHead(Array("HTTP/1.1 403 No\r\n\(lines)\r\n".utf8)), limit: limit)
    return (String(decoding: decoded.bytes, as: UTF8.self), decoded.fault)
  }

  /// The fields, the content, and what it is decoded to.
  static let contents: [([String], [UInt8], String)] = [
    (["gzip"], gzip, text), (["X-GZip"], gzip, text), (["deflate"], zlib, text), (["deflate"], raw, text),
    (["gzip"], zlib, text), ([], Array(text.utf8), text), (["identity"], Array(text.utf8), text),
    (["gzip"], [], ""),
    (
      ["gzip"],
      hex(
        "1f8b0800000000000203cbcf4b5500004961ac23040000001f8b08000000000002032b29cf0700668aca1103000000"),
      "one two"
    ),
    (
      ["deflate, gzip"],
      hex(
        "1f8b0800000000000203ab9873fab47ea0c7999327f5fd7d1f9e3a7c908de14731af160084ecfd6017000000"), text
    ),
  ]

  @Test(arguments: contents)
  func isDecoded(codings: [String], bytes: [UInt8], text: String) {
    #expect(Self.decode(codings, bytes) == (text, nil))
  }

  @Test("a coding that is cut anywhere gives what it holds", arguments: 0..<gzip.count)
  func isCut(count: Int) {
    let (text, fault) = Self.decode(["gzip"], Array(Self.gzip.prefix(count)))
    #expect(fault == nil && Self.text.hasPrefix(text))
  }

  @Test func isNotDecoded() {
    let other = Self.decode(["br"], [1, 2])
    #expect(other.fault == "its body has the coding \"br\", which is not decoded")
    #expect(other.text == "\u{1}\u{2}")
    let below = Self.decode(["br, gzip"], Self.gzip)
    #expect(below.text == Self.text && below.fault?.contains("\"br\"") == true)
    let wrong = Self.decode(["gzip"], Array("hello".utf8))
    #expect(wrong == ("hello", "its body is not in the coding that it names, gzip"))
    #expect(Self.decode(Array(repeating: "gzip", count: 5), Self.gzip).fault?.contains("5 codings") == true)
  }

  @Test func stopsAtItsLimit() { #expect(Self.decode(["gzip"], Self.gzip, limit: 5) == ("not a", nil)) }
}
