import Synchronization
import SystemCalls

/// Reads the terminal for the editor's thread, and in its place while that one is held up.
///
/// The terminal makes no signals of keys while the editor has it: it would make them of the bytes of a paste too, and drop the rest
/// of it. So the keys that mean a signal are found here and sent as the terminal would send them. A second thread looks for them
/// when keys have waited for a while, for the editor's thread may be writing to a terminal that takes nothing.
final class KeySource: Sendable {
  enum Taken {
    case key(UInt8)
    case paste([UInt8])
    case none
    case ended
  }

  private struct State {
    var stream = KeyStream()
    /// Read, and not looked at.
    var raw: ArraySlice<UInt8> = []
    /// Keys and pastes that the editor's thread has not taken.
    var waiting: [KeyStream.Piece] = []
    /// When bytes that may begin a paste are keys.
    var keysAt: ContinuousClock.Instant?
    /// How many bytes were typed before the terminal was ours, and the key that ended the input then.
    var early: (count: Int, endKey: UInt8)?
    var isOurs = false
    var isWatched = false
    var isOver = false
    var hasEnded = false
    var isStopped = false
    var reads = 0
    /// When keys that came after a signal are read although it was not answered.
    var heldUntil: ContinuousClock.Instant?
    /// A Ctrl-C that nothing follows, and when it is one even in a paste.
    var lone: (key: ControlKey, until: ContinuousClock.Instant)?

    var waitingCount: Int {
      waiting.reduce(stream.pastedCount) { count, piece in
        switch piece {
        case .keys(let keys): count + keys.count
        case .paste(let text): count + text.count
        case .control: count
        }
      }
    }
  }

  private let mailbox: Mailbox
  private let state = Mutex(State())
  private let wake = WakePipe()

  /// How long keys wait for the editor's thread, in milliseconds.
  private static let patience: Int32 = 100
  /// How long a signal may take to reach the editor, and how long nothing may follow a Ctrl-C in a paste that has no end.
  private static let second = Duration.seconds(1)
  /// How long the rest of the mark of a paste may take after an Escape, which is a key too.
  private static let escapeTime = Duration.milliseconds(50)
  /// The most keys, and bytes of pastes, that are read for an editor that does not take them.
  private static let capacity = 1_048_576
  private static let block = 65536

  init(mailbox: Mailbox) { self.mailbox = mailbox }

  deinit { wake.close() }

  // MARK: Whose the terminal is

  var isOurs: Bool { state.withLock { $0.isOurs } }

  /// The terminal is the editor's; `found` is how it was set before, nil for what is not a terminal.
  func own(_ found: termios?) {
    let starts = state.withLock { state in
      state.isOurs = true
      state.stream.controls = found.map(ControlKey.bytes) ?? [:]
      state.early = found.flatMap(Self.early)
      defer { if found != nil { state.isWatched = true } }
      return found != nil && !state.isWatched
    }
    if starts { DetachedThread.start { self.watch() } }
  }

  /// From now on another process reads the terminal; a hold of its output goes with the keys that made it.
  func release() {
    state.withLock { state in
      state.isOurs = false
      state.heldUntil = nil
      state.lone = nil
      if state.isStopped { Self.stopOutput(false, &state) }
    }
  }

  func end() {
    state.withLock { $0.isOver = true }
    wake.wake()
  }

  // MARK: Reading

  /// Something is here that poll(2) does not know of.
  var hasBytes: Bool {
    state.withLock { state in
      !state.waiting.isEmpty || !state.raw.isEmpty || state.hasEnded
        || state.keysAt.map { $0 <= .now } ?? false
    }
  }

  /// For how many milliseconds bytes that may begin a paste are held back; nil when there are none.
  var markTime: Int32? { state.withLock { $0.keysAt.map(Self.milliseconds) } }

  /// For how many milliseconds no key is to be read, because the signal that a key has sent comes first; nil for none.
  var holdTime: Int32? {
    state.withLock { state in
      guard let until = state.heldUntil else { return nil }
      guard until > .now else {
        state.heldUntil = nil
        return nil
      }
      return Self.milliseconds(until)
    }
  }

  private static func milliseconds(_ until: ContinuousClock.Instant) -> Int32 {
    max(0, Int32((until - .now) / .milliseconds(1)) + 1)
  }

  /// The editor has done what a signal asks for.
  func answered() { state.withLock { $0.heldUntil = nil } }

  /// An interrupt gives up what is unfinished; one that no key has sent comes after all keys that are here.
  func interrupted() {
    state.withLock { state in
      if state.heldUntil == nil { (state.waiting, state.raw) = ([], []) }
      (state.heldUntil, state.keysAt) = (nil, nil)
      state.stream.leavePaste()
    }
  }

  /// The next key or paste; does not wait.
  func take() -> Taken {
    guard holdTime == nil else { return .none }
    let taken = state.withLock { state in Self.take(&state) }
    if state.withLock({ $0.lone != nil }) { wake.wake() }
    return taken
  }

  private static func take(_ state: inout State) -> Taken {
    state.reads += 1
    // A key at a time, so that what was not requested yet stays with the terminal.
    if state.waiting.isEmpty, state.raw.isEmpty { read(state.stream.isInPaste ? block : 1, &state) }
    while state.waiting.isEmpty, let piece = state.stream.take(from: &state.raw) {
      sort(piece, &state)
      if state.heldUntil != nil { return .none }
    }
    if state.waiting.isEmpty { takeUnfinished(&state) }
    guard let piece = state.waiting.first else { return state.hasEnded ? .ended : .none }
    if case .keys(var keys) = piece, let key = keys.popFirst(), !keys.isEmpty {
      state.waiting[0] = .keys(keys)
      return .key(key)
    }
    state.waiting.removeFirst()
    return switch piece {
    case .keys(let keys): keys.first.map(Taken.key) ?? .none
    case .paste(let text): .paste(text)
    case .control: .none
    }
  }

  /// Has a key that acts do so, and keeps anything else.
  private static func sort(_ piece: KeyStream.Piece, _ state: inout State) {
    if case .control(let key) = piece { press(key, &state) } else { state.waiting.append(piece) }
  }

  /// Takes what might have become a paste, when it does not in time or cannot any more.
  private static func takeUnfinished(_ state: inout State) {
    if state.hasEnded {
      if let piece = state.stream.finish() { state.waiting.append(piece) }
      state.keysAt = nil
    } else {
      setKeysAt(&state)
      guard let keysAt = state.keysAt, keysAt <= .now else { return }
      state.waiting.append(.keys(state.stream.release()))
      state.keysAt = nil
    }
  }

  private static func setKeysAt(_ state: inout State) {
    guard state.stream.isHolding, state.keysAt == nil else { return }
    state.keysAt = .now + (state.stream.isHoldingEscape ? escapeTime : second)
  }

  /// Reads what the terminal has, without waiting.
  private static func read(_ limit: Int, _ state: inout State) {
    guard !state.hasEnded, Terminal.wait(for: [(STDIN_FILENO, Int16(POLLIN))], milliseconds: 0)[0] else {
      return
    }
    guard let bytes = Terminal.read(STDIN_FILENO, limit: limit) else {
      state.hasEnded = true
      return
    }
    guard !bytes.isEmpty else { return }
    state.keysAt = nil
    state.raw = withEndKeys(bytes, &state)[...]
    state.lone = state.stream.interrupt(endingIn: state.raw).map { ($0, .now + second) }
  }

  /// What was typed while the terminal kept lines: it made a NUL of the key that ends the input.
  private static func early(_ found: termios) -> (count: Int, endKey: UInt8)? {
    var count: Int32 = 0
    let endKey = withUnsafeBytes(of: found.c_cc) { $0[Int(VEOF)] }
    guard found.c_lflag & tcflag_t(ICANON) != 0, endKey != 0,
      ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0, count > 0
    else { return nil }
    return (Int(count), endKey)
  }

  /// The bytes with that key where the terminal has put a NUL.
  private static func withEndKeys(_ bytes: [UInt8], _ state: inout State) -> [UInt8] {
    guard let early = state.early else { return bytes }
    let count = min(early.count, bytes.count)
    state.early = early.count > count ? (early.count - count, early.endKey) : nil
    return bytes[..<count].map { $0 == 0 ? early.endKey : $0 } + bytes[count...]
  }

  private static func press(_ key: ControlKey, _ state: inout State) {
    guard let signal = key.signal else { return stopOutput(key == .stop, &state) }
    state.heldUntil = .now + second
    Terminal.signalForeground(signal)
  }

  private static func stopOutput(_ isStopped: Bool, _ state: inout State) {
    state.isStopped = isStopped
    tcflow(STDIN_FILENO, isStopped ? TCOOFF : TCOON)
  }

  // MARK: In place of the editor's thread

  private func watch() {
    while true {
      let (rest, before) = state.withLock { state in
        (state.lone.map { Self.milliseconds($0.until) } ?? -1, state.reads)
      }
      let ready = Terminal.wait(
        for: [(wake.reading, Int16(POLLIN)), (STDIN_FILENO, Int16(POLLIN))], milliseconds: rest)
      if ready[0] { wake.clear() }
      if state.withLock({ $0.isOver || $0.hasEnded }) { return }
      giveUpEndlessPaste()
      guard ready[1] else { continue }
      _ = Terminal.wait(for: [(wake.reading, Int16(POLLIN))], milliseconds: Self.patience)
      if state.withLock({ takeOver(unlessReadSince: before, &$0) }) { mailbox.wake.wake() }
    }
  }

  /// Whether there is something new for the editor's thread.
  private func takeOver(unlessReadSince before: Int, _ state: inout State) -> Bool {
    guard state.isOurs, !state.isOver, state.reads == before, state.waitingCount < Self.capacity else {
      return false
    }
    if state.raw.isEmpty { Self.read(Self.block, &state) }
    while let piece = state.stream.take(from: &state.raw) {
      if piece == .control(.interrupt) || piece == .control(.quit) {
        // As the terminal does: what was typed before is forgotten, and so is what was not shown.
        state.waiting = []
        tcflush(STDIN_FILENO, TCOFLUSH)
      }
      Self.sort(piece, &state)
    }
    Self.setKeysAt(&state)
    return true
  }

  private func giveUpEndlessPaste() {
    state.withLock { state in
      guard state.isOurs, let lone = state.lone, lone.until <= .now else { return }
      state.lone = nil
      while let piece = state.stream.take(from: &state.raw) { Self.sort(piece, &state) }
      guard state.stream.isInPaste else { return }
      state.stream.leavePaste()
      Self.press(lone.key, &state)
    }
  }
}
