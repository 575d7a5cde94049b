import CTerminal
import Synchronization
import SystemCalls

/// Who has the terminal, and how it has to be left.
final class TerminalLease: Sendable {
  private struct State {
    var settings: termios?
    var isLent = false
    var isLost = false
  }

  private let state = Mutex(State())
  private let ended = WakePipe()

  deinit { ended.close() }

  /// Remembers how the terminal is found.
  func begin() {
    cterminal_guard()
    state.withLock { $0.settings = Terminal.settings(STDIN_FILENO) }
  }

  var isLent: Bool { state.withLock { $0.isLent } }

  /// What is written to it is not read.
  var isLost: Bool { state.withLock { $0.isLost } }

  func lend(_ body: () -> Void) {
    state.withLock { $0.isLent = true }
    body()
    state.withLock { state in
      state.isLent = false
      // A borrower that died may have left it in any state.
      if let settings = state.settings { Terminal.restore(settings, STDIN_FILENO) }
    }
  }

  func lose() { state.withLock { $0.isLost = true } }

  /// The terminal is restored.
  func end() { ended.wake() }

  /// Waits for `end`, twice `patience` at most, in milliseconds; then puts the settings back, whichever process still has the terminal.
  func waitForEnd(patience: Int32) {
    if hasEnded(within: patience) { return }
    // Ctrl-S holds up the last words, and would hold up the exit of the process as well.
    Terminal.letOutputGo(STDIN_FILENO)
    if hasEnded(within: patience) { return }
    state.withLock { state in
      state.isLost = true
      if !state.isLent, let settings = state.settings { Terminal.restore(settings, STDIN_FILENO) }
    }
  }

  private func hasEnded(within milliseconds: Int32) -> Bool {
    Terminal.wait(for: [(ended.reading, Int16(POLLIN))], milliseconds: milliseconds)[0]
  }
}
