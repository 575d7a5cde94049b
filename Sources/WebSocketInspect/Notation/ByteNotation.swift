/// The ways in which people write bytes.
/// **hex** is pairs of digits with or without signs between them, dumps, and the lists and strings of programming
/// languages: `NotationTable` has an example of each. A number without `0x` is hex if it can be.
///
/// **base64** is the alphabets of RFC 4648 4 and 5, with or without padding; white space is ignored.
///
/// **raw** is the bytes themselves.
///
/// **auto** is the notations in that order. Raw is only what is not text, that is, neither UTF-8 nor UTF-16 without control
/// characters; base64 without `=` is taken if it is not a word, or looks like frames. A text is read whole, or refused.
public enum ByteNotation: String, CaseIterable, Sendable {
  case auto, hex, base64, raw

  /// The bytes that are written; fails at the first place that does not fit the notation.
  public func read(_ bytes: [UInt8]) throws(NotationError) -> [UInt8] {
    try read(bytes, expecting: false)
  }

  /// The frames that are written; fails also where the bytes are known to be something else.
  ///
  /// That they are frames decides between two readings of the same text, if one alone looks like frames.
  public func readFrames(_ bytes: [UInt8]) throws(NotationError) -> [UInt8] {
    if self != .raw, let words = ForeignBytes.head(of: bytes) {
      throw NotationError(foreign: words, at: bytes)
    }
    let read = try read(bytes, expecting: true)
    guard self != .raw, let words = ForeignBytes.words(for: read) else { return read }
    throw NotationError(foreign: words, at: bytes)
  }

  private func read(_ bytes: [UInt8], expecting frames: Bool) throws(NotationError) -> [UInt8] {
    if self == .raw { return bytes }
    guard let text = SpelledText(bytes) else {
      guard self == .auto else { return try PastedText.read(bytes, as: self, expecting: frames) }
      if let doubt = RawInput.doubt(about: bytes) { throw doubt }
      return bytes
    }
    return try PastedText.read(text.bytes, as: self, expecting: frames)
  }
}
