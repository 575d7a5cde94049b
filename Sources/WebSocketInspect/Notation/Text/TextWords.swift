/// The words of a text, one after the other, so that a long text takes no array of them.
struct TextWords: Sequence, IteratorProtocol {
  private let text: ArraySlice<UInt8>
  private let signs: ByteSet
  private var index: Int

  /// Blanks, line ends and these signs divide the words.
  init(_ text: ArraySlice<UInt8>, dividedBy signs: ByteSet = ByteSet("")) {
    (self.text, self.signs, index) = (text, signs, text.startIndex)
  }

  mutating func next() -> ArraySlice<UInt8>? {
    while index < text.endIndex, divides(text[index]) { index += 1 }
    let start = index
    while index < text.endIndex, !divides(text[index]) { index += 1 }
    return start < index ? text[start..<index] : nil
  }

  private func divides(_ byte: UInt8) -> Bool { byte.isBlank || byte == 0x0A || signs.contains(byte) }
}
