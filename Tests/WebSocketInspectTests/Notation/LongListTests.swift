import Testing
import WireTestSupport

@testable import WebSocketInspect

/// A long list of numbers is read as a short one is, in a few tokens whatever its length.
@Suite struct LongListTests {
  /// How a number, and what is between two, can be written; and what is around all of them.
  static let forms: [(open: String, number: @Sendable (Int, UInt8) -> String, sign: String, close: String)] =
    [
      ("[", { "\($1)" }, ", ", "]"), ("[", { "\($1)" }, " ", "]"), ("", { "\($1)" }, ",", ""),
      ("[", { "\(Int8(bitPattern: $1))" }, ",", "]"),
      ("{\"type\":\"Buffer\",\"data\":[", { "\($1)" }, ",", "]}"),
      ("{", { "\"\($0)\": \($1)" }, ", ", "}"), ("[]byte{", { "0x" + String($1, radix: 16) }, ", ", "}"),
      (
        "unsigned char f[] = {", { "0x" + String($1, radix: 16) + ($0 % 12 == 0 ? " /* 12 */" : "") }, ",\n",
        "};"
      ),
      ("{", { "(byte)\($1)" }, ", ", "}"), ("{", { $1 > 127 ? "(byte) \($1)" : "\($1)" }, ",", "}"),
      ("vec![", { "\($1)u8" }, ", ", "]"), ("[", { String($1, radix: 16) }, ", ", "]"),
      ("<<", { "16#" + String($1, radix: 16) }, ",", ">>"), ("[|", { "\($1)uy" }, "; ", "|]"),
    ]

  private static func text(_ form: Int, _ values: [UInt8]) -> [UInt8] {
    let form = forms[form]
    let numbers = values.enumerated().map { form.number($0, $1) }.joined(separator: form.sign)
    return Array((form.open + numbers + form.close).utf8)
  }

  /// A binary frame of that many bytes.
  private static func frame(_ count: Int) -> [UInt8] {
    let payload = (0..<count - 4).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    return [0x82, 126, UInt8((count - 4) >> 8), UInt8(truncatingIfNeeded: count - 4)] + payload
  }

  @Test(arguments: forms.indices)
  func itHasFewTokensAndAllOfItsBytes(_ form: Int) throws {
    let values = Self.frame(4000)
    let text = Self.text(form, values)
    #expect(try LiteralLexer.tokens(of: text).count < 40)
    #expect(try ByteNotation.auto.readFrames(text) == values)
  }

  @Test(arguments: forms.indices)
  func aListOfAnyLengthIsRead(_ form: Int) throws {
    for count in [140, LiteralRun.least, LiteralRun.least + 1, LiteralRun.least + 2, LiteralRun.least + 3] {
      let values = Self.frame(count)
      #expect(try ByteNotation.auto.readFrames(Self.text(form, values)) == values, "\(count) bytes")
    }
  }

  /// What is refused in a short list is refused in a long one, at its place.
  @Test(arguments: [
    (", 2, 256, ", "256"), (", 2 3, ", "3"), (", 2, ..., ", "..."), (", 1 + 1, ", "+"), (", x(2), ", "x("),
    (", 2 /* ... */, ", "/*"),
  ])
  func itsFaultsAreFound(_ fault: String, _ place: String) throws {
    let values = Self.frame(2000).map { "\($0)" }
    let front = "[" + values[..<1000].joined(separator: ", ")
    let text = front + fault + values[1000...].joined(separator: ", ") + "]"
    let error = #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(text.utf8)) }
    let start = try #require(fault.firstRange(of: place)).lowerBound
    let column = front.count + fault.distance(from: fault.startIndex, to: start) + 1
    #expect(error?.column == column, "\(error?.sentence ?? "")")
  }

  @Test func anIndexThatIsMissingIsFound() {
    let values = Self.frame(2000)
    let pairs = values.enumerated().map { "\"\($0)\":\($1)" }
    for lost in [1, 700, 1999] {
      var rest = pairs
      rest.remove(at: lost - (lost == 1999 ? 1 : 0))
      let text = Array(("{" + rest.joined(separator: ",") + "}").utf8)
      #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(text) }
    }
  }

  @Test func aLengthThatIsWrongIsFound() {
    let list = Self.frame(2000).map { "\($0)" }.joined(separator: ", ")
    #expect(throws: ParseError.self) {
      try ByteNotation.auto.readFrames(Array("Uint8Array(2001) [ \(list) ]".utf8))
    }
  }

  @Test func tooManyOtherWordsAreRefused() {
    let text = Array(
      ("[" + Array(repeating: "'81', '00'", count: 130_000).joined(separator: ", ") + "]").utf8)
    let error = #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(text) }
    #expect(error?.sentence.contains("too many words") == true)
  }
}
