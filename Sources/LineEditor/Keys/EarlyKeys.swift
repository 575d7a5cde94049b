import SystemCalls

/// What was typed before the terminal was ours, while it kept lines: it made a NUL of the key that ends the input.
struct EarlyKeys {
  /// How many of its bytes are still to be read.
  private(set) var count: Int
  private let endKey: UInt8

  /// `found` is how the terminal was set; nil where nothing was typed, or no key ends the input.
  init?(_ found: termios) {
    var count: Int32 = 0
    endKey = withUnsafeBytes(of: found.c_cc) { $0[Int(VEOF)] }
    guard found.c_lflag & tcflag_t(ICANON) != 0, endKey != 0,
      ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0, count > 0
    else { return nil }
    self.count = Int(count)
  }

  /// The bytes that were read next, with that key where the terminal has put a NUL.
  mutating func withEndKeys(_ bytes: [UInt8]) -> [UInt8] {
    let early = min(count, bytes.count)
    count -= early
    return bytes[..<early].map { $0 == 0 ? endKey : $0 } + bytes[early...]
  }
}
