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
  private let mailbox: Mailbox
  private let lease: TerminalLease
  private let handler: @Sendable (LineEditor.Event) -> Void
  private let output: Int32
  private let stream: UnsafeMutablePointer<FILE>
  private let line: PromptLine
  private let standsInForLocale: Bool
  private let commandMark: UInt8?
  /// How the line begins if a paste began it; empty otherwise.
  private var pastedStart: ArraySlice<UInt8> = []
  private var newPrompt: String?
  private var nextWrite = ContinuousClock.now
  private var isFinished = false
  private var hasToldEnd = false

  /// The least time between two redraws: a human sees no difference.
  private static let pace = Duration.milliseconds(30)

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
        thread.run()
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
    self.lease = lease
    self.stream = stream
    self.handler = handler
    output = configuration.output
    complete = configuration.complete
    keyboard = Keyboard(mailbox: mailbox)
    history = History(path: configuration.historyPath, remember: configuration.remember) {
      handler(.historyHeld($0))
    }
    line = PromptLine(prompt: configuration.prompt, output: configuration.output, stream: stream)
    standsInForLocale = CharacterEncoding.prepare()
    commandMark = configuration.commandMark
  }

  private func run() {
    ReadlineCallbacks.install(stream)
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
    if !keyboard.hasEnded { wanted.append((STDIN_FILENO, Int16(POLLIN))) }
    let ready = Terminal.wait(for: wanted, milliseconds: keyboard.hasPushedBack ? 0 : patience())
    if ready[0] {
      mailbox.wake.clear()
      // What was asked for comes before keys that were typed behind it.
      return
    }
    guard keyboard.hasPushedBack || ready.count > 1 && ready[1] else { return }
    keyboard.begin()
    if creadline_length() == 0 { pastedStart = [] }
    rl_callback_read_char()
    if !isFinished, creadline_is_done() != 0 { handOverLate() }
    // A terminal can go where readline takes no end of input, in a search for instance.
    if keyboard.hasEnded { tellEnd() }
  }

  /// Does what readline 8.2 does only with the next key, which would become a part of the line.
  private func handOverLate() {
    let text = UnsafeBufferPointer(start: creadline_line(), count: Int(creadline_length()))
      .map(UInt8.init(bitPattern:))
    line.abandon()
    finished(text)
    guard !isFinished else { return }
    rl_callback_handler_remove()
    line.begin()
  }

  /// How long keys can be waited for before text is due, in milliseconds.
  private func patience() -> Int32 {
    guard mailbox.hasText, !line.isAsking else { return -1 }
    let rest = nextWrite - .now
    return rest <= .zero ? 0 : Int32(rest / .milliseconds(1)) + 1
  }

  private func obey(_ command: Command) {
    switch command {
    case .prompt(let prompt): newPrompt = prompt
    case .history(let path): history.use(path)
    case .interrupt: interrupt()
    case .resize: line.resize()
    case .suspend: handOver(Terminal.suspendProcess)
    case .lend(let body):
      handOver { lease.lend(body) }
      mailbox.forgetInterrupts()
    case .insert(let text):
      rl_callback_sigcleanup()
      insert(text)
      rl_redisplay()
    case .stop: finish()
    }
    changePrompt()
  }

  /// A prompt tells of what the text in front of it explains, so it waits for that.
  private func changePrompt(aheadOfText: Bool = false) {
    guard !isFinished, !line.isAsking, aheadOfText || !mailbox.hasText, let prompt = newPrompt else { return }
    newPrompt = nil
    line.change(prompt)
  }

  private func interrupt() {
    keyboard.forget()
    guard !line.isIdle else { return handler(.interrupted) }
    line.abandon()
    line.leave("^C")
    rl_callback_handler_remove()
    line.begin()
  }

  /// Leaves the terminal as it was found while `body` runs.
  private func handOver(_ body: () -> Void) {
    line.hide()
    rl_deprep_terminal()
    body()
    guard !isFinished else { return }
    rl_prep_terminal(1)
    line.show()
  }

  private func writeIfDue() {
    changePrompt()
    guard mailbox.hasText, !line.isAsking, nextWrite <= .now else { return }
    let start = ContinuousClock.now
    write(mailbox.takeText())
    guard !isFinished else { return }
    line.show()
    changePrompt(aheadOfText: true)
    // Where redrawing is slow, a pasted megabyte or a slow link, most of the time is left for keys.
    nextWrite = .now + max(Self.pace, (.now - start) * 2)
  }

  private func write(_ batch: (text: [UInt8], drains: [@Sendable () -> Void])) {
    if !batch.text.isEmpty {
      line.hide()
      let isWhole = batch.text.last == UInt8(ascii: "\n")
      if !Terminal.write(isWhole ? batch.text : batch.text + [UInt8(ascii: "\n")], to: output) {
        lease.lose()
      }
    }
    for body in batch.drains { body() }
  }

  /// Restores the terminal; the end of the thread's work.
  private func finish() {
    guard !isFinished else { return }
    isFinished = true
    if !line.isIdle { rl_callback_sigcleanup() }
    if mailbox.hasText {
      write(mailbox.takeText())
      if creadline_length() > 0 { line.show() }
    }
    if creadline_length() > 0 { line.leave() } else { line.hide() }
    rl_callback_handler_remove()
    rl_deprep_terminal()
    write(mailbox.close())
    lease.end()
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
    if !text.isEmpty {
      let line = isPastedCommand(text) ? text[..<1] + text : text[...]
      history.add(Array(line))
      handler(.line(Array(line)))
    }
    guard !isFinished else { return }
    // What the handler has to say comes before the next prompt, without a redraw.
    write(mailbox.takeText())
    if !isFinished { line.note(isShown: true) }
  }

  private func isPastedCommand(_ text: [UInt8]) -> Bool {
    defer { pastedStart = [] }
    return !pastedStart.isEmpty && text.first == commandMark && text.starts(with: pastedStart)
  }

  /// Puts what was pasted into the line.
  func paste(_ text: [UInt8]) {
    if creadline_point() == 0 { pastedStart = text.prefix(64) }
    insert(text)
  }

  func insert(_ text: [UInt8]) {
    var string = text.filter { $0 != 0 }.map(CChar.init(bitPattern:))
    string.append(0)
    rl_insert_text(string)
  }

  /// readline draws after each command, before it goes on with keys of its own: those of a macro, those that ended a search, and
  /// those that belong to no command.
  ///
  /// Where such a key aborts, readline 8.2 jumps into a function that has returned, so it gets each by a call of its own.
  func beforeDrawing() {
    keyboard.takeBack()
    creadline_drop_nuls()
    creadline_own_undo_list(where_history())
  }

  func beforeLine() {
    if standsInForLocale { CharacterEncoding.standIn() }
  }
}
