import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("JSON out")
struct JSONWriterTests {
  private static func text(_ body: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    body(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("commas are between members and elements, and nowhere else")
  func commas() {
    let text = Self.text { json in
      json.beginLine()
      json.key("a")
      json.array { json in
        json.value(1)
        json.value(true)
        json.null()
        json.array { _ in }
        json.object { _ in }
      }
      json.key("b")
      json.object { json in
        json.key("c")
        json.value("d" as String)
        json.key("e")
        json.value("f" as StaticString)
      }
      json.members(Array("\"g\":2,\"h\":3".utf8))
      json.key("i")
      json.value(false)
      json.endLine()
      json.beginLine()
      json.endLine()
    }
    #expect(
      text == "{\"a\":[1,true,null,[],{}],\"b\":{\"c\":\"d\",\"e\":\"f\"},\"g\":2,\"h\":3,\"i\":false}\n{}\n")
  }

  @Test(
    "RFC 8259 7: what has to be escaped, and what could deceive a terminal",
    arguments: [
      ("", ""), ("plain text of more than sixteen bytes", "plain text of more than sixteen bytes"),
      ("sixteen bytes and\u{1}", "sixteen bytes and\\u0001"), ("a\"b\\c/d", "a\\\"b\\\\c/d"),
      ("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}", "\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f"),
      ("\u{7f}\u{9b}31m", "\\u007f\\u009b31m"), ("\u{202e}x\u{2028}", "\\u202ex\\u2028"),
      ("äöü ß € 日本", "äöü ß € 日本"), ("𝄞\u{e0001}\u{1d173}", "𝄞\\udb40\\udc01\\ud834\\udd73"),
    ])
  func strings(_ text: String, _ escaped: String) {
    #expect(Self.text { $0.value(text) } == "\"\(escaped)\"")
    #expect(Self.text { $0.value(utf8: Array(text.utf8).span.bytes) } == "\"\(escaped)\"")
  }

  @Test("any text comes back from another reader")
  func textRoundTrip() throws {
    try withSeed { generator in
      for _ in 0..<300 {
        let scalars = (0..<Int(generator.next() % 60)).map { _ in
          Unicode.Scalar(UInt32(generator.next() % 0x11_0000)) ?? "\u{fffd}"
        }
        let text = String(String.UnicodeScalarView(scalars))
        let json = Data(Self.text { $0.value(text) }.utf8)
        let read = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed) as? String
        try #require(read.map { Array($0.utf8) } == Array(text.utf8))
        var reader = JSONReader([UInt8](json))
        try #require(try reader.string() == Array(text.utf8))
      }
    }
  }

  @Test("a long text with escapes anywhere comes back, and has no more of them than it needs")
  func longText() throws {
    try withSeed { generator in
      for _ in 0..<60 {
        let count = Int.random(in: 1000...5000, using: &generator)
        let rarity = Int.random(in: 1...300, using: &generator)
        let text = String(
          (0..<count).map { _ -> Character in
            guard Int.random(in: 0..<rarity, using: &generator) == 0 else { return "a" }
            return generator.pick(["\"", "\\", "\n", "\u{1}", "ä", "日", "𝄞", "\u{202e}", "\u{e0001}"]) ?? "b"
          })
        let json = Self.text { $0.value(utf8: Array(text.utf8).span.bytes) }
        var reader = JSONReader(Array(json.utf8))
        try #require(try reader.string() == Array(text.utf8))
        let escaped = text.unicodeScalars.reduce(2) { size, scalar in
          switch scalar {
          case "\"", "\\", "\n": size + 2
          case "\u{1}", "\u{202e}": size + 6
          case "\u{e0001}": size + 12
          default: size + String(scalar).utf8.count
          }
        }
        try #require(json.utf8.count == escaped)
      }
    }
  }

  @Test("base64 is the standard's, of any length")
  func base64() throws {
    try withSeed { generator in
      for count in 0..<70 {
        let bytes = generator.bytes(count)
        try #require(Self.text { $0.value(base64: bytes.span.bytes) } == "\"\(Base64.encode(bytes))\"")
      }
    }
  }

  @Test("numbers of any size, and times with microseconds")
  func numbers() {
    #expect(Self.text { $0.value(0) } == "0")
    #expect(Self.text { $0.value(UInt64.max) } == "18446744073709551615")
    #expect(Self.text { $0.value(-1) } == "0")
    #expect(Self.text { $0.value(UInt8(200)) } == "200")
    #expect(Self.text { $0.value(seconds: .zero) } == "0.000000")
    #expect(Self.text { $0.value(seconds: .microseconds(12_000_345)) } == "12.000345")
    #expect(Self.text { $0.value(seconds: .nanoseconds(1_999)) } == "0.000001")
    #expect(Self.text { $0.value(seconds: .seconds(-1)) } == "0.000000")
    #expect(Self.text { $0.value(seconds: .seconds(Int64.max)) } == "9223372036854775807.000000")
    #expect(Self.text { $0.value(hex: [0x00, 0xFF, 0x1A]) } == "\"00ff1a\"")
  }
}
