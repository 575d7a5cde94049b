/// A prompt as readline wants it: what takes no room on the screen is between two marks.
enum PromptMarkup {
  private static let begin: UInt8 = 1
  private static let end: UInt8 = 2

  /// Marks the SGR sequences of a prompt.
  static func marked(_ prompt: String) -> String {
    var result: [UInt8] = []
    var isInSequence = false
    for byte in prompt.utf8 {
      if byte == 0x1b {
        isInSequence = true
        result.append(begin)
      }
      result.append(byte)
      if isInSequence, byte != UInt8(ascii: "["), 0x40...0x7e ~= byte {
        isInSequence = false
        result.append(end)
      }
    }
    if isInSequence { result.append(end) }
    return String(decoding: result, as: UTF8.self)
  }

  /// What of a marked prompt takes room on the screen.
  static func visible(_ marked: [UInt8]) -> [UInt8] {
    var isHidden = false
    return marked.filter { byte in
      if byte == begin { isHidden = true }
      defer { if byte == end { isHidden = false } }
      return !isHidden && byte != end
    }
  }
}
