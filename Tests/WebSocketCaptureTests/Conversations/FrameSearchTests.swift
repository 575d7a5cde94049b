import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("The beginning of a frame in bytes that begin anywhere")
struct FrameSearchTests {
  private static func search(_ bytes: [UInt8], isMasked: Bool?) -> FrameSearch.Found? {
    var search = FrameSearch(isMasked: isMasked, mayCompress: false, threshold: FrameSearch.inside)
    search.append(bytes.span.bytes)
    return search.find(isLast: true)
  }

  @Test(
    "inside a long masked message there is none, whatever its bytes repeat",
    arguments: ["text", "zeros", "words"])
  func masked(kind: String) throws {
    let letters = Array("0123456789abcdefghijklmnopqrstuvwxyz ".utf8)
    for _ in 0..<30 {
      try withSeed { generator in
        let content: [UInt8] =
          switch kind {
          case "text": (0..<10000).map { _ in letters.randomElement(using: &generator) ?? 0x20 }
          case "zeros": [UInt8](repeating: 0, count: 10000)
          default: (0..<1200).flatMap { "{\"n\":\($0)}\n".utf8 }
          }
        let bytes = MaskingKey(using: &generator).applied(to: content)
        let found = Self.search(bytes, isMasked: true)
        try InvariantBroken.unless(found == nil, "a frame is found at \(found?.index ?? 0)")
      }
    }
  }

  @Test("after the rest of a masked message the next frames are found, with keys at random or of zeros")
  func next() throws {
    for isRandom in [true, false] {
      try withSeed { generator in
        let rest = MaskingKey(using: &generator).applied(to: Array("the rest of a message".utf8))
        var bytes = rest
        for number in 0..<8 {
          let key = isRandom ? MaskingKey(using: &generator) : MaskingKey(bigEndian: 0)
          let text = Array("message \(number) of those after it".utf8)
          bytes += FrameHeader(opcode: .text, maskingKey: key, payloadLength: UInt64(text.count)).bytes
          bytes += key.applied(to: text)
        }
        let found = Self.search(bytes, isMasked: true)
        try InvariantBroken.unless(found?.index == rest.count, "found at \(found?.index ?? -1)")
      }
    }
  }
}
