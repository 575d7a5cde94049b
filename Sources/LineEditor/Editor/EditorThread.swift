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
  private var rules: LineRules
  /// The terminal is asked to mark what is pasted, as the user's `enable-bracketed-paste` says.
  private var marksPastes = false
  private var newPrompt: String?
  private var nextWrite = ContinuousClock.now
  private var isFinished = false
  private var hasToldEnd = false

  /// The least time between two redraws: a human sees no difference.
  private static let pace = Duration.milliseconds(30)

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
      handler(.historyUnused($0, $1))
    }
    line = PromptLine(prompt: configuration.prompt, output: configuration.output, stream: stream) {
      ReadlineCallbacks.finishLine($0)
    }
    standsInForLocale = CharacterEncoding.prepare()
    rules = LineRules(limit: configuration.lineLimit, pastes: PasteGuard(mark: configuration.commandMark))
  }

  private func run() {
    marksPastes = ReadlineCallbacks.install(stream)
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
    case .paste(let text): paste(text)
    }
    if !isFinished, creadline_is_done() != 0 { handOverLate() }
    // A terminal can go where readline takes no end of input, in a search for instance.
    if keyboard.hasEnded { tellEnd() }
  }

  /// Does what readline 8.2 does only with the next key, which would become a part of the line.
  private func handOverLate() {
    let text = typed
    line.abandon()
    finished(text)
    guard !isFinished else { return }
    rl_callback_handler_remove()
    line.begin()
  }

  /// How long keys can be waited for before text is due, or they are no longer held back, in milliseconds.
  private func patience(_ hold: Int32?) -> Int32 {
    guard mailbox.hasText, !line.isAsking else { return hold ?? -1 }
    let rest = nextWrite - .now
    return min(rest <= .zero ? 0 : Int32(rest / .milliseconds(1)) + 1, hold ?? .max)
  }

  private func obey(_ command: Command) {
    switch command {
    case .suspend, .stop: keyboard.source.answered()
    default: break
    }
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
      creadline_give_up_command()
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
    keyboard.interrupt()
    guard !line.isIdle else { return handler(.interrupted) }
    line.abandon()
    rules.forget()
    line.leave("^C")
    rl_callback_handler_remove()
    line.begin()
  }

  /// Leaves the terminal as it was found while `body` runs.
  private func handOver(_ body: () -> Void) {
    line.hide()
    keyboard.source.release()
    restoreTerminal()
    body()
    guard !isFinished else { return }
    prepareTerminal(1)
    line.show()
  }

  private func writeIfDue() {
    changePrompt()
    guard mailbox.hasText, !line.isAsking, nextWrite <= .now else { return }
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
    // Where redrawing is slow, a pasted megabyte or a slow link, most of the time is left for keys.
    nextWrite = .now + max(Self.pace, (.now - start) * 2)
  }

  /// Whether a key or a command waits for this thread.
  private var isAwaited: Bool {
    if mailbox.isUrgent || keyboard.hasPushedBack { return true }
    return !keyboard.hasEnded && Terminal.wait(for: [(STDIN_FILENO, Int16(POLLIN))], milliseconds: 0)[0]
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
    keyboard.source.release()
    keyboard.source.end()
    if !line.isIdle { creadline_give_up_command() }
    if mailbox.hasText {
      write(mailbox.takeText())
      if creadline_length() > 0 { line.show() }
    }
    if creadline_length() > 0 { line.leave() } else { line.hide() }
    rl_callback_handler_remove()
    restoreTerminal()
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
    let whole = rules.nuls.reveal(text)
    rules.forget()
    if !whole.isEmpty {
      history.add(whole)
      handler(.line(whole))
    }
    guard !isFinished else { return }
    // What the handler has to say comes before the next prompt, without a redraw; more of it would keep the next key waiting.
    write(mailbox.takeText(limit: Self.pieceSize))
    if !isFinished { line.note(isShown: true) }
  }

  /// Puts what was pasted into the line, and ends a command that waits for another key.
  private func paste(_ text: [UInt8]) {
    creadline_end_pending()
    insert(rules.pastes.guarded(text, at: Int(creadline_point())))
    rl_redisplay()
  }

  func insert(_ text: [UInt8]) {
    guard text.count <= rules.limit - Int(creadline_length()) else { return refuse() }
    guard let hidden = rules.nuls.hide(text, in: typed) else {
      rl_ding()
      return
    }
    if let line = hidden.line {
      let point = creadline_point()
      rl_replace_line(Self.string(line), 1)
      creadline_move_to(point)
    }
    rl_insert_text(Self.string(hidden.text))
  }

  private func refuse() {
    rl_ding()
    handler(.lineFull(limit: rules.limit))
  }

  /// Takes away what was yanked beyond the limit: a line that is killed and yanked twice is twice as long.
  private func keepLimit() {
    guard creadline_has_yanked() != 0, creadline_length() > rules.limit else { return }
    rl_do_undo()
    refuse()
  }

  private static func string(_ text: [UInt8]) -> [CChar] { text.map(CChar.init(bitPattern:)) + [0] }

  private var typed: [UInt8] {
    UnsafeBufferPointer(start: creadline_line(), count: Int(creadline_length())).map(UInt8.init(bitPattern:))
  }

  /// Doubles a command's mark that is part of a paste and that an edit has brought to the front.
  private func keepPasteData() {
    guard !line.isAsking else { return }
    let start = UnsafeBufferPointer(start: creadline_line(), count: min(2, Int(creadline_length())))
    guard
      let mark = rules.pastes.markToAdd(
        start: start.map(UInt8.init(bitPattern:)), length: Int(creadline_length()),
        historyPlace: Int(where_history()), isYank: creadline_has_yanked() != 0)
    else { return }
    let point = creadline_point()
    creadline_move_to(0)
    insert([mark])
    creadline_move_to(point + 1)
  }

  /// Takes the terminal, which then makes no signals of keys: it would make them of what is pasted too.
  func prepareTerminal(_ meta: Int32) {
    guard !keyboard.source.isOurs else { return }
    let found = Terminal.settings(STDIN_FILENO)
    rl_prep_terminal(meta)
    Terminal.passEveryByte(STDIN_FILENO)
    keyboard.source.own(found)
    if marksPastes { Terminal.write(Array("\u{1b}[?2004h".utf8), to: output) }
  }

  private func restoreTerminal() {
    if marksPastes { Terminal.write(Array("\u{1b}[?2004l".utf8), to: output) }
    rl_deprep_terminal()
  }

  /// readline draws after each command, before it goes on with keys of its own: those of a macro, those that ended a search, and
  /// those that belong to no command.
  ///
  /// Where such a key aborts, readline 8.2 jumps into a function that has returned, so it gets each by a call of its own.
  func beforeDrawing() {
    keyboard.takeBack()
    creadline_drop_nuls()
    keepLimit()
    keepPasteData()
    creadline_own_undo_list(where_history())
  }

  func beforeLine() {
    if standsInForLocale { CharacterEncoding.standIn() }
  }
}
