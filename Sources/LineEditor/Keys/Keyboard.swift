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

  /// A paste that came while a command of readline waited for another key.
  private var pasted: [UInt8]?

  /// What there is to do.
  enum Work {
    case nothing
    /// A key, or the end of input, for readline to read.
    case key
    case paste([UInt8])
  }

  init(mailbox: Mailbox) {
    self.mailbox = mailbox
    source = KeySource(mailbox: mailbox)
  }

  /// Something is here that poll(2) does not know of.
  var hasPushedBack: Bool { !pushedBack.isEmpty || pasted != nil || !hasEnded && source.hasBytes }

  /// What comes next, without waiting. A key that is a signal is not for readline, and neither is a paste.
  func begin() -> Work {
    wasGivenUp = false
    if !pushedBack.isEmpty { return .key }
    if pasted == nil, !hasEnded, let key = takeKey() { pushedBack = [key] }
    if let text = pasted {
      pasted = nil
      return .paste(Self.withNewlines(text))
    }
    return pushedBack.isEmpty && !hasEnded ? .nothing : .key
  }

  /// Forgets what readline has put back, and what has begun.
  func interrupt() {
    pushedBack = []
    pasted = nil
    source.interrupted()
  }

  /// Whether a byte can be read, after a wait of `milliseconds` at most.
  func hasByte(within milliseconds: Int32) -> Bool {
    guard pushedBack.isEmpty else { return true }
    guard pasted == nil, !hasEnded else { return false }
    let end = ContinuousClock.now + .milliseconds(Int(milliseconds))
    while true {
      if let key = takeKey() { pushedBack = [key] }
      if !pushedBack.isEmpty { return true }
      let rest = Int32(max(.zero, end - .now) / .milliseconds(1))
      guard pasted == nil, !hasEnded, source.holdTime == nil, rest > 0 else { return false }
      _ = Terminal.wait(
        for: [(STDIN_FILENO, Int16(POLLIN))], milliseconds: min(rest, source.markTime ?? .max))
    }
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
      pushedBack = []
      return
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
    return Int32(byte)
  }

  /// CRLF stays CRLF. A CR alone is how terminals send a newline of what is pasted, so it becomes one.
  private static func withNewlines(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for index in text.indices where text[index] == 0x0D {
      if index + 1 == text.count || text[index + 1] != 0x0A { text[index] = 0x0A }
    }
    return text
  }

  /// Waits for a key; nil at the end, and when a command cannot wait.
  private func readKey() -> UInt8? {
    while !hasEnded {
      // Whatever a command waits for, what is pasted is not a key of it.
      if mailbox.isUrgent || pasted != nil {
        wasGivenUp = true
        return nil
      }
      if let key = takeKey() { return key }
      guard !hasEnded, pasted == nil else { continue }
      let hold = source.holdTime
      var wanted = [(mailbox.wake.reading, Int16(POLLIN))]
      if hold == nil { wanted.append((STDIN_FILENO, Int16(POLLIN))) }
      if Terminal.wait(for: wanted, milliseconds: hold ?? source.markTime ?? -1)[0] { mailbox.wake.clear() }
    }
    return nil
  }

  private func takeKey() -> UInt8? {
    switch source.take() {
    case .key(let key): return key
    case .none: break
    case .paste(let text): pasted = text
    case .ended: hasEnded = true
    }
    return nil
  }
}
