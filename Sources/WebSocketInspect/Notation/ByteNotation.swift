/// The ways in which people write bytes.
///
/// **hex** is pairs of digits, upper or lower case: `81 05`, `8105`, `81:05`, `0x81,0x05`, `\x81\x05`,
/// `{0x81, 0x05}`. Between bytes may stand white space and any of `, ; : - { } [ ] ( ) < > " '`; the two digits of a
/// byte stand together. A line that begins with an offset is a line of a dump, and only its bytes count:
/// * eight or more digits, or `0x` and four or more, then a colon and white space (xxd, tcpdump): the bytes end at two
///   spaces;
/// * eight or more digits, two spaces and a pair (`hexdump -C` and our own dumps): the bytes end at two spaces, but not
///   at the gap of two in the middle of sixteen, and at sixteen bytes.
///
/// Behind a line of a dump, a line with nothing but an offset and a line indented by ten spaces or more are passed over,
/// and a lone `*`, which stands for lines left out, is an error; so are bytes of eight binary digits behind a colon
/// (`xxd -b`). Shorter offsets count where every one in the input is right, each the number of bytes in front of its line
/// in base 16, 8 or 10; the bytes end at two spaces:
/// * four to seven digits and two or three spaces (Wireshark);
/// * seven digits and a space (`od -t x1`), or six (`od -A x -t x1`) if the offset of the end stands alone in the last line.
///
/// **base64** is the standard alphabet (RFC 4648 4), with or without padding; white space is ignored.
///
/// In front of hex and base64 a byte order mark of UTF-8 is passed over.
///
/// **raw** is the bytes themselves.
///
/// **auto** is hex if all of the input is hex; else base64 if all of it is base64 with its padding (a multiple of four
/// characters), white space only at the ends of lines; else raw if it holds, behind a byte order mark, a byte that is
/// neither printable ASCII nor white space; else an error.
public enum ByteNotation: String, CaseIterable, Sendable {
  case auto, hex, base64, raw

  /// The bytes that are written; fails at the first place that does not fit the notation.
  public func read(_ bytes: [UInt8]) throws(NotationError) -> [UInt8] {
    try read(bytes, expecting: false)
  }

  /// The frames that are written; fails also where the bytes are known to be something else.
  ///
  /// That they are frames decides between two readings of the same text, if the first byte can begin a frame in one alone.
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
      if SpelledText.isLikely(bytes),
        let place = bytes.firstIndex(where: { $0 >= 0x7F || $0 < 0x20 && !$0.isBlank && $0 != 0x0A })
      {
        throw NotationError(
          at: place, in: bytes,
          "\(Escaper.line(bytes: [bytes[place]])) is not text, though the rest looks like it; raw bytes must be called so (--from raw)"
        )
      }
      if let text = String(validating: bytes, as: UTF8.self), bytes.first ?? 0 >= 0x80,
        text.unicodeScalars.allSatisfy({ $0.value <= 0xFF })
      {
        throw NotationError(
          at: 0, in: bytes,
          "these look like bytes that were saved as UTF-8, where each above 7f takes two; raw bytes must be called so (--from raw)"
        )
      }
      return bytes
    }
    return try PastedText.read(text.bytes, as: self, expecting: frames)
  }
}
