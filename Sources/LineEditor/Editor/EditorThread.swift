import CReadline
import SystemCalls

/// readline on a thread of its own, which waits for keys and for what other threads leave in the mailbox.
final class EditorThread {
  /// For readline's callbacks, which carry no context; set and used on the editor's thread alone.
  nonisolated(unsafe) private(set) static var current: EditorThread?

  /// The mailbox of the editor whose thread this is.
  @TaskLocal private static var mailboxHere: Mailbox?

  let keyboard: Keyboard
  let history: History
  let complete: @Sendable (CompletionRequest) -> Completion
  let terminal: EditorTerminal
  private let mailbox: Mailbox
  private let handler: @Sendable (LineEditor.Event) -> Void
  private let line: PromptLine
  private let buffer: LineBuffer
  private let replacesLocale: Bool
  private var pace = RedrawPace()
  private var isFinished = false
  private var hasToldEnd = false

  /// How many bytes are written before a key is looked for: a tenth of a second on a terminal of 40 kB/s.
  private static let pieceSize = 4096

  static func start(
    _ configuration: LineEditor.Configuration, mailbox: Mailbox, lease: TerminalLease,
    handler: @escaping @Sendable (LineEditor.Event) -> Void
  ) {
    DetachedThread.start {
      $mailboxHere.withValue(mailbox) {
        let copy = fcntl(configuration.output, F_DUPFD_CLOEXEC, 3)
        guard let stream = fdopen(copy, "w") else {
          handler(.endOfInput)
          return lease.end()
        }
        let thread = EditorThread(
          configuration, mailbox: mailbox, lease: lease, stream: stream, handler: handler)
        current = thread
        thread.run(stream)
        current = nil
      }
    }
  }

  /// Ends the editor of this mailbox if this is its thread.
  static func stopsHere(_ mailbox: Mailbox) -> Bool {
    guard mailboxHere === mailbox else { return false }
    current?.finish()
    return true
  }

  private init(
    _ configuration: LineEditor.Configuration, mailbox: Mailbox, lease: TerminalLease,
    stream: UnsafeMutablePointer<FILE>, handler: @escaping @Sendable (LineEditor.Event) -> Void
  ) {
    self.mailbox = mailbox
    self.handler = handler
    complete = configuration.complete
    keyboard = Keyboard(mailbox: mailbox)
    terminal = EditorTerminal(output: configuration.output, lease: lease, keys: keyboard.source)
    history = History(path: configuration.historyPath, remember: configuration.remember) {
      handler(.historyUnused($0, $1))
    }
    line = PromptLine(prompt: configuration.prompt, output: configuration.output, stream: stream) {
      ReadlineCallbacks.finishLine($0)
    }
    replacesLocale = CharacterEncoding.prepare()
    let limit = configuration.lineLimit
    buffer = LineBuffer(limit: limit, commandMark: configuration.commandMark) {
      handler(.lineFull(limit: limit))
    }
  }

  private func run(_ stream: UnsafeMutablePointer<FILE>) {
    terminal.marksPastes = ReadlineCallbacks.install(stream)
    line.begin()
    while !isFinished {
      waitForWork()
      while !isFinished, let command = mailbox.takeCommand() { obey(command) }
      if !isFinished { writeIfDue() }
      if !isFinished, mailbox.takeRoom() { handler(.room) }
    }
  }

  private func waitForWork() {
    var wanted = [(mailbox.wake.reading, Int16(POLLIN))]
    let hold = keyboard.source.holdTime
    if hold == nil, !keyboard.hasEnded { wanted.append((STDIN_FILENO, Int16(POLLIN))) }
    mailbox.note(isBusy: false)
    let ready = Terminal.wait(
      for: wanted,
      milliseconds: keyboard.hasPushedBack ? hold ?? 0 : patience(hold ?? keyboard.source.markTime))
    mailbox.note(isBusy: true)
    if ready[0] {
      mailbox.wake.clear()
      // What was asked for comes before keys that were typed after it.
      return
    }
    guard hold == nil, keyboard.hasPushedBack || ready.count > 1 && ready[1] else { return }
    switch keyboard.begin() {
    case .nothing: return
    case .key: creadline_read()
    case .paste(let text): buffer.paste(text)
    }
    if !isFinished, creadline_is_done() != 0 { handOverLate() }
    // A terminal can go where readline takes no end of input, in a search for instance.
    if keyboard.hasEnded { tellEnd() }
  }

  /// Does what readline 8.2 does only with the next key, which would become a part of the line.
  private func handOverLate() {
    let text = buffer.bytes
    line.abandon()
    finished(text)
    guard !isFinished else { return }
    rl_callback_handler_remove()
    line.begin()
  }

  /// How long keys can be waited for before text is due, or they are no longer held back, in milliseconds.
  private func patience(_ hold: Int32?) -> Int32 {
    guard mailbox.hasText, !line.isAsking else { return hold ?? -1 }
    return min(pace.wait, hold ?? .max)
  }

  private func obey(_ command: Command) {
    switch command {
    case .suspend, .stop: keyboard.source.answered()
    default: break
    }
    switch command {
    case .prompt(let prompt): line.next = prompt
    case .history(let path): history.use(path)
    case .interrupt: interrupt()
    case .resize: line.resize()
    case .suspend: handOver(Terminal.suspendProcess)
    case .lend(let body):
      handOver { terminal.lend(body) }
      mailbox.forgetInterrupts()
    case .insert(let text):
      creadline_give_up_command()
      buffer.insert(text)
      rl_redisplay()
    case .stop: finish()
    }
    changePrompt()
  }

  /// A prompt tells of what the text in front of it explains, so it waits for that.
  private func changePrompt(aheadOfText: Bool = false) {
    guard !isFinished, !line.isAsking, aheadOfText || !mailbox.hasText else { return }
    line.changePrompt()
  }

  private func interrupt() {
    keyboard.interrupt()
    guard !line.isIdle else { return handler(.interrupted) }
    line.abandon()
    buffer.forget()
    line.leave("^C")
    rl_callback_handler_remove()
    line.begin()
  }

  /// Leaves the terminal as it was found while `body` runs.
  private func handOver(_ body: () -> Void) {
    line.hide()
    keyboard.source.release()
    terminal.restore()
    body()
    guard !isFinished else { return }
    terminal.prepare(1)
    line.show()
  }

  private func writeIfDue() {
    changePrompt()
    guard mailbox.hasText, !line.isAsking, pace.isDue else { return }
    let start = ContinuousClock.now
    var written = 0
    repeat {
      let piece = mailbox.takeText(limit: Self.pieceSize)
      written += piece.text.count
      write(piece)
    } while !isFinished && written < Mailbox.capacity && mailbox.hasText && !isAwaited
    guard !isFinished else { return }
    line.show()
    changePrompt(aheadOfText: true)
    pace.drawn(since: start)
  }

  /// Whether a key or a command waits for this thread.
  private var isAwaited: Bool {
    if mailbox.isUrgent || keyboard.hasPushedBack { return true }
    return !keyboard.hasEnded && Terminal.wait(for: [(STDIN_FILENO, Int16(POLLIN))], milliseconds: 0)[0]
  }

  private func write(_ batch: (text: [UInt8], drains: [@Sendable () -> Void])) {
    if !batch.text.isEmpty {
      line.hide()
      terminal.write(batch.text)
    }
    for body in batch.drains { body() }
  }

  /// Restores the terminal; the end of the thread's work.
  private func finish() {
    guard !isFinished else { return }
    isFinished = true
    keyboard.source.release()
    keyboard.source.end()
    if !line.isIdle { creadline_give_up_command() }
    if mailbox.hasText {
      write(mailbox.takeText())
      if !buffer.isEmpty { line.show() }
    }
    if buffer.isEmpty { line.hide() } else { line.leave() }
    rl_callback_handler_remove()
    terminal.restore()
    write(mailbox.close())
    terminal.end()
  }

  private func tellEnd() {
    guard !hasToldEnd else { return }
    hasToldEnd = true
    handler(.endOfInput)
  }
}

/// What readline calls.
extension EditorThread {
  /// readline has read a line, or its end when there is none, and draws the next prompt when this returns.
  func finished(_ text: [UInt8]?) {
    guard let text else {
      // readline stays on the row of its prompt, and draws the next one over it.
      creadline_forget_end_of_input()
      line.hide()
      line.note(isShown: true)
      if !keyboard.hasEnded, !keyboard.wasGivenUp { handler(.endOfInput) }
      return
    }
    line.note(isShown: false)
    let whole = buffer.finish(text)
    if !whole.isEmpty {
      history.add(whole)
      handler(.line(whole))
    }
    guard !isFinished else { return }
    // What the handler has to say comes before the next prompt, without a redraw; more of it would keep the next key waiting.
    write(mailbox.takeText(limit: Self.pieceSize))
    if !isFinished { line.note(isShown: true) }
  }

  /// readline draws after each command, before it goes on with keys of its own: those of a macro, those that ended a search, and
  /// those that belong to no command.
  ///
  /// Where such a key aborts, readline 8.2 jumps into a function that has returned, so it gets each by a call of its own.
  func beforeDrawing() {
    keyboard.takeBack()
    creadline_drop_nuls()
    buffer.keepLimit()
    if !line.isAsking { buffer.keepPasteData() }
    creadline_own_undo_list(where_history())
  }

  func beforeLine() {
    if replacesLocale { CharacterEncoding.replaceLocale() }
  }
}
