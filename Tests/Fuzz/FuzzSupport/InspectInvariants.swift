import WebSocketInspect
import WebSocketWire
import WireTestSupport

/// What holds for any bytes that a person may give as hex, base64 or the words of a frame.
public enum InspectInvariants {
  /// Reading never traps, what is written as hex or base64 is read as the same bytes, and a frame's words come back.
  public static func hex(_ input: [UInt8]) throws {
    for notation in ByteNotation.allCases {
      guard let bytes = try? notation.read(input) else { continue }
      try InvariantBroken.unless(
        bytes.count <= input.count || input.contains(UInt8(ascii: "*")), "more bytes than were written")
    }
    for text in [Hex.spaced(input), Hex.packed(input)] {
      try same(.hex, text, input)
      try same(.auto, text, input)
    }
    try same(.base64, Base64.encode(input), input)
    try words(String(decoding: input, as: UTF8.self))
  }

  private static func same(_ notation: ByteNotation, _ text: String, _ bytes: [UInt8]) throws {
    let read = try notation.read(Array(text.utf8))
    try InvariantBroken.unless(read == bytes, "\(text) is read as \(Hex.spaced(read)) (\(notation))")
  }

  private static func words(_ line: String) throws {
    guard let words = try? FrameSpec.words(line: line), let spec = try? FrameSpec(words: words) else {
      return
    }
    let again = try FrameSpec(words: FrameSpec.words(line: spec.description))
    try InvariantBroken.unless(again == spec, "\(spec) is read as \(again)")
  }
}
