import SystemCalls

/// The keys of the terminal from their bytes to the editor's thread, with the times for which some are held back.
struct KeyQueue {
  /// What the terminal does with the bytes that are typed.
  enum Ownership {
    /// Another process or the shell reads them.
    case others
    case ours
    /// The editor is over.
    case over
  }

  private(set) var ownership = Ownership.others
  private var stream = KeyStream()
  /// Read, and not looked at.
  private var raw: ArraySlice<UInt8> = []
  /// Keys and pastes that the editor's thread has not taken.
  private var waiting: [KeyStream.Piece] = []
  /// When bytes that may begin a paste are keys.
  private var keysAt: ContinuousClock.Instant?
  private var early: EarlyKeys?
  private(set) var hasEnded = false
  /// The output of the terminal is stopped, as by Ctrl-S.
  private var isStopped = false
  /// How often the editor's thread has asked for a key.
  private(set) var reads = 0
  /// When keys that came after a signal are read although it was not answered.
  private var heldUntil: ContinuousClock.Instant?
  /// A Ctrl-C that nothing follows, and when it is one even in a paste.
  private var lone: (key: ControlKey, until: ContinuousClock.Instant)?

  /// How long a signal may take to reach the editor, and how long nothing may follow a Ctrl-C in a paste that has no end.
  private static let second = Duration.seconds(1)
  /// How long the rest of the mark of a paste may take after an Escape, which is a key too.
  private static let escapeTime = Duration.milliseconds(50)
  /// The most keys, and bytes of pastes, that are read for an editor that does not take them.
  private static let capacity = 1_048_576
  private static let block = 65536

  // MARK: Whose the terminal is

  /// The terminal is the editor's; `found` is how it was set before, nil for what is not a terminal.
  mutating func own(_ found: termios?) {
    ownership = .ours
    stream.controls = found.map(ControlKey.bytes) ?? [:]
    early = found.flatMap { EarlyKeys($0) }
  }

  mutating func release() {
    if ownership == .ours { ownership = .others }
    heldUntil = nil
    lone = nil
    if isStopped { stopOutput(false) }
  }

  mutating func end() { ownership = .over }

  // MARK: Times

  /// Something is here that poll(2) does not know of.
  var hasBytes: Bool {
    !waiting.isEmpty || !raw.isEmpty || hasEnded || keysAt.map { $0 <= .now } ?? false
  }

  /// For how many milliseconds bytes that may begin a paste are held back; nil when there are none.
  var markTime: Int32? { keysAt.map(Self.milliseconds) }

  /// For how many milliseconds a Ctrl-C has to be alone to be one in a paste too; nil when there is none.
  var loneTime: Int32? { lone.map { Self.milliseconds($0.until) } }

  /// For how many milliseconds no key is to be read, because the signal that a key has sent comes first; nil for none.
  mutating func holdTime() -> Int32? {
    guard let until = heldUntil else { return nil }
    guard until > .now else {
      heldUntil = nil
      return nil
    }
    return Self.milliseconds(until)
  }

  private static func milliseconds(_ until: ContinuousClock.Instant) -> Int32 {
    max(0, Int32((until - .now) / .milliseconds(1)) + 1)
  }

  /// The editor has done what a signal asks for.
  mutating func answered() { heldUntil = nil }

  /// An interrupt gives up what is unfinished; one that no key has sent comes after all keys that are here.
  mutating func interrupted() {
    if heldUntil == nil { (waiting, raw) = ([], []) }
    (heldUntil, keysAt) = (nil, nil)
    stream.leavePaste()
  }

  // MARK: The editor's thread

  /// The next key or paste; does not wait.
  mutating func take() -> KeySource.Taken {
    reads += 1
    // A key at a time, so that what was not requested yet stays with the terminal.
    if waiting.isEmpty, raw.isEmpty { read(stream.isInPaste ? Self.block : 1) }
    while waiting.isEmpty, let piece = stream.take(from: &raw) {
      sort(piece)
      if heldUntil != nil { return .none }
    }
    if waiting.isEmpty { takeUnfinished() }
    guard let piece = waiting.first else { return hasEnded ? .ended : .none }
    if case .keys(var keys) = piece, let key = keys.popFirst(), !keys.isEmpty {
      waiting[0] = .keys(keys)
      return .key(key)
    }
    waiting.removeFirst()
    return switch piece {
    case .keys(let keys): keys.first.map(KeySource.Taken.key) ?? .none
    case .paste(let text): .paste(text)
    case .control: .none
    }
  }

  /// Takes what might have become a paste, when it does not in time or cannot any more.
  private mutating func takeUnfinished() {
    if hasEnded {
      if let piece = stream.finish() { waiting.append(piece) }
      keysAt = nil
    } else {
      setKeysAt()
      guard let keysAt, keysAt <= .now else { return }
      waiting.append(.keys(stream.release()))
      self.keysAt = nil
    }
  }

  // MARK: In its place

  /// Reads what the terminal has, so that a key that acts does so; false where there is nothing new for the editor's thread.
  mutating func takeOver(unlessReadSince before: Int) -> Bool {
    guard ownership == .ours, reads == before, waitingCount < Self.capacity else { return false }
    if raw.isEmpty { read(Self.block) }
    while let piece = stream.take(from: &raw) {
      if piece == .control(.interrupt) || piece == .control(.quit) {
        // As the terminal does: what was typed before is forgotten, and so is what was not shown.
        waiting = []
        tcflush(STDIN_FILENO, TCOFLUSH)
      }
      sort(piece)
    }
    setKeysAt()
    return true
  }

  /// Leaves a paste without an end in which nothing follows a Ctrl-C, and has that one act.
  mutating func giveUpEndlessPaste() {
    guard ownership == .ours, let lone, lone.until <= .now else { return }
    self.lone = nil
    while let piece = stream.take(from: &raw) { sort(piece) }
    guard stream.isInPaste else { return }
    stream.leavePaste()
    press(lone.key)
  }

  private var waitingCount: Int {
    waiting.reduce(stream.pastedCount) { count, piece in
      switch piece {
      case .keys(let keys): count + keys.count
      case .paste(let text): count + text.count
      case .control: count
      }
    }
  }

  // MARK: Bytes

  /// Has a key that acts do so, and keeps anything else.
  private mutating func sort(_ piece: KeyStream.Piece) {
    if case .control(let key) = piece { press(key) } else { waiting.append(piece) }
  }

  private mutating func setKeysAt() {
    guard stream.isHolding, keysAt == nil else { return }
    keysAt = .now + (stream.isHoldingEscape ? Self.escapeTime : Self.second)
  }

  /// Reads what the terminal has, without waiting.
  private mutating func read(_ limit: Int) {
    guard !hasEnded, Terminal.wait(for: [(STDIN_FILENO, Int16(POLLIN))], milliseconds: 0)[0] else { return }
    guard let bytes = Terminal.read(STDIN_FILENO, limit: limit) else {
      hasEnded = true
      return
    }
    guard !bytes.isEmpty else { return }
    keysAt = nil
    raw = (early?.withEndKeys(bytes) ?? bytes)[...]
    if early?.count == 0 { early = nil }
    lone = stream.interrupt(endingIn: raw).map { ($0, .now + Self.second) }
  }

  private mutating func press(_ key: ControlKey) {
    guard let signal = key.signal else { return stopOutput(key == .stop) }
    heldUntil = .now + Self.second
    Terminal.signalForeground(signal)
  }

  private mutating func stopOutput(_ isStopped: Bool) {
    self.isStopped = isStopped
    tcflow(STDIN_FILENO, isStopped ? TCOOFF : TCOON)
  }
}
