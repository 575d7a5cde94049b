import Synchronization
import SystemCalls

/// One line at a time from a person at a terminal, with GNU readline, while text is shown above it.
///
/// readline lives on a thread of its own. There is one readline in a process, so one editor runs at a time.
public final class LineEditor: Sendable {
  private enum Phase { case new, running, stopped }

  private let configuration: Configuration
  private let handler: @Sendable (Event) -> Void
  private let phase = Mutex(Phase.new)
  private let mailbox = Mailbox()
  private let lease = TerminalLease()

  /// `handler` is called on the editor's thread.
  public init(_ configuration: Configuration, handler: @escaping @Sendable (Event) -> Void) {
    self.configuration = configuration
    self.handler = handler
  }

  /// Takes the terminal and shows the prompt.
  public func start() {
    let isFirst = phase.withLock { phase in
      defer { if phase == .new { phase = .running } }
      return phase == .new
    }
    guard isFirst else { return }
    lease.begin()
    EditorThread.start(configuration, mailbox: mailbox, lease: lease, handler: handler)
  }

  /// Shows whole lines above the half-typed one, in the order of the calls; none is dropped.
  ///
  /// When the editor has stopped they are written at once, on the caller's thread.
  public func print(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, !mailbox.put(bytes), !lease.isLost else { return }
    Terminal.write(bytes, to: configuration.output)
  }

  /// 256 KiB or more wait to be shown: the producer should rest until `.room`.
  public var isFull: Bool { mailbox.isFull }

  public func setPrompt(_ prompt: String) { mailbox.put(.prompt(prompt)) }

  /// Switches to another file of history; nil for none.
  public func useHistory(at path: String?) { mailbox.put(.history(path)) }

  /// To be called on SIGINT: gives up a half-typed line; on an empty one `.interrupted` is reported. False when the terminal has not
  /// let the editor hear of it within a second, or within a tenth when it has taken nothing for a second.
  public func interrupt() -> Bool {
    if lease.isLent { return true }
    mailbox.put(.interrupt)
    return mailbox.waitForInterrupt(milliseconds: mailbox.isStuck ? 100 : 1000)
  }

  /// Drops what waits to be shown, and from now on whatever there is no room for, so that nothing waits for the terminal.
  public func dropBacklog() { mailbox.dropBacklog() }

  /// To be called on SIGWINCH.
  public func resize() { mailbox.put(.resize) }

  /// To be called on SIGTSTP: restores the terminal and stops the process; draws the line again when it goes on.
  public func suspend() {
    // The editor's thread waits for the process that has the terminal, and the shell for all of the job to stop.
    if lease.isLent { Terminal.suspendProcess() } else { mailbox.put(.suspend) }
  }

  /// Stops the process as Ctrl-Z does where there is no editor.
  public static func suspendProcess() { Terminal.suspendProcess() }

  /// Calls `body`, on the editor's thread, when everything printed so far is written.
  public func drain(_ body: @escaping @Sendable () -> Void) {
    if !mailbox.put(drain: body) { body() }
  }

  /// Restores the terminal, runs `body` on the editor's thread, and takes the terminal back.
  public func lend(_ body: @escaping @Sendable () -> Void) { mailbox.put(.lend(body)) }

  /// Puts text into the line that is being typed, at its cursor.
  public func insert(_ text: [UInt8]) { mailbox.put(.insert(text)) }

  /// Shows all that was printed and restores the terminal; returns when that is done, or after a second.
  ///
  /// The half-typed line stays readable. From the editor's own thread, call it in the handler or in a body, never in
  /// `remember` or `complete`.
  public func stop() {
    let before = phase.withLock { phase in
      defer { phase = .stopped }
      return phase
    }
    switch before {
    case .new: Terminal.write(mailbox.close().text, to: configuration.output)
    case .running, .stopped:
      if EditorThread.stopsHere(mailbox) { return }
      if before == .running { mailbox.put(.stop) }
      lease.waitForEnd(patience: mailbox.isStuck && !lease.isLent ? 100 : 500)
    }
  }
}
