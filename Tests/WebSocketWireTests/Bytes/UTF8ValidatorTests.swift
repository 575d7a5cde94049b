import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 3629, RFC 6455 8.1: UTF-8 in pieces")
struct UTF8ValidatorTests {
  /// Text in hex, and the fault's range; nil where there is none.
  static let cases: [(String, Range<UInt64>?)] = [
    ("", nil),
    ("00", nil),
    ("7f", nil),
    ("ce ba e1 bd b9 cf 83 ce bc ce b5", nil),
    ("c2 80", nil),
    ("df bf", nil),
    ("e0 a0 80", nil),
    ("ed 9f bf", nil),
    ("ee 80 80", nil),
    ("ef bf bf", nil),
    ("f0 90 80 80", nil),
    ("f4 8f bf bf", nil),
    ("48 c2 b5 40 c3 9f c3 b6 c3 a4 c3 bc f0 9f 98 80", nil),
    // Bytes that never occur, and continuations from nowhere.
    ("80", 0..<1),
    ("bf 61", 0..<1),
    ("61 ff", 1..<2),
    ("61 fe 62", 1..<2),
    ("f5 80 80 80", 0..<1),
    ("f8 88 80 80 80", 0..<1),
    ("61 c2 a9 a9", 3..<4),
    // Overlong forms.
    ("c0 80", 0..<1),
    ("c0 af", 0..<1),
    ("c1 bf", 0..<1),
    ("e0 80 af", 0..<2),
    ("e0 9f bf", 0..<2),
    ("f0 80 80 af", 0..<2),
    ("f0 8f bf bf", 0..<2),
    // Surrogates.
    ("ed a0 80", 0..<2),
    ("ed bf bf", 0..<2),
    ("ed a0 80 ed b0 80", 0..<2),
    ("ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 80 65 64", 11..<13),
    // Beyond U+10FFFF.
    ("f4 90 80 80", 0..<2),
    ("ce ba f4 90 80 80 65", 2..<4),
    ("f7 bf bf bf", 0..<1),
    // Cut by the end, or by another byte.
    ("ce", 0..<1),
    ("61 e1 bd", 1..<3),
    ("f0 9f 98", 0..<3),
    ("f0 9f 98 61", 0..<4),
    ("61 62 63 64 65 66 67 68 e2 82 28", 8..<11),
    ("c3 c3 a9", 0..<2),
    ("c3 28", 0..<2),
    ("e2 28 a1", 0..<2),
  ]

  @Test("the fault is where it is, at every split into three", arguments: cases)
  func splits(_ text: String, _ expected: Range<UInt64>?) throws {
    let bytes = hex(text)
    #expect(
      (String(validating: bytes, as: UTF8.self) == nil) == (expected != nil), "the standard library says no")
    for first in 0...bytes.count {
      for second in first...bytes.count {
        let pieces = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
        let fault = Self.fault(in: pieces)
        #expect(fault.map { $0.start..<$0.end } == expected, "cut at \(first) and \(second)")
        #expect(fault?.bytes == expected.map { Array(bytes[Int($0.lowerBound)..<Int($0.upperBound)]) })
      }
    }
  }

  @Test("any bytes, in any pieces, are text when the standard library says so")
  func random() throws {
    try withSeed { generator in
      let alphabet = hex("00 41 7f 80 8f 90 9f a0 bf c0 c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 ff")
      for _ in 0..<20_000 {
        let count = Int.random(in: 0...12, using: &generator)
        let bytes = (0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
        let isText = String(validating: bytes, as: UTF8.self) != nil
        let fault = UTF8Validator.fault(in: bytes.span.bytes)
        try #require((fault == nil) == isText, "\(Hex.spaced(bytes))")
        try #require(Self.fault(in: bytes.map { [$0] }) == fault, "\(Hex.spaced(bytes))")
        let start = fault.map { Int($0.start) } ?? bytes.count
        try #require(String(validating: bytes[..<start], as: UTF8.self) != nil, "\(Hex.spaced(bytes))")
      }
    }
  }

  @Test("a validator that is reset knows nothing of the text before")
  func reset() {
    var validator = UTF8Validator()
    #expect(validator.append(hex("61 e2 82").span.bytes) == nil)
    validator.reset()
    #expect(validator.append(hex("61 ff").span.bytes)?.start == 1)
  }

  private static func fault(in pieces: [[UInt8]]) -> UTF8Validator.Fault? {
    var validator = UTF8Validator()
    for piece in pieces {
      if let fault = validator.append(piece.span.bytes) { return fault }
    }
    return validator.finish()
  }
}
