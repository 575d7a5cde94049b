import Synchronization
import SystemCalls

/// Reads the terminal for the editor's thread, and in its place while that one is held up.
///
/// The terminal makes no signals of keys while the editor has it: it would make them of the bytes of a paste too, and drop the rest
/// of it. So the keys that mean a signal are found here and sent as the terminal would send them. A second thread looks for them
/// when keys have waited for a while, because the editor's thread may be writing to a terminal that takes nothing.
final class KeySource: Sendable {
  enum Taken {
    case key(UInt8)
    case paste([UInt8])
    case none
    case ended
  }

  private struct State {
    var keys = KeyQueue()
    var isWatched = false
  }

  private let mailbox: Mailbox
  private let state = Mutex(State())
  private let wake = WakePipe()

  /// How long keys wait for the editor's thread, in milliseconds.
  private static let patience: Int32 = 100

  init(mailbox: Mailbox) { self.mailbox = mailbox }

  deinit { wake.close() }

  // MARK: Whose the terminal is

  var isOurs: Bool { state.withLock { $0.keys.ownership == .ours } }

  /// The terminal is the editor's; `found` is how it was set before, nil for what is not a terminal.
  func own(_ found: termios?) {
    let starts = state.withLock { state in
      state.keys.own(found)
      guard found != nil, !state.isWatched else { return false }
      state.isWatched = true
      return true
    }
    if starts { DetachedThread.start { self.watch() } }
  }

  /// From now on another process reads the terminal; a hold of its output goes with the keys that made it.
  func release() { state.withLock { $0.keys.release() } }

  func end() {
    state.withLock { $0.keys.end() }
    wake.wake()
  }

  // MARK: Reading

  /// Something is here that poll(2) does not know of.
  var hasBytes: Bool { state.withLock { $0.keys.hasBytes } }

  /// For how many milliseconds bytes that may begin a paste are held back; nil when there are none.
  var markTime: Int32? { state.withLock { $0.keys.markTime } }

  /// For how many milliseconds no key is to be read, because the signal that a key has sent comes first; nil for none.
  var holdTime: Int32? { state.withLock { $0.keys.holdTime() } }

  /// The editor has done what a signal asks for.
  func answered() { state.withLock { $0.keys.answered() } }

  /// An interrupt gives up what is unfinished; one that no key has sent comes after all keys that are here.
  func interrupted() { state.withLock { $0.keys.interrupted() } }

  /// The next key or paste; does not wait.
  func take() -> Taken {
    guard holdTime == nil else { return .none }
    let (taken, isLone) = state.withLock { ($0.keys.take(), $0.keys.loneTime != nil) }
    if isLone { wake.wake() }
    return taken
  }

  // MARK: In place of the editor's thread

  private func watch() {
    while true {
      let (rest, before) = state.withLock { ($0.keys.loneTime ?? -1, $0.keys.reads) }
      let ready = Terminal.wait(
        for: [(wake.reading, Int16(POLLIN)), (STDIN_FILENO, Int16(POLLIN))], milliseconds: rest)
      if ready[0] { wake.clear() }
      let isOver = state.withLock { state in
        if state.keys.ownership == .over || state.keys.hasEnded { return true }
        state.keys.giveUpEndlessPaste()
        return false
      }
      if isOver { return }
      guard ready[1] else { continue }
      _ = Terminal.wait(for: [(wake.reading, Int16(POLLIN))], milliseconds: Self.patience)
      if state.withLock({ $0.keys.takeOver(unlessReadSince: before) }) { mailbox.wake.wake() }
    }
  }
}
