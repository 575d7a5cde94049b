import CReadline
import SystemCalls

/// Reads what is typed, a byte at a time, so that what was not requested yet stays with the terminal.
///
/// Lives on the editor's thread.
final class Keyboard {
  let source: KeySource
  private let mailbox: Mailbox
  private var pushedBack: ArraySlice<UInt8> = []
  /// The terminal has gone; reading it again would not wait.
  private(set) var hasEnded = false
  /// A read was given up for a command that could not wait.
  private(set) var wasGivenUp = false

  private var isTakingBack = false

  /// How many bytes readline may put back; a macro that calls itself would put back without end.
  private static let putBackLimit = 16384

  /// Where readline is in what it has been given.
  private var given = KeyStream()

  private static let pasteEnd = Array("\u{1b}[201~".utf8)

  init(mailbox: Mailbox) {
    self.mailbox = mailbox
    source = KeySource(mailbox: mailbox)
  }

  /// Something is here that poll(2) does not know of.
  var hasPushedBack: Bool { !pushedBack.isEmpty || !hasEnded && source.hasBytes }

  /// Whether readline has something to read: a key, or the end. A key that is a signal is not for readline.
  func begin() -> Bool {
    wasGivenUp = false
    if pushedBack.isEmpty, !hasEnded, let key = take(limit: 1) {
      note(key)
      pushedBack = key
    }
    return !pushedBack.isEmpty || hasEnded
  }

  /// What begins a paste has been given to readline, in part or whole.
  var isAtPaste: Bool { given.isAtMark }

  /// What begins a paste has been given to readline, which has not asked for its text.
  var hasPaste: Bool { given.isInPaste }

  /// Forgets what readline has put back, and what it has begun.
  func forget() {
    pushedBack = []
    given.leavePaste()
  }

  /// Whether a byte can be read, after a wait of `milliseconds` at most.
  func hasByte(within milliseconds: Int32) -> Bool {
    // A key that reads on would take the text of a paste for keys.
    if given.isInPaste { return false }
    return hasPushedBack || Terminal.wait(for: [(STDIN_FILENO, Int16(POLLIN))], milliseconds: milliseconds)[0]
  }

  /// Takes all keys that readline has put back or reads from a macro, so that each is read by a call of its own.
  func takeBack() {
    isTakingBack = true
    var keys: [UInt8] = []
    while true {
      let key = rl_read_key()
      // The request has come to `next`, so readline has none left.
      guard isTakingBack else { break }
      keys.append(UInt8(truncatingIfNeeded: key))
    }
    guard keys.count + pushedBack.count <= Self.putBackLimit else {
      rl_ding()
      return forget()
    }
    if !keys.isEmpty { pushedBack = keys[...] + pushedBack }
  }

  /// The next byte, or -1 at the end, and when a command cannot wait any longer.
  func next() -> Int32 {
    if isTakingBack {
      isTakingBack = false
      return -1
    }
    guard let byte = pushedBack.popFirst() ?? readKey() else { return -1 }
    // A Ctrl-D that was typed before the terminal was ours is a NUL by now, which means nothing else on an empty line.
    return byte == 0 && creadline_length() == 0 && creadline_is_pending() == 0 ? -1 : Int32(byte)
  }

  private func readKey() -> UInt8? {
    let key = read(limit: 1)
    note(key)
    return key.first
  }

  private func note(_ key: ArraySlice<UInt8>) {
    var rest = key
    while given.take(from: &rest) != nil {}
  }

  /// The rest of a bracketed paste, whose opening has been read.
  ///
  /// CRLF stays CRLF. A CR alone is how terminals send a newline of what is pasted, so it becomes one.
  func paste() -> [UInt8] {
    defer { given.leavePaste() }
    var text = Array(pushedBack)
    pushedBack = []
    var searched = 0
    while true {
      if let end = Self.end(of: text, from: searched) {
        source.giveBack(text[(end + Self.pasteEnd.count)...])
        text.removeSubrange(end...)
        break
      }
      searched = max(0, text.count - Self.pasteEnd.count + 1)
      let block = read(limit: 65536)
      if block.isEmpty { break }
      text += block
    }
    for index in text.indices where text[index] == 0x0D {
      if index + 1 == text.count || text[index + 1] != 0x0A { text[index] = 0x0A }
    }
    return text
  }

  private static func end(of text: [UInt8], from start: Int) -> Int? {
    guard text.count - start >= pasteEnd.count else { return nil }
    return (start...text.count - pasteEnd.count).first { index in
      text[index] == pasteEnd[0] && text[index..<index + pasteEnd.count].elementsEqual(pasteEnd)
    }
  }

  /// Waits for bytes; none at the end, and when a command cannot wait.
  private func read(limit: Int) -> ArraySlice<UInt8> {
    while !hasEnded {
      if mailbox.isUrgent {
        wasGivenUp = true
        return []
      }
      if let bytes = take(limit: limit) { return bytes }
      guard !hasEnded else { break }
      let hold = source.holdTime
      var wanted = [(mailbox.wake.reading, Int16(POLLIN))]
      if hold == nil { wanted.append((STDIN_FILENO, Int16(POLLIN))) }
      if Terminal.wait(for: wanted, milliseconds: hold ?? -1)[0] { mailbox.wake.clear() }
    }
    return []
  }

  private func take(limit: Int) -> ArraySlice<UInt8>? {
    switch source.take(limit: limit) {
    case .bytes(let bytes): return bytes
    case .none: return nil
    case .ended:
      hasEnded = true
      return nil
    }
  }
}
