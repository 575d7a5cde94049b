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
  /// The first notation that fits.
  case auto
  /// Pairs of hexadecimal digits, however they are set out.
  case hex
  /// RFC 4648 4 and 5.
  case base64
  /// The bytes themselves.
  case raw

  /// The bytes that are written; fails at the first place that does not fit the notation.
  public func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8] {
    try read(bytes, expecting: false)
  }

  /// The frames that are written; fails also where the bytes are known to be something else.
  ///
  /// That they are frames decides between two readings of the same text, if one alone looks like frames.
  ///
  /// Heads of HTTP in front of frames are passed over, as a stream that was followed from its beginning has them; their
  /// length is given to `note`.
  public func readFrames(
    _ bytes: [UInt8], note: (_ heads: Int) -> Void = { _ in }
  ) throws(ParseError) -> [UInt8] {
    switch try readPasted(bytes) {
    case .frames(let frames, let heads):
      if !heads.isEmpty { note(heads.count) }
      return frames
    case .capture(let capture):
      throw ParseError(foreign: ForeignBytes.words(for: capture) ?? "a capture", at: bytes)
    }
  }

  /// The same, for a reader that can make use of heads and captures.
  package func readPasted(_ bytes: [UInt8]) throws(ParseError) -> PastedBytes {
    if self == .raw { return .frames(bytes, heads: []) }
    if let words = ForeignBytes.head(of: bytes), SpelledText(bytes) != nil {
      throw ParseError(foreign: words, at: bytes)
    }
    let read = try read(bytes, expecting: true)
    guard let words = ForeignBytes.words(for: read) else { return .frames(read, heads: []) }
    if ForeignBytes.isCapture(read) { return .capture(read) }
    let heads = ForeignBytes.heads(of: read)
    let frames = Array(read[heads...])
    guard heads > 0, FrameLikeness(frames) > .none else { throw ParseError(foreign: words, at: bytes) }
    return .frames(frames, heads: Array(read[..<heads]))
  }

  private func read(_ bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> [UInt8] {
    if self == .raw { return bytes }
    guard let text = SpelledText(bytes) else {
      guard self == .auto else { return try PastedText.read(bytes, as: self, expecting: frames) }
      if let doubt = RawInput.doubt(about: bytes) { throw doubt }
      return bytes
    }
    return try PastedText.read(text.bytes, as: self, expecting: frames)
  }
}
