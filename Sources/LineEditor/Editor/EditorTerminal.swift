import CReadline
import SystemCalls

/// The terminal in the hands of the editor: its settings, the mark of pastes, and what is written above the line.
///
/// Lives on the editor's thread.
final class EditorTerminal {
  private let output: Int32
  private let lease: TerminalLease
  private let keys: KeySource
  /// The terminal is asked to mark what is pasted, as the user's `enable-bracketed-paste` says.
  var marksPastes = false

  init(output: Int32, lease: TerminalLease, keys: KeySource) {
    self.output = output
    self.lease = lease
    self.keys = keys
  }

  /// Takes the terminal, which then makes no signals of keys: it would make them of what is pasted too.
  func prepare(_ meta: Int32) {
    guard !keys.isOurs else { return }
    let found = Terminal.settings(STDIN_FILENO)
    rl_prep_terminal(meta)
    Terminal.passEveryByte(STDIN_FILENO)
    keys.own(found)
    if marksPastes { Terminal.write(Array("\u{1b}[?2004h".utf8), to: output) }
  }

  /// Leaves the terminal as it was found.
  func restore() {
    if marksPastes { Terminal.write(Array("\u{1b}[?2004l".utf8), to: output) }
    rl_deprep_terminal()
  }

  /// Another process has the terminal while `body` runs.
  func lend(_ body: () -> Void) { lease.lend(body) }

  /// Writes text as whole lines.
  func write(_ text: [UInt8]) {
    guard let last = text.last else { return }
    let lines = last == UInt8(ascii: "\n") ? text : text + [UInt8(ascii: "\n")]
    if !Terminal.write(lines, to: output) { lease.lose() }
  }

  /// The terminal is restored, and the editor does not take it again.
  func end() { lease.end() }
}
